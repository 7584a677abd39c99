// Worlds from the phrases of vectors/decision (its README is the syntax): five people, two threads, one feature.
import {
  type ContactField,
  type Countersignature,
  DAY_MS,
  type Field,
  fieldsOf,
  type Grant,
  type Instant,
  isVerb,
  type Manifest,
  type Membership,
  type Offer,
  type PersonId,
  type Purpose,
  type ThreadId,
  type ThreadSetting,
  type Verb,
  verbs,
} from '@countersign/protocol'
import type {
  FeatureState,
  PersonState,
  ReadingVerb,
  ThreadState,
  WorldCall,
  WorldState,
} from '../worlds/world-state.ts'

export const names = ['ana', 'ben', 'chika', 'dora', 'emil'] as const
export type Name = (typeof names)[number]

/** A line of the table; whatever is left out is as the README says of an empty cell. */
export type Line = Readonly<
  Partial<Record<Name | 'setting' | 'verb' | 'purpose' | 'day' | 'partner' | 'asks', string>>
>

/** The person of a name. */
export const idOfName = (name: string): PersonId => `person_${name}`

export const main: ThreadId = 'thread_main'
export const other: ThreadId = 'thread_other'
const partner = 'partner_one'
const feature = 'feature_one'
const day0 = 20_000 * DAY_MS
const voidHash = 'f'.repeat(64)

/** `day 3`, `10-1ms`, `day -1`: an instant. */
export function instant(words: string): Instant {
  const found = /^(?:day )?(-?\d+)(?:([+-]\d+)ms)?$/.exec(words)
  if (found === null) throw new Error(`no such day: ${words}`)
  return day0 + Number(found[1]) * DAY_MS + Number(found[2] ?? 0)
}

/** The world and the call of a line. */
export function spoken(line: Line): { readonly world: WorldState; readonly call: WorldCall } {
  const now = instant(line.day || '10')
  const verb = (line.verb || 'messages.read') as ReadingVerb
  const said = clauses(line.partner)
  const offered = featureOf(said)
  const people = names.map((name) => personOf(name, clauses(line[name]), verb, offered))
  const [setting, floor] = clauses(line.setting)
  const asks = clauses(line.asks)
  const named = asks.find((ask) => ask.startsWith('fields '))?.slice('fields '.length)
  const needsThread = verb === 'messages.read' || verb === 'members.see'
  const thread = asks.includes('the other thread')
    ? other
    : asks.includes('an unknown thread')
      ? 'thread_none'
      : main
  const certified = said.find((clause) => clause.startsWith('certified until '))
  const stays = names.flatMap((name) => staysOf(name, clauses(line[name])))
  return {
    world: {
      now,
      floor: (floor?.replace('floor ', '') ?? 'author') as ThreadSetting,
      partners: [
        {
          partner,
          suspended: said.includes('suspended'),
          certifiedUntil:
            certified === undefined ? instant('9999') : instant(certified.replace('certified until ', '')),
        },
      ],
      features: [offered],
      voidedScreens: [{ partner, screenHash: voidHash }],
      people,
      friendships: names
        .slice(1)
        .map((name) => ({ people: [idOfName('ana'), idOfName(name)], since: instant('-30') })),
      threads: [
        threadOf(main, (setting || 'author') as ThreadSetting, stays),
        threadOf(
          other,
          'author',
          names.flatMap((name) => staysOf(name, [])),
        ),
      ],
    },
    call: {
      partner,
      feature,
      person: idOfName('ana'),
      verb,
      purpose: line.purpose === 'none' ? null : line.purpose || 'group_activity',
      fields: named === undefined ? null : (named.split('+') as Field[]),
      thread: needsThread && !asks.includes('no thread') ? thread : null,
    },
  }
}

function clauses(cell: string | undefined): readonly string[] {
  return (cell ?? '').split('; ').filter((clause) => clause !== '')
}

function threadOf(thread: ThreadId, setting: ThreadSetting, stays: readonly Membership[]): ThreadState {
  return { thread, kind: 'group', title: null, titleBy: null, setting, stays, messages: [] }
}

function staysOf(name: Name, said: readonly string[]): readonly Membership[] {
  if (said.includes('not a member')) return []
  const when = (word: string): Instant | null => {
    const clause = said.find((one) => one.startsWith(`${word} day `))
    return clause === undefined ? null : instant(clause.slice(word.length + 1))
  }
  const back = when('back')
  const first = { person: idOfName(name), joinedAt: when('joined') ?? instant('-30'), leftAt: when('left') }
  return back === null ? [first] : [first, { person: idOfName(name), joinedAt: back, leftAt: null }]
}

const everything: readonly Verb[] = verbs

function featureOf(said: readonly string[]): FeatureState {
  const manifests = new Map<number, Manifest>()
  for (const clause of said) {
    const found = /^version (\d+)( unreviewed)?(?: offers (.*))?$/.exec(clause)
    if (found === null) continue
    const version = Number(found[1])
    const before = manifests.get(version)
    manifests.set(
      version,
      manifestOf(version, found[2] === undefined, [...(before?.offers ?? []), ...offersOf(found[3])]),
    )
  }
  if (manifests.size === 0) manifests.set(1, manifestOf(1, true, offersOf(undefined)))
  const at = (word: string): Instant | null => {
    const clause = said.find((one) => one.startsWith(`feature ${word} `))
    return clause === undefined ? null : instant(clause.slice(`feature ${word} `.length))
  }
  return {
    feature,
    partner,
    startAt: at('starts') ?? instant('-100'),
    endAt: at('ends'),
    manifests: [...manifests.values()],
  }
}

