// Countersigning: a person's answer for their own data, for one thread or all of theirs; and taking it back.
import {
  type Answer,
  type ContactField,
  type CountersignatureId,
  DAY_MS,
  type GivenCountersignature,
  giveCountersignature,
  type Instant,
  type Manifest,
  type PersonId,
  type SentStatement,
  type ThreadId,
} from '@countersign/protocol'
import type { Applied, PersonRecord } from '../gate/turnstile-port.ts'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { findCountersignature, findGivenAnswer, insertCountersignature } from '../store/countersignatures.ts'
import type { Session } from '../store/database.ts'
import { keepScreen } from '../store/screens.ts'
import { isPresent } from '../store/stays.ts'
import type { System } from '../system.ts'
import { accepted } from './accepted.ts'
import { type Asked, askCard } from './ask-card.ts'
import { termDaysOf } from './ask-text.ts'
import { type CheckedStatement, checkSent, isAboutStatement } from './check-statement.ts'
import { endAnswer } from './end-answer.ts'
import { notifyAllParties } from './notify-members.ts'
import { takeSigned, wasSaid } from './take-statement.ts'

/** What a person answers. */
export interface GivenAnswer extends Asked {
  readonly person: PersonId
  /** One thread they are in, or null for all of theirs. */
  readonly thread: ThreadId | null
  readonly answer: Answer
  /** Also what they wrote before; off unless chosen (SCP-04). */
  readonly history?: boolean | undefined
  /** What of their contact details the partner may have through their friends; none unless ticked (COP-07, PER-03). */
  readonly contactFields?: readonly ContactField[] | undefined
  /** The manifest's term from now, 180 days at most, unless they choose. */
  readonly endAt?: Instant | undefined
  /** The hash of the card they read, as `askCard` gave it. */
  readonly screenHash: string
  /** What the person's key signed. */
  readonly signed?: SentStatement | undefined
}

/**
 * Enters a person's answer from this instant on, in place of the one they gave before in the same scope. No ask is needed:
 * whoever finds a partner in "who got what" can answer there. "Never" holds even while the ledger cannot be written.
 * @throws {Problem} NOT_FOUND for a thread they are not in or a feature that is not there; SCREEN_CHANGED when the card
 *   reads otherwise now; END_NOT_AFTER_START; TERM_TOO_LONG; NEVER_HAS_NO_HISTORY; NEVER_HAS_NO_CONTACT;
 *   CONTACT_NEEDS_ALL_THREADS; BAD_STATEMENT, SIGN_WITH_KEY, SIGN_AGAIN for what was signed; NOT_OFFERED, also for a contact field the card does not ask for; LEDGER_UNAVAILABLE
 */
export async function answerAsk(
  system: Pick<System, 'app' | 'clock' | 'keyring' | 'random' | 'turnstile' | 'settings'>,
  given: GivenAnswer,
): Promise<CountersignatureId> {
  const { person, partner, feature, manifestVersion, purpose, answer, screenHash } = given
  const { text, manifest } = await askCard(system.app, { person, partner, feature, manifestVersion, purpose })
  if (text.hash !== screenHash) throw new Problem('SCREEN_CHANGED')
  const ticked = new Set(given.contactFields)
  const contactFields = text.contactFields.filter((field) => ticked.has(field))
  if (contactFields.length < ticked.size)
    throw new Problem('NOT_OFFERED', { detail: 'The card asks for no such contact field.' })
  const { hash, locale, content } = text
  await keepScreen(system.app, { partner, hash, locale, content }, system.clock.now())
  const bearing = answer === 'never' ? 'stops' : 'opens'
  const statement = await checkSent(system, bearing, person, 'countersignature_given', given.signed)
  const entering = { given, manifest, contactFields, locale }
  return system.turnstile.change({
    direction: answer === 'never' ? 'tightens' : 'loosens',
    async apply(session, at) {
      if (statement === undefined || answer === 'allow')
        return enter(system, session, { ...entering, statement }, at)
      try {
        return await enter(system, session, { ...entering, statement }, at)
      } catch (error) {
        // A "never" needs no key: what was signed too late or out of turn is left out, before anything of it was written.
        if (!isAboutStatement(error)) throw error
        return enter(system, session, { ...entering, statement: undefined }, at)
      }
    },
  })
}

