// Receipts of what a person allowed or refused: one after each event, signed, made from the ledger each time (REC-01, REC-02).
import {
  type ConsentEvent,
  type ConsentReceipt,
  type Countersignature,
  type CountersignatureId,
  consentEvents,
  fieldsOf,
  type Grant,
  type GrantId,
  type Manifest,
  makeReceipt,
  type PersonId,
  type PlacedRecord,
} from '@countersign/protocol'
import { signReceipt } from '../ledger/receipt-signer.ts'
import { Problem } from '../problems.ts'
import { countersignaturesOf, findCountersignature } from '../store/countersignatures.ts'
import { manifestsOf } from '../store/features.ts'
import { findGrant, grantsOfPerson } from '../store/grants.ts'
import { waitsBeside } from '../store/ledger.ts'
import { consentRecords } from '../store/ledger-entries.ts'
import { featureNotes } from '../store/names.ts'
import { findPartner } from '../store/partners.ts'
import { findScreen } from '../store/screens.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'
import { localText } from './local-text.ts'

/** A receipt, as it can be read and as it can be checked. */
export interface SignedReceipt {
  readonly event: ConsentEvent['event']
  readonly receipt: ConsentReceipt
  /** Compact JWS over `receipt` in RFC 8785 form: this is what counts. */
  readonly jws: string
}

type Needs = Pick<System, 'app' | 'clock' | 'keys' | 'settings'>
type Consent = Grant | Countersignature

/**
 * The receipts of one permission or answer of a person, the oldest first.
 * @throws {Problem} NOT_FOUND for somebody else's; LEDGER_UNAVAILABLE while what the person did last waits to be entered
 */
export async function receiptsOf(
  system: Needs,
  { person, of }: { readonly person: PersonId; readonly of: GrantId | CountersignatureId },
): Promise<readonly SignedReceipt[]> {
  const consent = of.startsWith('grant_')
    ? await findGrant(system.app, person, of as GrantId)
    : await findCountersignature(system.app, person, of as CountersignatureId)
  if (consent === undefined) throw new Problem('NOT_FOUND')
  await assertEntered(system)
  return receiptsFor(system, consent, (await consentRecords(system.app, person)).get(of) ?? [])
}

/** All receipts of a person, one permission or answer at a time: for whoever takes everything along. */
export async function* everyReceipt(system: Needs, person: PersonId): AsyncGenerator<SignedReceipt> {
  await assertEntered(system)
  const records = await consentRecords(system.app, person)
  const consents = [
    ...(await grantsOfPerson(system.app, person)),
    ...(await countersignaturesOf(system.app, person)),
  ]
  for (const consent of consents) yield* await receiptsFor(system, consent, records.get(consent.id) ?? [])
}

/** Nothing is signed that leaves the last word out: what was done beside the ledger is entered first (design §5). */
async function assertEntered({ app, settings }: Needs): Promise<void> {
  if (await waitsBeside(app, settings.logId)) throw new Problem('LEDGER_UNAVAILABLE')
}

async function receiptsFor(
  { app, clock, keys, settings }: Needs,
  consent: Consent,
  records: readonly PlacedRecord[],
): Promise<readonly SignedReceipt[]> {
  const { id, person, partner: partnerId, feature: featureId, screenHash } = consent
  const [partner, screen, manifest, note] = [
    await findPartner(app, partnerId),
    await findScreen(app, partnerId, screenHash),
    (await manifestsOf(app, partnerId, featureId)).find(({ version }) => version === consent.manifestVersion),
    (await featureNotes(app, [partnerId])).get(featureId),
  ]
  if (partner === undefined || screen === undefined || manifest === undefined)
    throw new Error('a permission without its partner, screen or manifest')
  const events = consentEvents(records, {
    now: await decisionTime({ clock, settings }, app),
    featureEndAt: note?.endAt ?? null,
    voidedAt: screen.voidedAt,
    covers: coveredBy(consent, manifest),
  })
  const about = {
    id,
    person,
    partner,
    screen,
    feature: {
      id: featureId,
      name: localText(manifest.texts, screen.locale).text.name,
      version: manifest.version,
    },
    review: manifest.reviewId,
    platform: settings.publicUrl,
  }
  return Promise.all(
    events.map(async ({ event }, i) => {
      const receipt = makeReceipt(about, events.slice(0, i + 1))
      return { event, receipt, jws: await signReceipt(receipt, keys.receiptKey) }
    }),
  )
}

/** What an answer lets through: what its purpose takes of anybody, and of contact fields those that were ticked. */
function coveredBy(
  consent: Consent,
  { offers }: Pick<Manifest, 'offers'>,
): Parameters<typeof consentEvents>[1]['covers'] {
  if ('verbs' in consent) return { verbs: consent.verbs, fields: consent.fields }
  const contact: readonly string[] = fieldsOf['contact.own']
  const taken = offers.filter(
    ({ purpose, verb }) => purpose === consent.purpose && verb !== 'contact.own' && fieldsOf[verb].length > 0,
  )
  const fields = [...new Set(taken.flatMap((offer) => offer.fields))].filter(
    (field) => !contact.includes(field) || consent.contactFields.some((ticked) => ticked === field),
  )
  return { verbs: taken.map(({ verb }) => verb), fields }
}
