// Consent receipts (REC-02): one after each thing that happened to a permission or an answer, made from the ledger's records.
import type { CountersignatureId, GrantId, PartnerId, PersonId, ThreadId } from './ids.ts'
import type { RecordOf } from './ledger-records.ts'
import { type Purpose, purposes } from './purposes.ts'
import { type ConsentReceipt, receiptContext } from './receipt-schema.ts'
import type { Instant } from './time.ts'
import type { Field, Verb } from './verbs.ts'
import { fieldWords } from './words.ts'

/** The records a receipt is made from, each with its place in the ledger. */
export type ReceiptRecord = RecordOf<
  'grant_given' | 'grant_amended' | 'grant_withdrawn' | 'countersignature_given' | 'countersignature_ended'
>

/** Something that happened to a consent, and what holds of it from then on. */
export interface ConsentEvent {
  readonly at: Instant
  readonly event: 'given' | 'refused' | 'changed' | 'withdrawn' | 'ended' | 'expired' | 'void'
  readonly why: string | null
  /** Until when it is valid after this; a consent that is over was valid until then. */
  readonly until: Instant
  /** Null for what no record says: an end by the clock, and a screen that was voided for everybody. */
  readonly place: { readonly n: number; readonly index: number } | null
  readonly terms: ConsentTerms
}

/** What a person agreed to. */
export interface ConsentTerms {
  readonly purpose: Purpose
  readonly verbs: readonly Verb[]
  readonly fields: readonly Field[]
  /** Null for all of their threads. */
  readonly threads: readonly ThreadId[] | null
  readonly history: boolean
  readonly startsAt: Instant
}

/** Everything else a receipt says, the same after each event. */
export interface ConsentParties {
  readonly id: GrantId | CountersignatureId
  readonly person: PersonId
  readonly partner: { readonly id: PartnerId; readonly name: string; readonly homepage: string }
  readonly feature: { readonly id: string; readonly name: string; readonly version: number }
  /** The review the version passed; null for test accounts' versions. */
  readonly review: string | null
  readonly screen: { readonly hash: string; readonly locale: string; readonly content: string }
  /** The address of the platform. */
  readonly platform: string
}

const personalData: Partial<Record<Field, `pd:${string}`>> = {
  'message.text': 'pd:Communication',
  'message.card': 'pd:Communication',
  'message.attachments': 'pd:Communication',
  'contact.email': 'pd:EmailAddress',
  'contact.phone': 'pd:TelephoneNumber',
  'member.name': 'pd:Name',
  'friend.name': 'pd:Name',
  'friend.since': 'pd:Connection',
}

/** DPV's word for each event: what the person does is withdrawing, what others do is revoking. */
const states = {
  given: 'dpv:ConsentGiven',
  refused: 'dpv:ConsentRefused',
  changed: 'dpv:ConsentGiven',
  withdrawn: 'dpv:ConsentWithdrawn',
  ended: 'dpv:ConsentRevoked',
  expired: 'dpv:ConsentExpired',
  void: 'dpv:ConsentInvalidated',
} as const satisfies Record<ConsentEvent['event'], `dpv:${string}`>

const byPerson: ReadonlySet<ConsentEvent['event']> = new Set(['given', 'refused', 'changed', 'withdrawn'])

const time = (at: Instant): string => new Date(at).toISOString()

/** The receipt after the last of these events, the oldest first. @throws TypeError without any */
export function makeReceipt(about: ConsentParties, events: readonly ConsentEvent[]): ConsentReceipt {
  const last = events.at(-1)
  if (last === undefined) throw new TypeError('a receipt of nothing')
  const { id, platform } = about
  return {
    '@context': receiptContext,
    '@id': `urn:countersign:receipt:${id}:${events.length}`,
    '@type': 'dpv:ConsentReceipt',
    'dct:identifier': `${id}.${events.length}`,
    'dct:conformsTo': 'https://w3id.org/dpv/schema/dpv-27560#receipt',
    'dct:created': time(last.at),
    'dct:publisher': platform,
    'dpv:hasRecordOfActivity': {
      '@id': `urn:countersign:record:${id}`,
      '@type': 'dpv:ConsentRecord',
      'dct:identifier': id,
      'dct:conformsTo': 'https://w3id.org/dpv/schema/dpv-27560#record',
      ...partiesOf(about),
      // What nobody declares here is said to be so: a guess would be a promise of somebody else's.
      'dpv:hasJurisdiction': 'Not declared by the company.',
      'dpv:hasLegalBasis': 'dpv:ExplicitlyExpressedConsent',
      'dpv:hasNotice': {
        '@id': `urn:countersign:screen:${about.screen.hash}`,
        '@type': 'dpv:ConsentNotice',
        'dct:language': about.screen.locale,
        'dct:description': about.screen.content,
        'countersign:sha256': about.screen.hash,
      },
      'dpv:hasProcess': processOf(about, last.terms),
      'dpv:hasConsentControl': {
        '@type': 'dpv:WithdrawConsent',
        'dpv:isExercisedAt': `${platform}/privacy`,
      },
      'dpv:hasConsentStatus': events.map(statusOf),
    },
  }
}

