// A small world for tests and demos: five people in one thread and a music partner, made through the acts everybody uses.

import { createHash } from 'node:crypto'
import {
  type Answer,
  type ContactField,
  type CountersignatureId,
  type FeatureId,
  type Field,
  fieldsOf,
  type Grant,
  type GrantId,
  type Instant,
  type Mention,
  type MessageId,
  type Offer,
  type PartnerId,
  type PersonId,
  type Purpose,
  type ThreadId,
  type Verb,
} from '@countersign/protocol'
import { answerAsk } from '../../server/src/acts/answer-ask.ts'
import { askCard } from '../../server/src/acts/ask-card.ts'
import { createThread } from '../../server/src/acts/create-thread.ts'
import { giveGrant } from '../../server/src/acts/give-grant.ts'
import { openAccount } from '../../server/src/acts/open-account.ts'
import { registerPartner } from '../../server/src/acts/register-partner.ts'
import { sendMessage } from '../../server/src/acts/send-message.ts'
import { withdrawGrant } from '../../server/src/acts/withdraw-grant.ts'
import type { Answer as GateAnswer, Page } from '../../server/src/gate/gate.ts'
import { openOpaqueIds } from '../../server/src/gate/opaque-ids.ts'
import { keepScreen } from '../../server/src/store/screens.ts'
import type { System } from '../../server/src/system.ts'
import type { TestClock } from './clock.ts'
import { makePartnerKey } from './partner-key.ts'

/** The five people of the world. */
export type Who = 'ana' | 'ben' | 'chika' | 'dora' | 'emil'

/** All of them, in the order they joined. */
export const everyone = ['ana', 'ben', 'chika', 'dora', 'emil'] as const satisfies readonly Who[]

/** A partner with one reviewed feature. */
export interface WorldPartner {
  readonly partner: PartnerId
  readonly feature: FeatureId
  readonly manifestVersion: number
}

/** What a partner got of one read: the parsed body, and its exact bytes as `body`. */
export interface Received {
  readonly items: readonly Readonly<Record<string, unknown>>[]
  readonly next: string | null
  readonly disclosures: readonly { readonly subject: string; readonly n: number; readonly index: number }[]
  readonly decision: string
  readonly body: string
}

/** What a grant of this world may choose; the rest has a default. */
export interface GrantOptions {
  readonly verbs?: readonly Verb[]
  readonly purpose?: Purpose
  readonly threads?: readonly ThreadId[]
  readonly endAt?: Instant
  readonly history?: boolean
  readonly partner?: WorldPartner
}

/** What an answer of this world may choose; the rest has a default. */
export interface AnswerOptions {
  readonly answer?: Answer
  /** The world's thread unless said; null for all threads. */
  readonly thread?: ThreadId | null
  readonly history?: boolean
  readonly purpose?: Purpose
  readonly contactFields?: readonly ContactField[]
  readonly partner?: WorldPartner
}

/** What a read may choose; the rest has a default. */
export interface ReadOptions extends Partial<Page> {
  readonly thread?: ThreadId
  readonly purpose?: string | null
  readonly fields?: readonly Field[] | null
  readonly partner?: WorldPartner
  /** The call's time; now unless given. */
  readonly at?: Instant
}

/** The world and what its people and its partner do. Every act moves the clock on by a second first. */
export interface World {
  readonly people: Readonly<Record<Who, PersonId>>
  readonly thread: ThreadId
  readonly jukebox: WorldPartner
  /** The names people gave sign-in, all with the password of `worldPassword`. */
  login(who: Who): string
  say(
    who: Who,
    text: string,
    more?: {
      readonly mentions?: readonly Mention[]
      readonly replyTo?: MessageId
      readonly thread?: ThreadId
    },
  ): Promise<MessageId>
  /** A grant to read the thread's messages, unless other powers are chosen. */
  grant(who: Who, options?: GrantOptions): Promise<Grant>
  withdraw(who: Who, grant: GrantId): Promise<void>
  /** An answer for the person's own words in this thread. */
  countersign(who: Who, options?: AnswerOptions): Promise<CountersignatureId>
  /** What the partner reads with this person's grant, released. @throws {Problem} the refusal */
  read(who: Who, options?: ReadOptions): Promise<Received>
  /** The same up to the answer, unreleased, through any system on the same database. */
  ask(who: Who, options?: ReadOptions, on?: Pick<System, 'gate' | 'keys'>): Promise<GateAnswer>
  /** Another partner with a reviewed feature of the same offers. */
  partner(
    slug: string,
    offers?: readonly Offer[],
    more?: { readonly catalogue?: string },
  ): Promise<WorldPartner>
}

/** The password of everybody in the world. */
export const worldPassword = 'correct horse battery staple'

/** What the music feature offers for `group_activity`: everything that can be read in a thread. */
export const musicOffers: readonly Offer[] = [
  { purpose: 'group_activity', verb: 'threads.list', fields: fieldsOf['threads.list'] },
  {
    purpose: 'group_activity',
    verb: 'messages.read',
    fields: fieldsOf['messages.read'],
  },
  { purpose: 'group_activity', verb: 'members.see', fields: fieldsOf['members.see'] },
  { purpose: 'share_content', verb: 'messages.write', fields: [] },
]

