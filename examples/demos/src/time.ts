// Lengths of time, in milliseconds.

/** A day. */
export const DAY_MS = 86_400_000
