// What one person has given, as the table says it: account, stays in the thread, answers, grants, own use.
import {
  type ContactField,
  type Field,
  fieldsOf,
  isPurpose,
  type Purpose,
  type Verb,
} from '@countersign/protocol'
import {
  type Moment,
  moment,
  type Phrase,
  readCell,
  readFields,
  readModifiers,
  readMoment,
  readVerbs,
  WordError,
} from './words.ts'

/** The two threads of a row: the one it is about, and another with the same people. */
export type ThreadWord = 'thread' | 'other'

/** A grant or an answer in words. */
export interface PermissionWords {
  readonly kind: 'grant' | 'allow' | 'never'
  readonly from: Moment
  /** Null for 180 days after `from`. */
  readonly until: Moment | null
  /** Of a grant; null for the verb of the row. */
  readonly verbs: readonly Verb[] | null
  /** Of a grant; null for all its verbs can release. */
  readonly fields: readonly Field[] | null
  /** Of an answer: the contact fields it lets pass through friends. */
  readonly contactFields: readonly ContactField[]
  readonly threads: readonly ThreadWord[] | 'everywhere'
  readonly purpose: Purpose
  readonly version: number
  readonly history: boolean
  readonly voided: boolean
  /** Whether a key of the person stands behind it; else it is a row that somebody wrote. */
  readonly signed: boolean
  readonly ended: { readonly how: 'withdrawn' | 'replaced' | 'taken back'; readonly at: Moment } | null
}

/** One person in words. */
export interface PersonWords {
  readonly account: 'open' | 'shell' | 'closed'
  readonly test: boolean
  readonly restricted: boolean
  /** Came to the partner by signing in, which is not a permission (PER-02). */
  readonly signedInOnly: boolean
  readonly stays: readonly { readonly joined: Moment; readonly left: Moment | null }[]
  readonly permissions: readonly PermissionWords[]
  readonly uses: readonly { readonly verb: Verb; readonly at: Moment }[]
}

/** Everybody is in the thread since long before day 0 unless the row says otherwise. */
const JOINED: Moment = readMoment('-30')

/** A member with an account who has given nothing. */
const nobodySpecial: PersonWords = {
  account: 'open',
  test: false,
  restricted: false,
  signedInOnly: false,
  stays: [{ joined: JOINED, left: null }],
  permissions: [],
  uses: [],
}

const plainPermission: PermissionWords = {
  kind: 'allow',
  from: 0,
  until: null,
  verbs: null,
  fields: null,
  contactFields: [],
  threads: ['thread'],
  purpose: 'group_activity',
  version: 1,
  history: false,
  voided: false,
  signed: true,
  ended: null,
}

const modifiers: readonly Phrase<PermissionWords>[] = [
  [new RegExp(`from ${moment}`), (p, [day = '']) => ({ ...p, from: readMoment(day) })],
  [new RegExp(`until ${moment}`), (p, [day = '']) => ({ ...p, until: readMoment(day) })],
  [/of ([a-z.+]+)/, (p, [list = '']) => ({ ...p, verbs: readVerbs(list) })],
  [/only ([a-z_.+]+)/, (p, [list = '']) => ({ ...p, fields: readFields(list) })],
  [/naming ([a-z.+]+)/, (p, [list = '']) => ({ ...p, contactFields: readContactFields(list) })],
  [/everywhere/, (p) => ({ ...p, threads: 'everywhere' })],
  [/in the other thread/, (p) => ({ ...p, threads: ['other'] })],
  [/in both threads/, (p) => ({ ...p, threads: ['thread', 'other'] })],
  [/in no thread/, (p) => ({ ...p, threads: [] })],
  [/for ([a-z_]+)/, (p, [word = '']) => ({ ...p, purpose: readPurpose(word) })],
  [/on version (\d)/, (p, [n]) => ({ ...p, version: Number(n) })],
  [/with earlier words/, (p) => ({ ...p, history: true })],
  [/on a void screen/, (p) => ({ ...p, voided: true })],
  [/unsigned/, (p) => ({ ...p, signed: false })],
  [
    new RegExp(`(withdrawn|replaced|taken back) ${moment}`),
    (p, [how, day = '']) => ({ ...p, ended: { how: readEnd(how), at: readMoment(day) } }),
  ],
]

const phrases: readonly Phrase<PersonWords>[] = [
  [/nothing/, (person) => person],
  [/signed in only/, (person) => ({ ...person, signedInOnly: true })],
  [/(grant|allow|never)(.*)/, (person, [kind = '', rest = '']) => withPermission(person, kind, rest)],
  [/switch on/, (person) => ({ ...person, restricted: true })],
  [
    /(shell|closed) account/,
    (person, [word]) => ({ ...person, account: word === 'shell' ? 'shell' : 'closed' }),
  ],
  [/test account/, (person) => ({ ...person, test: true })],
  [/not a member/, (person) => ({ ...person, stays: [] })],
  [
    new RegExp(`joined ${moment}`),
    (person, [day = '']) => ({ ...person, stays: [{ joined: readMoment(day), left: null }] }),
  ],
  [new RegExp(`left ${moment}`), (person, [day = '']) => left(person, readMoment(day))],
  [
    new RegExp(`back ${moment}`),
    (person, [day = '']) => ({
      ...person,
      stays: [...person.stays, { joined: readMoment(day), left: null }],
    }),
  ],
  [
    new RegExp(`used ([a-z.]+) ${moment}`),
    (person, [verb = '', day = '']) => ({
      ...person,
      uses: [...person.uses, ...readVerbs(verb).map((one) => ({ verb: one, at: readMoment(day) }))],
    }),
  ],
]

/** Reads one person's cell; an empty one is a member who has given nothing. @throws {WordError} */
export function readPerson(text: string): PersonWords {
  return readCell(text, nobodySpecial, phrases)
}

function withPermission(person: PersonWords, kind: string, rest: string): PersonWords {
  const plain = { ...plainPermission, kind: kind as PermissionWords['kind'] }
  const permission = readModifiers(rest, plain, modifiers)
  if (permission.kind === 'grant' && permission.threads === 'everywhere')
    throw new WordError('a grant names its threads: "in both threads", never "everywhere"')
  if (permission.kind !== 'grant' && (permission.verbs !== null || permission.fields !== null))
    throw new WordError(`"${kind}" has neither verbs nor fields: only a grant has`)
  if (permission.kind === 'grant' && permission.contactFields.length > 0)
    throw new WordError('a grant holds fields, "only contact.email"; an answer names them')
  return { ...person, permissions: [...person.permissions, permission] }
}

function left(person: PersonWords, when: Moment): PersonWords {
  const stay = person.stays.at(-1)
  if (stay === undefined || stay.left !== null) throw new WordError('"left" without being there')
  return { ...person, stays: [...person.stays.slice(0, -1), { ...stay, left: when }] }
}

function readPurpose(word: string): Purpose {
  if (!isPurpose(word)) throw new WordError(`"${word}" is not a purpose`)
  return word
}

function readContactFields(list: string): readonly ContactField[] {
  return list.split('+').map((word) => {
    const found = fieldsOf['friends.contact'].find((field) => field === word)
    if (found === undefined) throw new WordError(`"${word}" is no contact field`)
    return found
  })
}

function readEnd(word: string | undefined): 'withdrawn' | 'replaced' | 'taken back' {
  return word === 'withdrawn' || word === 'replaced' ? word : 'taken back'
}
