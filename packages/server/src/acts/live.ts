// Live: tells the browsers that are open that something is new. Hints only; what it is, each reads for itself, as it may.
import type { Instant, PersonId, ThreadId } from '@countersign/protocol'
import { z } from 'zod'
import { loggable } from '../ports/loggable.ts'
import { makeSecret } from '../ports/random.ts'
import type { ConnectionParameters } from '../store/database.ts'
import { presentAmong } from '../store/news.ts'
import { hidingReaders } from '../store/read-marks.ts'
import { listenForHints, MOST_HINT_BYTES, sendHint } from '../store/server-hints.ts'
import { mayActAs, type StandingSession, standingSessions } from '../store/sessions.ts'
import type { System } from '../system.ts'
import { createLiveLook, seenNow, type Told } from './live-look.ts'

/** What a browser is told: something in a thread, who has read how far, the list of threads, notices, friends, or anything. */
export type Hint =
  | { readonly type: 'thread' | 'marks'; readonly thread: ThreadId }
  | { readonly type: 'threads' | 'notices' | 'friends' | 'everything' }

/**
 * What is new, and whose business it is: the members a thread has when they are told, or one person. `sessions` tells
 * nothing; those of a person that are over end.
 */
export type News =
  | { readonly type: 'thread' | 'marks'; readonly thread: ThreadId; readonly only?: PersonId | undefined }
  | { readonly type: 'threads' | 'notices' | 'friends' | 'sessions'; readonly person: PersonId }

/** One open connection of somebody's browser. */
export interface Attendant {
  readonly person: PersonId
  /** The hash of the session it was opened with. */
  readonly session: string
  tell(hint: Hint): void
  /** The session is over: nothing is told any more. */
  end(): void
}

/** Tells what is new. */
export interface Live {
  /** Called when it is durable. Waits for nothing and never throws; a hint that is lost only delays. */
  tell(...news: readonly News[]): void
}

/** Live, for the one who composes and the one who holds the connections. */
export interface LiveHub extends Live {
  /**
   * From when this resolves, the attendant is told what is new until the returned function is called. Before each telling
   * its session is asked for again, so nothing is told after a session's end, whichever server ended it.
   */
  attend(attendant: Attendant): Promise<() => void>
  close(): Promise<void>
}

/** What a hub is made of. */
export interface LiveParts extends Pick<System, 'app' | 'clock' | 'random' | 'log'> {
  readonly settings: Pick<System['settings'], 'logId'>
  /** Where other servers are heard: the app's own login. */
  readonly connection: ConnectionParameters
  /** How often it is looked for what no hint came about. */
  readonly lookEveryMs?: number
  /** How often idle connections' sessions are asked for. */
  readonly sessionsEveryMs?: number
}

const LOOK_EVERY_MS = 4_000
const SESSIONS_EVERY_MS = 2_000

const id = <T extends string>() => z.string() as unknown as z.ZodType<T>
const wireNews = z.union([
  z.object({
    type: z.enum(['thread', 'marks']),
    thread: id<ThreadId>(),
    only: id<PersonId>().optional(),
  }),
  z.object({ type: z.enum(['threads', 'notices', 'friends', 'sessions']), person: id<PersonId>() }),
])
const envelope = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'not JSON' })
      return z.NEVER
    }
  })
  .pipe(z.object({ from: z.string(), news: z.array(wireNews) }))

/** A hub that listens to other servers from its first attendant on. */
export function createLive(parts: LiveParts): LiveHub {
  const { app, clock, log } = parts
  const self = makeSecret(parts.random).slice(0, 8)
  const attendants = new Set<Attendant>()
  const told = new Map<ThreadId, Told>()
  const inward = createQueue((news) => tellRound(parts, attendants, told, news), log)
  const outward = createQueue((news) => publish(app, self, news), log)
  const look = createLiveLook(parts, {
    told,
    people: () => [...new Set([...attendants].map(({ person }) => person))],
    found: (news) => inward.add(news),
  })
  let ears: { close(): Promise<void> } | undefined
  const listen = (): void => {
    ears ??= listenForHints(parts.connection, {
      onListening: () => {
        for (const attendant of attendants) attendant.tell({ type: 'everything' })
      },
      onHint: (payload) => inward.add(heard(payload, self)),
    })
  }
  const sweep = async (): Promise<void> => {
    if (attendants.size > 0) await keepStanding(app, clock.now(), [...attendants])
  }
  const timers = [
    setInterval(() => {
      if (attendants.size > 0) void look.look()
    }, parts.lookEveryMs ?? LOOK_EVERY_MS),
    setInterval(() => void sweep().catch(() => undefined), parts.sessionsEveryMs ?? SESSIONS_EVERY_MS),
  ]
  for (const timer of timers) timer.unref()
  return {
    tell(...news) {
      inward.add(news)
      outward.add(news)
    },
    async attend(attendant) {
      listen()
      if (attendants.size === 0) await look.restart()
      attendants.add(attendant)
      return () => attendants.delete(attendant)
    },
    async close() {
      for (const timer of timers) clearInterval(timer)
      await Promise.all([inward.close(), outward.close(), ears?.close()])
    },
  }
}

