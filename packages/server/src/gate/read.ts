// The gate put together: look, exit check, turnstile, release, and back to look when something changed in between.
import type { DecisionId, PersonId, ThreadId, ThreadSetting } from '@countersign/protocol'
import { type Keyring, KeyringError } from '../ledger/keyring.ts'
import type { Clock } from '../ports/clock.ts'
import { makeId, type Random } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import type { Database, ReadSession } from '../store/database.ts'
import type { ExitFacts } from '../store/exit-facts.ts'
import {
  answerRecords,
  decisionRecord,
  type SubjectDisclosure,
  subjectsOfAnswer,
} from './disclosure-records.ts'
import { createExitCheck, type ExitCheck, type ExitResult } from './exit-check.ts'
import type { Announcement, Answer, Call, Gate, NewsCall, Page } from './gate.ts'
import type { Reaches } from './harvest.ts'
import { type KeptFacts, keepFacts } from './kept-facts.ts'
import { type Known, type Looked, look, type Outgoing, type Reading } from './look.ts'
import { type OpaqueIds, opaqueIdsUnder } from './opaque-ids.ts'
import { previewOwnWords } from './preview.ts'
import { type FriendSteps, readFriendContacts, readFriends, readOwnContact } from './read-friends.ts'
import { readMembers, readNothing, readThreads } from './read-lists.ts'
import { type MessageSteps, readMessages, readNews } from './read-messages.ts'
import { leavesOnce } from './release.ts'
import type { GateTurnstile, Passed } from './turnstile.ts'

/** What the gate needs around it. */
export interface GateContext {
  readonly db: Database
  readonly turnstile: GateTurnstile
  readonly keyring: Keyring
  readonly clock: Clock
  readonly random: Random
  readonly logId: number
  readonly floor: ThreadSetting
  /** The key opaque ids are made under. */
  readonly idKey: Uint8Array
  /** Told of every object the exit check stripped (SCP-05). */
  readonly openIncident: (call: Call, stripped: readonly string[]) => Promise<void>
  /** The layers, so that tests can plant a fault in one and see another catch it; the server passes none. */
  readonly layers?: Partial<MessageSteps> & {
    readonly friends?: Partial<FriendSteps>
    readonly look?: typeof look
    readonly exitCheck?: ExitCheck
  }
}

/** How often a call goes back to look before it is told that permissions keep changing. */
const LOOKS = 5
/** How many calls' facts each step keeps: some thousand threads in use at once, of some kilobytes each. */
const FACTS_KEPT = 4_096
/** The only way from stored data to a partner. */
export function createGate(context: GateContext): Gate {
  const keptByLook = keepFacts<Known>(FACTS_KEPT)
  const keptByExit = keepFacts<ExitFacts>(FACTS_KEPT)
  const stepsWith = (ofLook: KeptFacts<Known>, ofExit: KeptFacts<ExitFacts>): Steps => ({
    look: (session, ...call) =>
      (context.layers?.look ?? look)(session, { ...context, keptByLook: ofLook }, ...call),
    exitCheck: context.layers?.exitCheck ?? createExitCheck({ ...context, keptByExit: ofExit }),
  })
  // Sent back means that something changes just now: what a neighbour has read a moment ago is likely out of date as well.
  const steps = {
    first: stepsWith(keptByLook, keptByExit),
    again: stepsWith(keptByLook.anew, keptByExit.anew),
  }
  const idsOf = opaqueIdsUnder(context.idKey)
  const answerTo = (call: Call, reading: Reading, page: Page, ids: OpaqueIds): Promise<Answer> =>
    answer(context, steps, call, reading, page, ids)
  const newsOf = (call: NewsCall): Reading => readNews(idsOf(call), call.thread, call.since, context.layers)
  return {
    async threads(call, page) {
      const ids = idsOf(call)
      checkCursor(page, ids.openThread)
      return answerTo(call, readThreads(ids), page, ids)
    },
    async messages(call, page) {
      const ids = idsOf(call)
      const thread = ids.openThread(call.thread)
      if (thread !== undefined) checkCursor(page, (text) => ids.inThread(thread, false).openCursor(text))
      return answerTo(call, readMessages(ids, thread, context.layers), page, ids)
    },
    async members(call, page) {
      const ids = idsOf(call)
      const thread = ids.openThread(call.thread)
      if (thread !== undefined) checkCursor(page, (text) => ids.inThread(thread, true).openMember(text))
      return answerTo(call, readMembers(ids, thread), page, ids)
    },
    async friends(call, page) {
      const ids = idsOf(call)
      checkCursor(page, ids.openFriend)
      return answerTo(call, readFriends(ids, context.layers?.friends), page, ids)
    },
    async friendContacts(call, page) {
      const ids = idsOf(call)
      checkCursor(page, ids.openContact)
      return answerTo(call, readFriendContacts(ids, context.layers?.friends), page, ids)
    },
    async ownContact(call, page) {
      const ids = idsOf(call)
      checkCursor(page, ids.openContact)
      return answerTo(call, readOwnContact(ids, context.layers?.friends), page, ids)
    },
    async permitDraft(call) {
      const ids = idsOf(call)
      const reading = readNothing('messages.write', null, { ticket: 'drafting' })
      const { decision, passed } = await passOnce(context, steps, call, reading, wholePage, ids)
      passed.done()
      return decision
    },
    async hasNews(call) {
      // No turnstile sends this look back, so it takes nothing from what is kept: that may be out of date by now.
      const seen = await lookOnce(context, steps.again, call, newsOf(call), newest, idsOf(call))
      return 'checked' in seen && seen.checked.outgoing.length > 0
    },
    announce: (call) => announce(context, steps, call, newsOf(call), idsOf(call)),
    preview: (wish) =>
      context.db.read((session) => previewOwnWords(session, context, idsOf(wish.grant), wish)),
    opened(scope, id) {
      const ids = idsOf(scope)
      return ids.openMessage(id) ?? ids.openThread(id) ?? ids.openContact(id)
    },
  }
}

