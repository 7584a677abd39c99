// What stands about the partner, its feature and the feature's versions, as the table says it.
import { type Field, fieldsOf, isPurpose, type Offer, type Purpose, verbs } from '@countersign/protocol'
import {
  type Moment,
  moment,
  type Phrase,
  readCell,
  readFields,
  readMoment,
  readVerbs,
  WordError,
} from './words.ts'

/** One version of the feature's manifest in words. */
export interface VersionWords {
  readonly version: number
  readonly offers: readonly Offer[]
  readonly reviewed: boolean
}

/** The partner and the feature in words. */
export interface PartnerWords {
  readonly suspended: boolean
  readonly certifiedUntil: Moment
  readonly startAt: Moment
  readonly endAt: Moment | null
  readonly versions: readonly VersionWords[]
}

const FAR: Moment = readMoment('4000')

const plain: PartnerWords = {
  suspended: false,
  certifiedUntil: FAR,
  startAt: -FAR,
  endAt: null,
  versions: [],
}

/** What a feature offers when the row does not say: all eight verbs with all their fields, for one purpose. */
const everything: VersionWords = {
  version: 1,
  offers: verbs.map((verb) => ({ purpose: 'group_activity', verb, fields: fieldsOf[verb] })),
  reviewed: true,
}

const phrases: readonly Phrase<PartnerWords>[] = [
  [/suspended/, (partner) => ({ ...partner, suspended: true })],
  [new RegExp(`certified until ${moment}`), (p, [day = '']) => ({ ...p, certifiedUntil: readMoment(day) })],
  [new RegExp(`feature starts ${moment}`), (p, [day = '']) => ({ ...p, startAt: readMoment(day) })],
  [new RegExp(`feature ends ${moment}`), (p, [day = '']) => ({ ...p, endAt: readMoment(day) })],
  [
    /version (\d)( unreviewed)? offers (.+?)(?: for ([a-z_]+))?/,
    (partner, [n, unreviewed, list = '', purpose = 'group_activity']) =>
      withOffers(partner, Number(n), unreviewed === undefined, readOffers(list, purpose)),
  ],
  [
    /version (\d)( unreviewed)?/,
    (p, [n, unreviewed]) => withOffers(p, Number(n), unreviewed === undefined, everything.offers),
  ],
]

/** Reads the partner's cell; an empty one is a partner in good standing whose feature offers everything. @throws {WordError} */
export function readPartner(text: string): PartnerWords {
  const read = readCell(text, plain, phrases)
  const inOrder = read.versions.every(({ version }, i) => version === i + 1)
  if (!inOrder) throw new WordError('versions count from 1 without gaps')
  return read.versions.length === 0 ? { ...read, versions: [everything] } : read
}

function withOffers(
  partner: PartnerWords,
  version: number,
  reviewed: boolean,
  offers: readonly Offer[],
): PartnerWords {
  const before = partner.versions.find((one) => one.version === version)
  const others = partner.versions.filter((one) => one.version !== version)
  const now = { version, reviewed, offers: [...(before?.offers ?? []), ...offers] }
  return { ...partner, versions: [...others, now] }
}

/** `messages.read, members.see (member.name)`: a verb with all its fields, or with those in brackets. */
function readOffers(list: string, purpose: string): readonly Offer[] {
  if (!isPurpose(purpose)) throw new WordError(`"${purpose}" is not a purpose`)
  return list.split(', ').map((text): Offer => readOffer(text, purpose))
}

function readOffer(text: string, purpose: Purpose): Offer {
  const found = /^([a-z.]+)(?: \(([a-z_.+]+)\))?$/.exec(text)
  const [verb] = readVerbs(found?.[1] ?? text)
  if (verb === undefined) throw new WordError(`"${text}" offers nothing`)
  const possible: readonly Field[] = fieldsOf[verb]
  const fields = found?.[2] === undefined ? possible : readFields(found[2])
  const strange = fields.find((field) => !possible.includes(field))
  if (strange !== undefined) throw new WordError(`${verb} has no field ${strange}`)
  return { purpose, verb, fields }
}
