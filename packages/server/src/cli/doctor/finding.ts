// One line of the doctor's report.

/** What was looked at, how it is, and how to mend it. */
export interface Finding {
  readonly check: string
  readonly state: 'ok' | 'warn' | 'fail'
  /** What was found. */
  readonly found: string
  /** What to do; only when it is not ok. */
  readonly mend?: string
}

/** All is well. */
export function ok(check: string, found: string): Finding {
  return { check, state: 'ok', found }
}

/** It works, but not as it should. */
export function warn(check: string, found: string, mend: string): Finding {
  return { check, state: 'warn', found, mend }
}

/** It does not work. */
export function fail(check: string, found: string, mend: string): Finding {
  return { check, state: 'fail', found, mend }
}
