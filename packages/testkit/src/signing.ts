// Statements of the people of a test: each has a key, and signs what an act says through here.
import {
  type CountersignatureId,
  DAY_MS,
  giveGrant as give,
  type PersonId,
  type SentStatement,
  type SignedAct,
  type Statement,
  type StatementOf,
} from '@countersign/protocol'
import type { GivenAnswer } from '../../server/src/acts/answer-ask.ts'
import { askCard } from '../../server/src/acts/ask-card.ts'
import { termDaysOf } from '../../server/src/acts/ask-text.ts'
import type { PermissionAnswer } from '../../server/src/acts/give-grant.ts'
import { listKeys } from '../../server/src/acts/keep-keys.ts'
import { addFirstKey, firstKey } from '../../server/src/acts/show-key.ts'
import { makeId } from '../../server/src/ports/random.ts'
import { manifestsOf } from '../../server/src/store/features.ts'
import { findPerson } from '../../server/src/store/people.ts'
import type { System } from '../../server/src/system.ts'
import { makeSigner, type Signer } from './signer.ts'

type Needs = Pick<System, 'app' | 'clock' | 'keyring' | 'random' | 'settings' | 'turnstile'>

const signers = new Map<PersonId, Signer>()

/** The key of somebody the test made; it is one their account began with. */
export async function signerOf(system: Needs, person: PersonId): Promise<Signer> {
  const known = signers.get(person)
  if (known !== undefined) return known
  const signer = await makeSigner()
  const test = (await findPerson(system.app, person))?.test ?? false
  const first = await firstKey({ kind: 'device', publicKey: signer.publicKey, label: 'Test' }, test)
  const secret = await system.keyring.open(person)
  await system.turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      const entered = await addFirstKey(session, secret, first, at)
      return { value: undefined, touches: [{ person }], records: [entered] }
    },
  })
  signers.set(person, signer)
  return signer
}

/** What an act says, less who says it, with which key and when. */
export type Said<A extends SignedAct> = Omit<StatementOf<A>, 'kind' | 'person' | 'key' | 'n' | 'said_at'>

/** Signs an act with a person's key, as their next statement. `more` is what a forger would put into it. */
export async function signAct<A extends SignedAct>(
  system: Needs,
  person: PersonId,
  act: A,
  said: Said<A>,
  more: Partial<StatementOf<SignedAct>> = {},
): Promise<SentStatement> {
  const signer = await signerOf(system, person)
  const { n, now } = await listKeys(system, person)
  const own = { kind: act, person, key: signer.name, n: n + 1, said_at: now }
  return signer.sign(system.settings.origin, { ...own, ...said, ...more } as unknown as Statement)
}

/** A permission answer with its statements: one for each purpose, saying what the manifest makes of the choice. */
export async function signGrant(system: Needs, answer: PermissionAnswer): Promise<PermissionAnswer> {
  const { person, partner, feature, threads, history, screenHash, locale } = answer
  const manifest = (await manifestsOf(system.app, partner, feature)).find(
    ({ version }) => version === answer.manifestVersion,
  )
  if (manifest === undefined) return answer
  const { n, now: startAt } = await listKeys(system, person)
  const endAt = answer.endAt ?? startAt + manifest.termDays * DAY_MS
  const signed: SentStatement[] = []
  for (const [i, { purpose, verbs, fields: wanted }] of answer.choices.entries()) {
    const id = makeId('grant', startAt, system.random)
    const given = give(manifest, {
      id,
      person,
      purpose,
      verbs,
      threads,
      startAt,
      endAt,
      history,
      screenHash,
      locale,
    })
    const fields = given.ok ? given.value.fields.filter((field) => wanted?.includes(field) ?? true) : []
    const terms = { manifest_version: manifest.version, purpose, verbs, fields, threads, history, locale }
    const times = { starts_at: startAt, ends_at: endAt, screen_hash: screenHash }
    const said = { grant: id, partner, feature, ...terms, ...times }
    signed.push(await signAct(system, person, 'grant_given', said, { n: n + 1 + i, said_at: startAt }))
  }
  return { ...answer, signed }
}

/** An answer with its statement. */
export async function signAnswer(system: Needs, given: GivenAnswer): Promise<GivenAnswer> {
  const { person, partner, feature, manifestVersion, purpose, thread, answer } = given
  const { text, manifest } = await askCard(system.app, { person, partner, feature, manifestVersion, purpose })
  const { now: startAt } = await listKeys(system, person)
  const id: CountersignatureId = makeId('countersignature', startAt, system.random)
  const said = {
    countersignature: id,
    partner,
    feature,
    manifest_version: manifestVersion,
    purpose,
    thread,
    answer,
    starts_at: startAt,
    ends_at: given.endAt ?? startAt + termDaysOf(manifest) * DAY_MS,
    history: given.history ?? false,
    contact_fields: given.contactFields ?? [],
    screen_hash: given.screenHash,
    locale: text.locale,
  }
  const signed = await signAct(system, person, 'countersignature_given', said, { said_at: startAt })
  return { ...given, signed }
}