type Record27560 = ConsentReceipt['dpv:hasRecordOfActivity']

function partiesOf({
  person,
  partner,
  platform,
}: ConsentParties): Pick<
  Record27560,
  'dpv:hasDataSubject' | 'dpv:hasDataController' | 'dpv:hasDataExporter'
> {
  return {
    'dpv:hasDataSubject': {
      '@id': `urn:countersign:${person}`,
      '@type': 'dpv:DataSubject',
      'dct:identifier': person,
    },
    'dpv:hasDataController': {
      '@id': `urn:countersign:${partner.id}`,
      '@type': ['dpv:DataController', 'dpv:Recipient'],
      'dct:identifier': partner.id,
      'dpv:hasName': partner.name,
      'dpv:hasAddress': partner.homepage,
      'dpv:hasContact': partner.homepage,
    },
    'dpv:hasDataExporter': {
      '@id': platform,
      '@type': ['dpv:DataExporter', 'dpv:DataController'],
      'dct:identifier': platform,
      'dpv:hasName': `Countersign at ${platform.replace(/^https?:\/\//, '')}`,
      'dpv:hasAddress': platform,
      'dpv:hasContact': platform,
    },
  }
}

function processOf(
  { partner, feature, review }: ConsentParties,
  { purpose, verbs, fields, threads, history }: ConsentTerms,
): Record27560['dpv:hasProcess'] {
  return {
    '@type': 'dpv:Process',
    'dpv:hasPurpose': {
      '@type': purposes[purpose].dpv,
      'dct:identifier': purpose,
      'dct:title': purposes[purpose].words,
    },
    'dpv:hasPersonalData': fields.map((field) => ({
      '@type': personalData[field] ?? 'pd:CommunicationsMetadata',
      'dct:identifier': field,
      'dct:title': fieldWords[field],
    })),
    'dpv:hasRecipient': [`urn:countersign:${partner.id}`],
    'dpv:hasStorageCondition': [
      { '@type': 'dpv:StorageLocation', 'dpv:hasLocation': 'Not declared by the company.' },
      {
        '@type': 'dpv:StorageDuration',
        'dpv:hasDuration': {
          '@type': 'dpv:UntilEventDuration',
          'rdf:value': 'Until the company deletes it. It declares no period.',
        },
      },
    ],
    'countersign:terms': {
      'countersign:feature': feature.id,
      'countersign:featureName': feature.name,
      'countersign:manifestVersion': feature.version,
      'countersign:review': review,
      'countersign:verbs': [...verbs],
      'countersign:threads': threads === null ? null : [...threads],
      'countersign:history': history,
      'countersign:partnerIds': 'pairwise',
    },
  }
}

function statusOf({
  at,
  event,
  why,
  until,
  place,
  terms,
}: ConsentEvent): Record27560['dpv:hasConsentStatus'][number] {
  const own = byPerson.has(event)
  return {
    '@type': [states[event], 'dpv:ExplicitlyExpressedConsent'],
    'dpv:isIndicatedBy': own ? 'dpv:DataSubject' : 'dpv:DataExporter',
    'dpv:isIndicatedAtTime': time(at),
    'dpv:hasIndicationMethod': own ? 'An act of the person signed in' : 'By rule',
    'dct:valid': { 'countersign:from': time(terms.startsAt), 'countersign:until': time(until) },
    'countersign:event': event,
    'countersign:why': why,
    'countersign:ledger':
      place === null ? null : { 'countersign:n': place.n, 'countersign:index': place.index },
  }
}