interface Steps {
  readonly look: (session: ReadSession, call: Call, reading: Reading, page: Page) => Promise<Looked>
  readonly exitCheck: ExitCheck
}

/** The steps of a first attempt, and of those after it, which take nothing from what is kept. */
type Attempts = Readonly<Record<'first' | 'again', Steps>>

const wholePage: Page = { limit: 0, cursor: null }
const newest: Page = { limit: 1, cursor: null }

/** A cursor is the caller's input: one that opens to nothing is a mistake of theirs, whatever they may read. */
function checkCursor({ cursor }: Page, open: (text: string) => unknown): void {
  if (cursor !== null && open(cursor) === undefined) throw new Problem('BAD_CURSOR')
}

async function answer(
  context: GateContext,
  steps: Attempts,
  call: Call,
  reading: Reading,
  page: Page,
  ids: OpaqueIds,
): Promise<Answer> {
  const { decision, body, passed, subjects } = await passOnce(context, steps, call, reading, page, ids)
  // The body up to the disclosures is what was checked and hashed; their places are known only now.
  const places = subjects.map(({ alias }, i) => ({ subject: alias, ...passed.entered[1 + i] }))
  const whole = `${body.slice(0, -1)},"disclosures":${JSON.stringify(places)}}`
  const leave = leavesOnce(context, call, { decision, passed, subjects })
  return { decision, body: whole, release: (write) => leave(() => write(whole)) }
}

async function announce(
  context: GateContext,
  steps: Attempts,
  call: Call,
  reading: Reading,
  ids: OpaqueIds,
): Promise<Announcement | undefined> {
  const decision = makeId('decision', context.clock.now(), context.random)
  for (let looks = 0; looks < LOOKS; looks++) {
    const seen = await lookOnce(context, looks === 0 ? steps.first : steps.again, call, reading, newest, ids)
    const { looked } = seen
    if ('refused' in seen) return undefined
    const { checked } = seen
    if (checked.stripped.length > 0) await context.openIncident(call, checked.stripped)
    if (checked.outgoing.length === 0) return undefined
    const record = decisionRecord(decision, looked)
    const passed = await context.turnstile.pass({
      ...standing(looked, [], checked),
      records: (at) => [record(at)],
    })
    looked.kept?.learn(passed)
    checked.kept?.learn(passed)
    if (passed !== 'again')
      return { decision, release: leavesOnce(context, call, { decision, passed, subjects: [] }) }
  }
  throw new Problem('BUSY')
}

type Seen =
  | { readonly looked: Looked; readonly refused: Exclude<Looked['decision'], { outcome: 'permit' }>['code'] }
  | { readonly looked: Looked; readonly checked: ExitResult }

/** Look and exit check, in one transaction that can write nothing. */
async function lookOnce(
  { db }: Pick<GateContext, 'db'>,
  { look, exitCheck }: Steps,
  call: Call,
  reading: Reading,
  page: Page,
  ids: OpaqueIds,
): Promise<Seen> {
  return db.read(async (session): Promise<Seen> => {
    const looked = await look(session, call, reading, page)
    if (looked.decision.outcome === 'refuse') return { looked, refused: looked.decision.code }
    return { looked, checked: await exitCheck(session, call.at, looked, ids) }
  })
}