function manifestOf(version: number, reviewed: boolean, offers: readonly Offer[]): Manifest {
  const published = instant('-90')
  const texts = { en: { name: 'One', summary: 'One feature.' } }
  const reviewId = reviewed ? `review-${version}` : null
  return {
    partner,
    feature,
    version,
    offers,
    harvestBudget: 1000,
    termDays: 365,
    texts,
    reviewId,
    publishedAt: published,
  }
}

function offersOf(words: string | undefined): readonly Offer[] {
  if (words === undefined)
    return everything.map((verb) => ({ purpose: 'group_activity', verb, fields: fieldsOf[verb] }))
  const [list = '', purpose = 'group_activity'] = words.split(' for ')
  return list.split(', ').map((offer) => {
    const found = /^(\S+)(?: \((\S+)\))?$/.exec(offer)
    const verb = found?.[1]
    if (!isVerb(verb)) throw new Error(`no such offer: ${offer}`)
    return {
      purpose: purpose as Purpose,
      verb,
      fields: (found?.[2]?.split('+') as Field[] | undefined) ?? fieldsOf[verb],
    }
  })
}

function personOf(
  name: Name,
  said: readonly string[],
  verb: ReadingVerb,
  offered: FeatureState,
): PersonState {
  const given = said.map((clause, n) => yesOrNo(name, clause.replace(' unsigned', ''), n, verb, offered))
  const unsigned = given.flatMap((one, n) => (one !== null && said[n]?.includes(' unsigned') ? [one.id] : []))
  const uses = said.flatMap((clause): PersonState['ownUses'] => {
    const found = /^used (\S+) (day .*)$/.exec(clause)
    return found === null ? [] : [{ partner, verb: found[1] as Verb, at: instant(found[2] ?? '') }]
  })
  return {
    person: idOfName(name),
    name: name.toUpperCase(),
    account: said.includes('shell account') ? 'shell' : said.includes('closed account') ? 'closed' : 'open',
    test: said.includes('test account'),
    restricted: said.includes('switch on'),
    contacts: [
      { kind: 'email', value: `${name}@example.org`, verified: true },
      { kind: 'phone', value: `+1 ${name}`, verified: true },
    ],
    grants: given.flatMap((one) => (one !== null && 'verbs' in one ? [one] : [])),
    countersignatures: given.flatMap((one) => (one !== null && 'answer' in one ? [one] : [])),
    unsigned,
    ownUses: uses,
  }
}

const plain =
  /^(nothing|signed in only|switch on|(shell|closed|test) account|not a member|(joined|left|back) day .*|used .*)$/

/** A grant or an answer from its clause; null for a clause that is neither. */
function yesOrNo(
  name: Name,
  clause: string,
  n: number,
  verb: ReadingVerb,
  offered: FeatureState,
): Grant | Countersignature | null {
  if (plain.test(clause)) return null
  const take = takerOf(clause.replace(/^(allow|never|grant)/, ''))
  const of = take(/ of ([a-z.+]+|each verb)/)
  const only = take(/ only (\S+)/)
  const start = instant(take(/ from (day \S+)/) ?? 'day 0')
  const until = take(/ until (day \S+)/)
  const contactFields = (take(/ naming (\S+)/)?.split('+') ?? []) as ContactField[]
  const everywhere = take(/ (everywhere)/) !== null
  const elsewhere = take(/ in the (other) thread/) !== null
  const both = take(/ in (both) threads/) !== null
  const purpose = (take(/ for (\w+)/) ?? 'group_activity') as Purpose
  const version = Number(take(/ on version (\d+)/) ?? 1)
  const history = take(/ with (earlier) words/) !== null
  const screenHash = take(/ on a (void) screen/) === null ? 'a'.repeat(64) : voidHash
  const replaced = take(/ replaced (day \S+)/)
  const ended = replaced ?? take(/ (?:withdrawn|taken back) (day \S+)/)
  if (take(/(.+)/) !== null) throw new Error(`not understood: ${clause}`)
  const endAt = until === null ? start + 180 * DAY_MS : instant(until)
  const terms = { partner, feature, manifestVersion: version, purpose, history, screenHash } as const
  const here = elsewhere ? other : main
  const person = idOfName(name)
  const at = ended === null ? null : instant(ended)
  if (!clause.startsWith('grant')) {
    const answer = clause.startsWith('allow') ? 'allow' : 'never'
    const thread = everywhere ? null : here
    const id = `countersignature_${name}${n}` as const
    const given = { ...terms, id, person, thread, answer, startAt: start, endAt, contactFields } as const
    return at === null ? { ...given, state: 'given' } : { ...given, state: 'ended', endedAt: at }
  }
  const held = of === null ? [verb] : of === 'each verb' ? everything : (of.split('+') as Verb[])
  const offers = offered.manifests.find((manifest) => manifest.version === version)?.offers ?? []
  const fields = offers
    .filter((offer) => offer.purpose === purpose && held.includes(offer.verb))
    .flatMap((o) => o.fields)
  const given: Grant = {
    ...terms,
    id: `grant_${name}${n}`,
    person,
    verbs: held,
    fields: only === null ? [...new Set(fields)] : (only.split('+') as Field[]),
    threads: both ? [main, other] : [here],
    startAt: start,
    endAt,
    locale: 'en',
    state: 'given',
  }
  if (at === null) return given
  return replaced === null
    ? { ...given, state: 'withdrawn', endedAt: at }
    : { ...given, state: 'superseded', endedAt: at, supersededBy: 'grant_next' }
}

/** Takes phrases out of a clause, so that what nobody took can be complained about. */
function takerOf(clause: string): (pattern: RegExp) => string | null {
  let rest = clause
  return (pattern) => {
    const found = pattern.exec(rest)
    if (found === null) return null
    rest = rest.replace(found[0], '')
    return found[1] ?? null
  }
}
