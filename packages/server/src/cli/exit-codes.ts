// What the command's exit code says; docs/run.md repeats this table and a test compares the two.

/** Every exit code, by name. */
export const exitCodes = {
  ok: { code: 0, meaning: 'It is done.' },
  failed: { code: 1, meaning: 'It could not be done: what was asked for is refused, wrong or not there.' },
  usage: { code: 2, meaning: 'The command or the settings are wrong; every mistake is named.' },
  unavailable: {
    code: 3,
    meaning: 'Something it needs is missing or taken: database, port, keys, disk, programs.',
  },
  stopped: { code: 130, meaning: 'Stopped by Ctrl-C or SIGTERM before it was done; what was done stays.' },
} as const

/** The name of an exit code. */
export type ExitName = keyof typeof exitCodes