/** Makes the world in a fresh system. */
export async function makeWorld(system: System, clock: TestClock): Promise<World> {
  const opened = await Promise.all(
    everyone.map((who) =>
      openAccount(system, { login: `${who}@example.org`, password: worldPassword, displayName: nameOf(who) }),
    ),
  )
  const people = Object.fromEntries(everyone.map((who, i) => [who, opened[i]])) as Record<Who, PersonId>
  const [by, ...others] = opened
  if (by === undefined) throw new Error('a world without people')
  const thread = await createThread(system, { by, kind: 'group', others, title: 'Friday songs' })
  const jukebox = await addPartner(system, 'jukebox', musicOffers)
  const tick = (): void => clock.advance(1_000)
  const ask: World['ask'] = (who, options = {}, on = system) => {
    const { partner, feature } = options.partner ?? jukebox
    const call = { partner, feature, person: people[who] }
    const ids = openOpaqueIds(on.keys.cursorKey('opaque ids'), call)
    return on.gate.messages(
      {
        ...call,
        purpose: options.purpose === undefined ? 'group_activity' : options.purpose,
        at: options.at ?? clock.now(),
        fields: options.fields ?? null,
        thread: ids.thread(options.thread ?? thread),
      },
      { limit: options.limit ?? 100, cursor: options.cursor ?? null },
    )
  }
  return {
    people,
    thread,
    jukebox,
    login: (who) => `${who}@example.org`,
    say(who, text, more = {}) {
      tick()
      return sendMessage(system, { person: people[who], thread, text, ...more })
    },
    grant(who, options = {}) {
      tick()
      return grantTo(system, people[who], options.partner ?? jukebox, { threads: [thread], ...options })
    },
    async withdraw(who, grant) {
      tick()
      await withdrawGrant(system, { person: people[who], grant })
    },
    countersign(who, options = {}) {
      tick()
      return countersignFor(system, people[who], options.partner ?? jukebox, { thread, ...options })
    },
    async read(who, options) {
      tick()
      return received(await ask(who, options))
    },
    ask,
    partner: (slug, offers = musicOffers, more = {}) => addPartner(system, slug, offers, more),
  }
}

/** Releases an answer and parses what came. */
export async function received(answer: GateAnswer): Promise<Received> {
  const written: string[] = []
  await answer.release(async (text) => {
    written.push(text)
    return true
  })
  const body = written.join('')
  return { ...JSON.parse(body), decision: answer.decision, body }
}

async function addPartner(
  system: System,
  slug: string,
  offers: readonly Offer[],
  more: { readonly catalogue?: string } = {},
): Promise<WorldPartner> {
  const { partner, features } = await registerPartner(system, {
    slug,
    name: nameOf(slug),
    homepage: `https://${slug}.example`,
    client: {
      redirect_uris: [`https://${slug}.example/callback`],
      jwks: { keys: [makePartnerKey().publicKey] },
    },
    features: [
      {
        slug: 'group-songs',
        start_at: Date.UTC(2014, 0, 1),
        offers: [...offers],
        harvest_budget: 1_000,
        term_days: 180,
        texts: { en: { name: 'Group songs', summary: 'Shows a chat the songs its people talk about.' } },
        review_id: 'review-1',
        ...more,
      },
    ],
  })
  const [feature] = features
  if (feature === undefined) throw new Error('a partner without a feature')
  return { partner, feature: feature.feature, manifestVersion: feature.version }
}

async function grantTo(
  system: System,
  person: PersonId,
  { partner, feature, manifestVersion }: WorldPartner,
  {
    verbs = ['messages.read'],
    purpose = 'group_activity',
    threads = [],
    endAt,
    history = false,
  }: GrantOptions,
): Promise<Grant> {
  const content = `A permission screen of the tests for ${purpose}`
  const screenHash = createHash('sha256').update(content).digest('hex')
  await keepScreen(system.app, { partner, hash: screenHash, locale: 'en', content }, system.clock.now())
  const [grant] = await giveGrant(system, {
    person,
    partner,
    feature,
    manifestVersion,
    screenHash,
    threads,
    history,
    locale: 'en',
    oauthGrant: null,
    choices: [{ purpose, verbs }],
    endAt: endAt ?? null,
  })
  if (grant === undefined) throw new Error('no grant was given')
  return grant
}

async function countersignFor(
  system: System,
  person: PersonId,
  { partner, feature, manifestVersion }: WorldPartner,
  {
    answer = 'allow',
    thread = null,
    history = false,
    purpose = 'group_activity',
    contactFields,
  }: AnswerOptions,
): Promise<CountersignatureId> {
  const asked = { partner, feature, manifestVersion, purpose }
  const { text } = await askCard(system.app, { person, ...asked })
  return answerAsk(system, {
    ...asked,
    person,
    thread,
    answer,
    history,
    contactFields,
    screenHash: text.hash,
  })
}

function nameOf(slug: string): string {
  return slug.charAt(0).toUpperCase() + slug.slice(1)
}
