// Jobs as rows: when each runs next, and who runs it now. Servers take them from one another's way with `skip locked`.
import type { Instant } from '@countersign/protocol'
import type { Session } from './database.ts'

/** A job that was taken, to be finished by whoever took it. */
export interface TakenJob {
  readonly name: string
  /** When its last good run began; null before the first. */
  readonly ranAt: Instant | null
  /** How many runs in a row have failed. */
  readonly failures: number
  /** Until when nobody else takes it; also says that it is still ours when it is finished. */
  readonly leasedUntil: Instant
}

/** Makes the rows of jobs that have none; they are due at once. */
export async function ensureJobs(session: Session, names: readonly string[], at: Instant): Promise<void> {
  await session.query(
    'insert into jobs (name, next_at) select name, $2 from unnest($1::text[]) as name on conflict do nothing',
    [names, at],
  )
}

/**
 * Takes the job that has been due longest, of those named, for as long as its lease. Of two servers one gets it. Whoever dies
 * with a job loses nothing: it is due again when the lease has run out.
 */
export async function takeJob(
  session: Session,
  jobs: readonly { readonly name: string; readonly leaseMs: number }[],
  now: Instant,
): Promise<TakenJob | undefined> {
  const { rows } = await session.query<{
    name: string
    ran_at: Instant | null
    failures: number
    leased_until: Instant
  }>(
    `with asked as (select * from unnest($1::text[], $2::bigint[]) as given (name, lease))
     update jobs set leased_until = $3 + asked.lease from asked where asked.name = jobs.name and jobs.name = (
       select name from jobs where name = any ($1::text[]) and next_at <= $3
         and (leased_until is null or leased_until <= $3)
       order by next_at, name limit 1 for update skip locked)
     returning jobs.name, ran_at, failures, leased_until`,
    [jobs.map(({ name }) => name), jobs.map(({ leaseMs }) => leaseMs), now],
  )
  return rows.map((row) => ({
    name: row.name,
    ranAt: row.ran_at,
    failures: row.failures,
    leasedUntil: row.leased_until,
  }))[0]
}

/** Gives a job back with the time of its next run, unless its lease ran out and somebody else has it. */
export async function finishJob(
  session: Session,
  { name, leasedUntil }: TakenJob,
  then: { readonly nextAt: Instant; readonly ranAt: Instant | null; readonly failures: number },
): Promise<void> {
  await session.query(
    `update jobs set next_at = $3, ran_at = coalesce($4, ran_at), failures = $5, leased_until = null
     where name = $1 and leased_until = $2`,
    [name, leasedUntil, then.nextAt, then.ranAt, then.failures],
  )
}
