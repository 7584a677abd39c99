// COP-01 in bytes: a person who said no, who was never asked, who wrote nothing at all. Nobody outside can tell which.
import type { Countersignature, PersonId } from '@countersign/protocol'
import { DAY_MS } from '@countersign/protocol'
import type { PartnerAnswer } from '../../minted-token.ts'
import { throwDice } from '../../worlds/dice.ts'
import { openMint, WORLD_NOW } from '../../worlds/draw-cast.ts'
import { worldPurposes } from '../../worlds/draw-register.ts'
import type {
  MessageState,
  PersonState,
  ThreadState,
  WorldCall,
  WorldState,
} from '../../worlds/world-state.ts'
import { drawPlay } from './play.ts'
import { httpReader } from './read-by-http.ts'
import type { FoundAt } from './run.ts'
import type { Stage } from './stage.ts'
import { emptyTally, type Tally } from './tally.ts'

/** The ways not to be there. */
const variants = ['refused', 'not asked', 'wrote nothing'] as const
type Variant = (typeof variants)[number]

interface Traced {
  readonly n: number
  /** Whose being there is in question. */
  readonly person: PersonId
  readonly world: WorldState
  readonly calls: readonly { readonly call: WorldCall; readonly limit: number; readonly i: number }[]
}

/**
 * Plays worlds in three variants, each on a server and a ledger begun anew, and compares every page's status, headers and
 * body byte by byte. What names an answer itself (date, decision, request, the words it has for people it does not show)
 * is compared by its form.
 */
export async function compareTraces(
  stage: Stage,
  seed: number,
  numbers: readonly number[],
  onFinding: (found: FoundAt) => void,
): Promise<Tally> {
  const traced = numbers.flatMap((n) => tracedWorld(seed, n) ?? [])
  await stage.openKeys(traced.flatMap(({ world }) => world.people.map(({ person }) => person)))
  const [refused, ...rest] = [
    await pagesOf(stage, traced, 'refused'),
    await pagesOf(stage, traced, 'not asked'),
    await pagesOf(stage, traced, 'wrote nothing'),
  ] as const
  const tally = emptyTally()
  refused.forEach(({ n, call, text }, i) => {
    tally.traceless++
    const other = rest.findIndex((pages) => pages[i]?.text !== text)
    if (other === -1) return
    tally.traces++
    const what = `"refused" and "${variants[other + 1]}" are told apart:\n${text}\n${rest[other]?.[i]?.text}`
    onFinding({ n, call, http: true, kind: 'trace', what })
  })
  return tally
}

/** Who is in question is somebody who wrote in a thread of the world; calls are made for others. */
function tracedWorld(seed: number, n: number): Traced | undefined {
  const { world, calls } = drawPlay(seed, n)
  const dice = throwDice(seed, ~n)
  const authors = new Set(world.threads.flatMap(({ messages }) => messages.map(({ author }) => author)))
  if (authors.size === 0) return undefined
  const person = dice.pick([...authors])
  const others = calls.map((one, i) => ({ ...one, i })).filter(({ call }) => call.person !== person)
  return { n, person, world: { ...world, floor: 'author' }, calls: others }
}

interface TracedPage {
  readonly n: number
  readonly call: number
  readonly text: string
}

async function pagesOf(
  stage: Stage,
  traced: readonly Traced[],
  variant: Variant,
): Promise<readonly TracedPage[]> {
  await stage.load(traced.map((one) => variantOf(one, variant)))
  await stage.forgetLedger()
  const served = await stage.serveFresh()
  const reader = httpReader(served, stage.idsOf)
  const pages: TracedPage[] = []
  try {
    for (const { n, calls } of traced)
      for (const { call, limit, i } of calls) {
        let cursor: string | null = null
        do {
          const answer = await reader.ask(call, { limit, cursor })
          pages.push({ n, call: i, text: formOf(answer) })
          const { next } = JSON.parse(answer.body) as { next?: string | null }
          cursor = answer.status === 200 ? (next ?? null) : null
        } while (cursor !== null)
      }
  } finally {
    await served.close()
  }
  return pages
}

/** All bytes of an answer, what names the answer itself replaced by its form. */
function formOf({ status, headers, body }: PartnerAnswer): string {
  const lines = [...headers].map(([name, value]) => {
    if (name === 'date' || name.includes('ratelimit')) return `${name}: ${typeof value}`
    return `${name}: ${value.replace(/^decision_[0-9a-f]{32}$/, 'decision')}`
  })
  const plain = body
    .replaceAll(/"decision_[0-9a-f]{32}"/g, '"decision"')
    .replaceAll(/"request":"[\w-]{12}"/g, '"request"')
    .replaceAll(/"sub_[\w-]{22}"/g, '"sub"')
  return [status, ...lines, plain].join('\n')
}

function variantOf({ world, person, n }: Traced, variant: Variant): WorldState {
  const people = world.people.map((one) =>
    one.person === person ? withAnswers(world, one, n, variant) : one,
  )
  const threads = world.threads.map((thread) => last(thread, person))
  if (variant !== 'wrote nothing') return { ...world, people, threads }
  return { ...world, people, threads: threads.map((thread) => silent(thread, person)) }
}

function withAnswers(world: WorldState, person: PersonState, n: number, variant: Variant): PersonState {
  const nothing = { ...person, grants: [], countersignatures: [] }
  if (variant !== 'refused') return nothing
  const mint = openMint(n)
  const countersignatures = world.features.flatMap(({ partner, feature, manifests }, f) =>
    worldPurposes.map(
      (purpose, i): Countersignature => ({
        // Ids of its own kind: they clash with nobody's.
        id: mint.id('countersignature'),
        person: person.person,
        partner,
        feature,
        manifestVersion: manifests.at(-1)?.version ?? 1,
        purpose,
        thread: null,
        answer: 'never',
        startAt: WORLD_NOW - DAY_MS,
        endAt: WORLD_NOW + DAY_MS,
        history: false,
        contactFields: [],
        screenHash: `${n}${f}${i}`.padStart(64, 'd'),
        state: 'given',
      }),
    ),
  )
  return { ...nothing, countersignatures }
}

/** What would not be there without the person comes last, so that without it everything else keeps its place. */
function last(thread: ThreadState, person: PersonId): ThreadState {
  const { theirs = [], others = [] } = Object.groupBy(thread.messages, (message) =>
    isOf(message, person) ? 'theirs' : 'others',
  )
  return { ...thread, messages: [...others, ...theirs] }
}

function isOf({ author, originAuthor }: MessageState, person: PersonId): boolean {
  return author === person || originAuthor === person
}

/** The thread as it would be had they never written, reacted or named it. */
function silent(thread: ThreadState, person: PersonId): ThreadState {
  const named = thread.titleBy === person ? { title: null, titleBy: null } : {}
  const left = thread.messages.filter((message) => !isOf(message, person))
  const ids = new Set(left.map(({ message }) => message))
  const messages = left.map((message) => ({
    ...message,
    replyTo: message.replyTo !== null && ids.has(message.replyTo) ? message.replyTo : null,
    reactions: message.reactions.filter((one) => one.person !== person),
  }))
  return { ...thread, ...named, messages }
}
