// What a consent receipt holds: the fields of ISO/IEC TS 27560:2023 in DPV terms, after the W3C community group's guide
// (https://w3id.org/dpv/guides/consent-27560, its table of mandatory fields), as JSON-LD that needs no network to be read.
import { z } from 'zod'

const text = z.string().min(1)
const time = z.iso.datetime()

/** Where each prefix leads. Part of every receipt: whoever reads one fetches nothing. */
export const receiptContext = {
  dpv: 'https://w3id.org/dpv#',
  pd: 'https://w3id.org/dpv/pd#',
  dct: 'http://purl.org/dc/terms/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  countersign: 'urn:countersign:terms:',
} as const

/** Party fields: id, name, address, contact, type. */
const party = z.strictObject({
  '@id': text,
  '@type': z.array(text).min(1),
  'dct:identifier': text,
  'dpv:hasName': text,
  'dpv:hasAddress': text,
  'dpv:hasContact': text,
})

/** What happened to a consent: DPV's word for it, ours, and where the ledger has it. */
const event = z.strictObject({
  '@type': z.array(text).min(1).meta({ description: 'The event state, a `dpv:ConsentStatus`.' }),
  'dpv:isIndicatedBy': text.meta({ description: 'The entity whose act it was.' }),
  'dpv:isIndicatedAtTime': time,
  'dpv:hasIndicationMethod': text,
  'dct:valid': z.strictObject({ 'countersign:from': time, 'countersign:until': time }),
  'countersign:event': z.enum(['given', 'refused', 'changed', 'withdrawn', 'ended', 'expired', 'void']),
  'countersign:why': text.nullable(),
  'countersign:ledger': z
    .strictObject({ 'countersign:n': z.int(), 'countersign:index': z.int() })
    .nullable()
    .meta({
      description: 'Its number in the chain and its leaf; null for what the clock or a void screen ended.',
    }),
})

/** What exactly was agreed to, in the words of the platform. */
const terms = z.strictObject({
  'countersign:feature': text,
  'countersign:featureName': text,
  'countersign:manifestVersion': z.int(),
  'countersign:review': text.nullable(),
  'countersign:verbs': z.array(text),
  'countersign:threads': z
    .array(text)
    .nullable()
    .meta({ description: 'Null for all of the person’s threads.' }),
  'countersign:history': z.boolean(),
  'countersign:partnerIds': z.literal('pairwise'),
})

const process = z.strictObject({
  '@type': z.literal('dpv:Process'),
  'dpv:hasPurpose': z.strictObject({ '@type': text, 'dct:identifier': text, 'dct:title': text }),
  'dpv:hasPersonalData': z.array(
    z.strictObject({ '@type': text, 'dct:identifier': text, 'dct:title': text }),
  ),
  'dpv:hasRecipient': z.array(text).min(1),
  'dpv:hasStorageCondition': z.tuple([
    z.strictObject({ '@type': z.literal('dpv:StorageLocation'), 'dpv:hasLocation': text }),
    z.strictObject({
      '@type': z.literal('dpv:StorageDuration'),
      'dpv:hasDuration': z.strictObject({
        '@type': z.literal('dpv:UntilEventDuration'),
        'rdf:value': text,
      }),
    }),
  ]),
  'countersign:terms': terms,
})

const record = z.strictObject({
  '@id': text,
  '@type': z.literal('dpv:ConsentRecord'),
  'dct:identifier': text,
  'dct:conformsTo': z.literal('https://w3id.org/dpv/schema/dpv-27560#record'),
  'dpv:hasDataSubject': z.strictObject({
    '@id': text,
    '@type': z.literal('dpv:DataSubject'),
    'dct:identifier': text,
  }),
  'dpv:hasDataController': party,
  'dpv:hasDataExporter': party,
  'dpv:hasJurisdiction': text,
  'dpv:hasLegalBasis': z.literal('dpv:ExplicitlyExpressedConsent'),
  'dpv:hasNotice': z.strictObject({
    '@id': text,
    '@type': z.literal('dpv:ConsentNotice'),
    'dct:language': text,
    'dct:description': text.meta({ description: 'The exact words of the screen.' }),
    'countersign:sha256': z.string().regex(/^[0-9a-f]{64}$/),
  }),
  'dpv:hasProcess': process,
  'dpv:hasConsentControl': z.strictObject({
    '@type': z.literal('dpv:WithdrawConsent'),
    'dpv:isExercisedAt': text,
  }),
  'dpv:hasConsentStatus': z.array(event).min(1),
})

/** A consent receipt (REC-02). A field more or less is refused. */
export const consentReceipt = z.strictObject({
  '@context': z.strictObject(
    Object.fromEntries(Object.entries(receiptContext).map(([prefix, iri]) => [prefix, z.literal(iri)])) as {
      [K in keyof typeof receiptContext]: z.ZodLiteral<(typeof receiptContext)[K]>
    },
  ),
  '@id': text,
  '@type': z.literal('dpv:ConsentReceipt'),
  'dct:identifier': text,
  'dct:conformsTo': z.literal('https://w3id.org/dpv/schema/dpv-27560#receipt'),
  'dct:created': time,
  'dct:publisher': text,
  'dpv:hasRecordOfActivity': record,
})

/** A consent receipt, ready to be signed. */
export type ConsentReceipt = z.output<typeof consentReceipt>
