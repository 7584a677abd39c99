// The ask card's exact words, made from the manifest: what a person answers on, hashed into the answer (REC-01).
import { hash } from 'node:crypto'
import {
  type ContactField,
  DAY_MS,
  type Field,
  fieldsOf,
  MAX_COUNTERSIGNATURE_MS,
  type Manifest,
  type Offer,
  offerFor,
  type Purpose,
  purposes,
} from '@countersign/protocol'
import { localText } from './local-text.ts'

/** The labels beside the text. They are part of what is hashed, so every surface shows exactly these. */
export const askLabels = {
  allow: 'Yes, my words',
  never: 'No, never mine',
  thread: 'this thread',
  all: 'all my threads',
  history: 'With a yes: also what I wrote before today',
} as const

/** The label of each contact field a card offers, where it offers one: a choice of its own, off unless ticked (PER-03). */
export const contactLabels = {
  'contact.email': 'With a yes for all my threads: also my e-mail address',
  'contact.phone': 'With a yes for all my threads: also my phone number',
} as const satisfies Record<ContactField, string>

/** What a person reads before answering. */
export interface AskText {
  readonly title: string
  /** One paragraph each. */
  readonly lines: readonly string[]
  /** The contact fields that can be ticked, each with its label above; none unless the feature asks for them. */
  readonly contactFields: readonly ContactField[]
  readonly locale: string
  /** How long a yes counts at most. */
  readonly termDays: number
  /** Title, lines and labels, one a line: what is stored as the screen. It holds nothing about any person. */
  readonly content: string
  /** SHA-256 of `content` in UTF-8, 64 hexadecimal digits. */
  readonly hash: string
}

/** What contact fields are called where a person reads of their own. */
const contactWords = {
  'contact.email': 'your e-mail address',
  'contact.phone': 'your phone number',
} as const satisfies Record<ContactField, string>

const partWords: Partial<Record<Field, string>> = {
  'message.text': 'your words',
  'message.sent_at': 'when you sent them',
  'message.author': "that they are one person's",
  'message.edited_at': 'when you changed them',
  'message.reply_to': 'which message they answer',
  'message.reactions': 'your reactions',
  'message.attachments': 'names of files you attached',
  'message.card': 'cards you sent, such as songs',
  'member.name': 'your name',
  'member.joined_at': 'when you joined',
  'thread.title': 'titles you gave to threads',
  'friend.name': "your name, to your friends' lists",
  'friend.since': 'since when you are friends',
}

/** What each verb takes of the others, and whether only an answer for all threads reaches it. */
const concerns = [
  { verb: 'messages.read', says: 'Of messages you write it would get' },
  { verb: 'members.see', says: 'Of you as a member it would get' },
  { verb: 'threads.list', says: 'Of threads it would get' },
  { verb: 'friends.list', says: 'If you answer for all your threads, it would also get' },
] as const

/** The card for one purpose of a manifest; undefined when that purpose takes nothing of anybody but the granting person. */
export function askText(
  manifest: Manifest,
  {
    partnerName,
    owner,
    purpose,
    locale: wanted,
  }: {
    readonly partnerName: string
    /** The group it belongs to: under another owner it is another card (SUN-06). */
    readonly owner: string
    readonly purpose: Purpose
    readonly locale: string
  },
): AskText | undefined {
  const { locale, text } = localText(manifest.texts, wanted)
  const takes = concerns.flatMap(({ verb, says }) => {
    const parts = partsOf(offerFor(manifest, purpose, verb))
    return parts.length === 0 ? [] : [`${says}: ${parts.join(', ')}.`]
  })
  const contactFields = contactFieldsAsked(manifest, purpose)
  if (contactFields.length > 0)
    takes.push(
      `Friends of yours who use it cannot give it ${listOf(contactFields)}. Only you can: tick what it may get through them. Tick nothing, and it gets none of it.`,
    )
  if (takes.length === 0) return undefined
  const title = `May ${partnerName} have what is yours?`
  const lines = [
    `${text.name}: ${text.summary}`,
    `Somebody here uses it. ${partnerName} belongs to ${owner}. It says it needs this for ${purposes[purpose].words}.`,
    ...takes,
    `A yes counts from now on, for ${termDaysOf(manifest)} days at most. What you wrote before stays out unless you tick it.`,
    'Until you answer, the answer is no. Nobody is told who answered what. You can change or take back your answer at any time.',
  ]
  const labels = [...Object.values(askLabels), ...contactFields.map((field) => contactLabels[field])]
  const content = [title, ...lines, ...labels].join('\n')
  const termDays = termDaysOf(manifest)
  return { title, lines, contactFields, locale, termDays, content, hash: hash('sha256', content, 'hex') }
}

/** The contact fields of friends that a purpose of a manifest asks for: those an answer for it can name (COP-07). */
function contactFieldsAsked(manifest: Manifest, purpose: Purpose): readonly ContactField[] {
  const offered = offerFor(manifest, purpose, 'friends.contact')?.fields ?? []
  return fieldsOf['friends.contact'].filter((field) => offered.includes(field))
}

function listOf(contactFields: readonly ContactField[]): string {
  return contactFields.map((field) => contactWords[field]).join(' or ')
}

/** How many days an answer lasts unless the person chooses less: the manifest's term, 180 at most. */
export function termDaysOf(manifest: Manifest): number {
  return Math.min(manifest.termDays, MAX_COUNTERSIGNATURE_MS / DAY_MS)
}

function partsOf(offer: Offer | undefined): readonly string[] {
  return (offer?.fields ?? []).flatMap((field) => partWords[field] ?? [])
}
