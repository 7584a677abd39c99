// The three database logins beside the owner, and what each is for.

/** The logins a server uses. The owner only migrates; it serves nothing. */
export const roles = ['countersign_app', 'countersign_turnstile', 'countersign_gate'] as const

/** One login of the server. */
export type Role = (typeof roles)[number]
