// What time makes happen: named jobs, each run by one server at a time, again and again.
import type { Instant } from '@countersign/protocol'
import { decisionTime } from '../acts/decision-time.ts'
import { loggable } from '../ports/loggable.ts'
import { ensureJobs, finishJob, type TakenJob, takeJob } from '../store/jobs.ts'
import type { System } from '../system.ts'

/** One run of a job. */
export interface Run {
  /** When its last good run began; null before the first. What happened since then is this run's to look at. */
  readonly since: Instant | null
  /** When this run began. */
  readonly at: Instant
}

/**
 * Something that happens every so often. One server runs it at a time, as long as a run keeps within its lease; a run whose
 * server died, or that failed, is done again with the same `since`. So a run must do no harm when it happens twice.
 */
export interface Job {
  /** Its name in `jobs`, the same in every server and version. */
  readonly name: string
  readonly everyMs: number
  /** How long a run may take before another server takes it for lost; a minute unless said. */
  readonly leaseMs?: number
  run(run: Run): Promise<void>
}

/** Jobs that are being run. */
export interface RunningJobs {
  /** Takes no more; resolves when those begun have ended. */
  stop(): Promise<void>
}

/** How often a server looks for jobs that are due. */
const LOOK_EVERY_MS = 1_000
const LEASE_MS = 60_000
/** After failing, a job waits twice as long each time, up to this, or as long as it always waits. */
const LONGEST_PAUSE_MS = 5 * 60_000

/** Runs every job that is due, each once; says which ran. For servers, on a timer, and for tests. */
export async function runDueJobs(
  system: Pick<System, 'app' | 'clock' | 'log' | 'settings'>,
  jobs: readonly Job[],
): Promise<readonly string[]> {
  // The database's time, so that what all servers did until then is seen by whoever has the job next.
  const now = await decisionTime(system, system.app)
  let left = jobs.map((job) => ({ ...job, leaseMs: job.leaseMs ?? LEASE_MS }))
  await ensureJobs(
    system.app,
    left.map(({ name }) => name),
    now,
  )
  const ran: string[] = []
  const running: Promise<void>[] = []
  for (;;) {
    const taken = await takeJob(system.app, left, now)
    const job = taken && left.find(({ name }) => name === taken.name)
    if (taken === undefined || job === undefined) break
    left = left.filter((one) => one !== job)
    ran.push(job.name)
    running.push(runOnce(system, job, taken, now))
  }
  await Promise.all(running)
  return ran
}

/** Runs jobs in the background until stopped. */
export function startJobs(
  system: Pick<System, 'app' | 'clock' | 'log' | 'settings'>,
  jobs: readonly Job[],
): RunningJobs {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const rounds = new Set<Promise<void>>()
  const look = (): void => {
    const round = runDueJobs(system, jobs)
      .then(() => undefined)
      // Without a database nothing is due; it is looked for again.
      .catch((error: unknown) => system.log.warn(loggable(error), 'jobs: none could be taken'))
      .finally(() => rounds.delete(round))
    rounds.add(round)
    if (!stopped) timer = setTimeout(look, LOOK_EVERY_MS).unref()
  }
  look()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await Promise.all(rounds)
    },
  }
}

async function runOnce(
  { app, log }: Pick<System, 'app' | 'log'>,
  job: Job,
  taken: TakenJob,
  at: Instant,
): Promise<void> {
  try {
    await job.run({ since: taken.ranAt, at })
    await finishJob(app, taken, { nextAt: at + job.everyMs, ranAt: at, failures: 0 })
  } catch (error) {
    log.error({ job: job.name, ...loggable(error) }, 'a job failed; it is tried again')
    const failures = taken.failures + 1
    const pause = Math.max(job.everyMs, Math.min(2 ** failures * 1_000, LONGEST_PAUSE_MS))
    await finishJob(app, taken, { nextAt: at + pause, ranAt: null, failures }).catch(() => undefined)
  }
}