interface Entering {
  readonly given: GivenAnswer
  readonly manifest: Manifest
  readonly contactFields: readonly ContactField[]
  readonly locale: string
  readonly statement: CheckedStatement<'countersignature_given'> | undefined
}

async function enter(
  system: Pick<System, 'random' | 'settings'>,
  session: Session,
  entering: Entering,
  at: Instant,
): Promise<Applied<CountersignatureId>> {
  const { given, statement } = entering
  const { person, partner, feature, purpose, thread } = given
  if (statement !== undefined && (await wasSaid(session, statement)))
    return { value: statement.said.countersignature, touches: [], records: [] }
  if (thread !== null && !(await isPresent(session, thread, person))) throw new Problem('NOT_FOUND')
  const countersignature = answerFrom(system, entering, at)
  const entered = givenEntry(countersignature, entering.locale, at)
  const signed = await takeSigned(session, 'opens', statement, entered.record, at)
  const earlier = await findGivenAnswer(session, { person, feature, purpose, thread })
  const ended = earlier && (await endAnswer(session, earlier, at, 'superseded'))
  await insertCountersignature(session, countersignature, statement?.said.n ?? null)
  // A "never" where nothing was allowed changes nothing for anybody, and must not be heard of (design §4).
  const heard = given.answer === 'allow' || earlier?.answer === 'allow'
  if (heard && thread !== null) await notifyAllParties(system, session, [thread], { partner, feature, at })
  return {
    value: countersignature.id,
    touches: [{ person, feature }],
    records: [...(ended === undefined ? [] : [ended]), entered, ...signed],
  }
}

/** The answer from now on; or from when it was said, with the id and the end its person said. */
function answerFrom(
  { random }: Pick<System, 'random'>,
  { given, manifest, contactFields, statement }: Entering,
  at: Instant,
): GivenCountersignature {
  const { person, partner, feature, manifestVersion, purpose, thread, answer, screenHash } = given
  const said = statement?.said
  return accepted(
    giveCountersignature({
      id: said?.countersignature ?? makeId('countersignature', at, random),
      person,
      partner,
      feature,
      manifestVersion,
      purpose,
      thread,
      answer,
      startAt: said?.said_at ?? at,
      endAt: given.endAt ?? said?.ends_at ?? at + termDaysOf(manifest) * DAY_MS,
      history: given.history ?? false,
      contactFields,
      screenHash,
    }),
  )
}

/**
 * Ends a person's own answer: from then on it is as if they had not answered. Taking back a yes holds even while the
 * ledger cannot be written.
 * @throws {Problem} NOT_FOUND for an answer that is not theirs; ALREADY when it has ended; LEDGER_UNAVAILABLE for a never
 */
export async function takeAnswerBack(
  system: Pick<System, 'app' | 'keyring' | 'random' | 'turnstile' | 'settings'>,
  {
    person,
    countersignature: id,
    signed,
  }: {
    readonly person: PersonId
    readonly countersignature: CountersignatureId
    readonly signed?: SentStatement | undefined
  },
): Promise<void> {
  const known = await findCountersignature(system.app, person, id)
  if (known === undefined) throw new Problem('NOT_FOUND')
  const { partner, feature, thread, answer } = known
  const statement = await checkSent(system, 'stops', person, 'countersignature_ended', signed)
  await system.turnstile.change({
    direction: answer === 'never' ? 'loosens' : 'tightens',
    async apply(session, at) {
      const current = await findCountersignature(session, person, id)
      if (current === undefined) throw new Problem('NOT_FOUND')
      const ended = await endAnswer(session, current, at, 'withdrawn')
      if (answer === 'allow' && thread !== null)
        await notifyAllParties(system, session, [thread], { partner, feature, at })
      const behind = await takeSigned(session, 'stops', statement, ended.record, at)
      return { value: undefined, touches: [{ person, feature }], records: [ended, ...behind] }
    },
  })
}

function givenEntry(given: GivenCountersignature, locale: string, at: Instant) {
  const { person, partner } = given
  const record = {
    kind: 'countersignature_given',
    at,
    person,
    countersignature: given.id,
    partner,
    feature: given.feature,
    manifest_version: given.manifestVersion,
    purpose: given.purpose,
    thread: given.thread,
    answer: given.answer,
    starts_at: given.startAt,
    ends_at: given.endAt,
    history: given.history,
    contact_fields: given.contactFields,
    screen_hash: given.screenHash,
    locale,
  } as const
  return { person, partner, record } satisfies PersonRecord
}
