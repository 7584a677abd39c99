// Typed identifiers: a prefix that says what a thing is, over a UUIDv7 that says which one.

/** Every kind of thing that has an identifier of its own. */
export const idPrefixes = [
  'person',
  'thread',
  'message',
  'partner',
  'client',
  'feature',
  'grant',
  'countersignature',
  'ask',
  'decision',
  'draft',
  'ticket',
  'placement',
  'attachment',
  'contact',
  'notice',
  'incident',
  'event',
  'duty',
  'review',
  'exception',
  'request',
  'session',
  'passkey',
  'export',
  'link',
  'deletion',
  'upload',
  'report',
] as const

/** The prefix of an identifier. */
export type IdPrefix = (typeof idPrefixes)[number]

/** An identifier of one kind: `grant_` and the 32 lower-case hexadecimal digits of a UUIDv7. */
export type Id<P extends IdPrefix> = `${P}_${string}`

export type PersonId = Id<'person'>
export type ThreadId = Id<'thread'>
export type MessageId = Id<'message'>
export type PartnerId = Id<'partner'>
export type ClientId = Id<'client'>
export type FeatureId = Id<'feature'>
export type GrantId = Id<'grant'>
export type CountersignatureId = Id<'countersignature'>
export type AskId = Id<'ask'>
export type DecisionId = Id<'decision'>
export type DraftId = Id<'draft'>
export type TicketId = Id<'ticket'>
export type PlacementId = Id<'placement'>
export type AttachmentId = Id<'attachment'>
/** One e-mail address or phone number of a person. */
export type ContactId = Id<'contact'>
export type NoticeId = Id<'notice'>
export type IncidentId = Id<'incident'>
/** Something a partner is told; duplicates carry the same one. */
export type EventId = Id<'event'>
/** Something partners must be told of, before it is known which. */
export type DutyId = Id<'duty'>
/** One time a person takes everything of theirs along. */
export type ExportId = Id<'export'>
/** The review of one submitted version; a version in force for people names it. */
export type ReviewId = Id<'review'>
/** A public exception from a feature's end. */
export type ExceptionId = Id<'exception'>
/** One call of a partner's software, in the log its own people see. */
export type RequestId = Id<'request'>
/** One browser a person is signed in with, as they call it; never what opens it. */
export type SessionId = Id<'session'>
/** One passkey of a person, as they call it. */
export type PasskeyId = Id<'passkey'>
/** One link with which somebody becomes a person's friend, as that person calls it; never what opens it. */
export type LinkId = Id<'link'>
/** One ask of a person that a company delete what it got of theirs. */
export type DeletionId = Id<'deletion'>
/** One file on its way into a thread; what it is afterwards is an attachment of a message. */
export type UploadId = Id<'upload'>
/** One report of a message. */
export type ReportId = Id<'report'>

const hexUuid = /^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/
const dashedUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The identifier of one kind in `input`, or undefined when it is not exactly of that kind and form. */
export function parseId<P extends IdPrefix>(prefix: P, input: unknown): Id<P> | undefined {
  if (typeof input !== 'string' || !input.startsWith(`${prefix}_`)) return undefined
  return hexUuid.test(input.slice(prefix.length + 1)) ? (input as Id<P>) : undefined
}

/** The identifier for a UUID as the database writes it (lower case, dashed). Throws `TypeError` for anything else. */
export function idOf<P extends IdPrefix>(prefix: P, uuid: string): Id<P> {
  if (!dashedUuid.test(uuid)) throw new TypeError(`not a UUID for ${prefix}`)
  return `${prefix}_${uuid.replaceAll('-', '')}`
}

/** The dashed UUID inside an identifier, as the database stores it. */
export function uuidOf(id: Id<IdPrefix>): string {
  const hex = id.slice(id.lastIndexOf('_') + 1)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/**
 * A new identifier: UUIDv7 (RFC 9562 §5.7), 48 bits of time and 74 of randomness.
 * @param now milliseconds since 1970 UTC
 * @param random at least 10 random bytes
 */
export function newId<P extends IdPrefix>(prefix: P, now: number, random: Uint8Array): Id<P> {
  if (random.length < 10) throw new RangeError('an identifier needs 10 random bytes')
  const bytes = new Uint8Array(16)
  for (let i = 0, rest = now; i < 6; i++, rest = Math.floor(rest / 256)) bytes[5 - i] = rest % 256
  bytes.set(random.subarray(0, 10), 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return `${prefix}_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