/** One call until it is through or refused. Every refusal is entered before it is told. */
async function passOnce(
  context: GateContext,
  steps: Attempts,
  call: Call,
  reading: Reading,
  page: Page,
  ids: OpaqueIds,
): Promise<{ decision: DecisionId; body: string; passed: Passed; subjects: readonly SubjectDisclosure[] }> {
  const decision = makeId('decision', context.clock.now(), context.random)
  for (let looks = 0; looks < LOOKS; looks++) {
    const seen = await lookOnce(context, looks === 0 ? steps.first : steps.again, call, reading, page, ids)
    const { looked } = seen
    if ('refused' in seen) {
      const record = decisionRecord(decision, looked)
      const through = await context.turnstile.pass({
        ...standing(looked, [], undefined),
        records: (at) => [record(at)],
      })
      looked.kept?.learn(through)
      if (through === 'again') continue
      through.done()
      throw new Problem(seen.refused === 'WITHHELD' ? 'INTERNAL' : seen.refused, { decision })
    }
    const { checked } = seen
    const body = JSON.stringify({ items: checked.outgoing.map(({ object }) => object), next: looked.next })
    const { subjects, records } = await recordsOf(context, decision, looked, checked.outgoing, ids, body)
    const passed = await context.turnstile.pass({
      ...standing(looked, subjects, checked),
      records,
    })
    looked.kept?.learn(passed)
    checked.kept?.learn(passed)
    if (passed === 'again') continue
    if (checked.stripped.length > 0)
      await context.openIncident(call, checked.stripped).catch((error: unknown) => {
        // What was stripped is withheld either way; an answer must not stay in flight for want of an incident.
        passed.done()
        throw error
      })
    return { decision, body, passed, subjects }
  }
  throw new Problem('BUSY')
}

/** What an answer would enter. @throws {Problem} LEDGER_UNAVAILABLE when a key it takes cannot be read: no record, no data */
async function recordsOf(
  context: GateContext,
  decision: DecisionId,
  looked: Looked,
  outgoing: readonly Outgoing[],
  ids: OpaqueIds,
  body: string,
): Promise<{
  subjects: readonly SubjectDisclosure[]
  records: Awaited<ReturnType<typeof answerRecords>>
}> {
  try {
    const subjects = await subjectsOfAnswer(context.keyring, decision, looked, outgoing, ids)
    return { subjects, records: await answerRecords(context, decision, looked, subjects, body) }
  } catch (error) {
    const unreadable = error instanceof KeyringError || (error instanceof Error && 'syscall' in error)
    throw unreadable ? new Problem('LEDGER_UNAVAILABLE', { cause: error }) : error
  }
}

/**
 * What an answer rests on: the granting person, everybody whose permission was weighed, and everything else the facts it
 * was made and checked by are about. An answer that is through vouches for those facts as a whole (`learn`). A refusal has not been checked again.
 */
function standing(
  looked: Looked,
  subjects: readonly SubjectDisclosure[],
  checked: Pick<ExitResult, 'turn' | 'kept'> | undefined,
): Omit<Parameters<GateTurnstile['pass']>[0], 'records'> {
  const { request, facts, held, horizon, kept } = looked
  const threads = new Set<ThreadId>([
    ...(held?.grant.threads ?? []),
    ...(kept?.facts.threads.keys() ?? []),
    ...(checked?.kept?.facts.threads.keys() ?? []),
  ])
  if (request.thread !== null) threads.add(request.thread)
  const people = new Set<PersonId>([
    request.person,
    ...(facts?.others.keys() ?? []),
    ...(checked?.kept?.facts.people ?? []),
  ])
  const told = new Set(subjects.map(({ person }) => person))
  const throughOthers = [...told].filter((person) => person !== request.person)
  return {
    turns: [looked.turn, checked?.turn ?? looked.turn],
    horizon,
    throughOthers,
    reaches: reachOf(looked, told),
    rests: { partner: request.partner, feature: request.feature, people, threads },
  }
}

/** Whom an answer reaches for the breaker: accounts made for trying out are nobody it protects (COP-08). */
function reachOf({ facts, kept }: Looked, told: ReadonlySet<PersonId>): Reaches | null {
  if (facts === null || kept === undefined || told.size === 0) return null
  const isReal = (person: PersonId): boolean =>
    (person === facts.person.person ? facts.person : facts.others.get(person))?.test !== true
  return {
    group: kept.facts.registered.ownershipGroup,
    budget: facts.liveManifest?.harvestBudget ?? 0,
    people: [...told].filter(isReal),
  }
}
