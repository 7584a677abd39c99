// How large a world is: everything follows from the number of messages.

/** The sizes of a world. */
export interface Scale {
  readonly messages: number
  /** People and threads besides the measured ones. */
  readonly people: number
  readonly threads: number
  /** Grants and countersignatures together, ended ones included. */
  readonly permissions: number
  /** Threads of each shape, each with a granting person of its own. */
  readonly readers: number
  /** Messages of a measured thread of length 1. */
  readonly unitLength: number
}

/** Threads of the first shape beyond the readers', whose permission is withdrawn while it is used. */
export const LEAVERS = 8

const MOST_PERMISSIONS = 3_000_000

/** The sizes for a number of messages. One in ten messages is somebody's first; a person holds thirty permissions at most. */
export function scaleOf(messages: number): Scale {
  const people = Math.max(400, Math.round(messages / 10))
  return {
    messages,
    people,
    threads: people,
    permissions: Math.min(MOST_PERMISSIONS, 30 * people),
    ...measuredAt(messages),
  }
}

function measuredAt(messages: number): Pick<Scale, 'readers' | 'unitLength'> {
  if (messages >= 10_000_000) return { readers: 32, unitLength: 2_000 }
  if (messages >= 1_000_000) return { readers: 16, unitLength: 1_000 }
  return { readers: messages >= 100_000 ? 8 : 2, unitLength: 200 }
}