function heard(payload: string, self: string): readonly News[] {
  const parsed = envelope.safeParse(payload)
  return parsed.success && parsed.data.from !== self ? parsed.data.news : []
}

/** Sends news to other servers, as much at once as fits. */
async function publish(app: System['app'], from: string, news: readonly News[]): Promise<void> {
  let batch: News[] = []
  const send = async (): Promise<void> => {
    if (batch.length > 0) await sendHint(app, JSON.stringify({ from, news: batch }))
    batch = []
  }
  for (const one of news) {
    if (JSON.stringify([...batch, one]).length > MOST_HINT_BYTES - 100) await send()
    batch.push(one)
  }
  await send()
}

/** Tells what is new to whoever of those attending it concerns now: membership and sessions are asked for here. */
async function tellRound(
  system: LiveParts,
  attendants: ReadonlySet<Attendant>,
  told: Map<ThreadId, Told>,
  news: readonly News[],
): Promise<void> {
  if (attendants.size === 0) return
  const { app, clock } = system
  const now = await seenNow(system)
  const threads = new Set(news.flatMap((one) => ('thread' in one ? [one.thread] : [])))
  const people = [...new Set([...attendants].map(({ person }) => person))]
  const present = await presentAmong(app, [...threads], people)
  for (const [thread, { nextPlace }] of present) told.set(thread, { ...now, nextPlace })
  // Who hides how far they have read is not told that others read on: a hint alone would say when.
  const blind = news.some(({ type }) => type === 'marks') ? await hidingReaders(app, people) : new Set()
  const concerns = (one: News, person: PersonId): boolean => {
    if (!('thread' in one)) return one.person === person
    if (one.only === undefined && one.type === 'marks' && blind.has(person)) return false
    return (one.only ?? person) === person && (present.get(one.thread)?.people.includes(person) ?? false)
  }
  const concerned = [...attendants]
    .map((attendant) => ({
      attendant,
      news: news.filter((one) => concerns(one, attendant.person)),
    }))
    .filter((one) => one.news.length > 0)
  const standing = await keepStanding(
    app,
    clock.now(),
    concerned.map(({ attendant }) => attendant),
  )
  for (const { attendant, news: own } of concerned)
    if (standing.has(attendant)) for (const one of own) hintFor(attendant, one)
}

function hintFor(attendant: Attendant, news: News): void {
  if ('thread' in news) attendant.tell({ type: news.type, thread: news.thread })
  else if (news.type !== 'sessions') attendant.tell({ type: news.type })
}

/** Those whose session still stands for the person it was opened for; the others are ended. */
async function keepStanding(
  app: System['app'],
  now: Instant,
  attendants: readonly Attendant[],
): Promise<ReadonlySet<Attendant>> {
  const sessions = await standingSessions(app, [...new Set(attendants.map(({ session }) => session))], now)
  const standing = new Set<Attendant>()
  for (const attendant of attendants) {
    if (await standsFor(app, sessions.get(attendant.session), attendant.person)) standing.add(attendant)
    else attendant.end()
  }
  return standing
}

async function standsFor(
  app: System['app'],
  session: StandingSession | undefined,
  person: PersonId,
): Promise<boolean> {
  if (session === undefined) return false
  if (session.actingAs === null) return session.person === person
  return session.actingAs === person && (await mayActAs(app, session.person, person))
}

/** News waiting to be worked on: the same news once, all that waits at once, one round after the other. */
function createQueue(
  work: (news: readonly News[]) => Promise<void>,
  log: System['log'],
): { add(news: readonly News[]): void; close(): Promise<void> } {
  let waiting = new Map<string, News>()
  let running: Promise<void> | undefined
  const run = async (): Promise<void> => {
    while (waiting.size > 0) {
      const round = [...waiting.values()]
      waiting = new Map()
      await work(round).catch((error: unknown) =>
        log.warn(loggable(error), 'live: news could not be told; whoever looks finds it'),
      )
    }
    running = undefined
  }
  return {
    add(news) {
      for (const one of news) waiting.set(JSON.stringify(one), one)
      if (waiting.size > 0 && running === undefined) running = run()
    },
    async close() {
      await running
    },
  }
}
