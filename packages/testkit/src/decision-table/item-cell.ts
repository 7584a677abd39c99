// The item a row is about, as the table says it: its kind, its people, the day it was sent.
import { type Moment, moment, type Phrase, readCell, readMoment, WordError } from './words.ts'

/** The five people of every row; Ana is the one whose grant the partner calls with. */
export const everyone = ['ana', 'ben', 'chika', 'dora', 'emil'] as const
/** One of them. */
export type Who = (typeof everyone)[number]

/** An item in words. `about` is the second person in it, where there is one. */
export interface ItemWords {
  readonly kind:
    | 'message'
    | 'card'
    | 'attachment'
    | 'poll'
    | 'forward'
    | 'reply'
    | 'quote'
    | 'mention'
    | 'reaction'
    | 'poll_vote'
    | 'system_event'
    | 'thread_title'
    | 'member'
    | 'friend'
    | 'contact_field'
    | 'unlisted'
  readonly by: Who
  readonly about: Who | null
  /** Null for what is true now rather than sent. */
  readonly sent: Moment | null
  readonly edited: Moment | null
}

const person = `(${everyone.join('|')})`
const when = `(?: ${moment})`

function sent(
  kind: ItemWords['kind'],
  pattern: string,
  order: 'by first' | 'about first',
): Phrase<ItemWords | null> {
  return [
    new RegExp(`${pattern}${when}`),
    (_, [one, two, day = '']) => ({
      kind,
      by: who(order === 'by first' ? one : two),
      about: who(order === 'by first' ? two : one),
      sent: readMoment(day),
      edited: null,
    }),
  ]
}

function standing(kind: ItemWords['kind'], pattern: string): Phrase<ItemWords | null> {
  return [new RegExp(pattern), (_, [one]) => ({ kind, by: who(one), about: null, sent: null, edited: null })]
}

const phrases: readonly Phrase<ItemWords | null>[] = [
  [
    new RegExp(`(message|card|attachment|poll) by ${person}${when}(?: edited ${moment})?`),
    (_, [kind, by, day = '', edited]) => ({
      kind: kind as ItemWords['kind'],
      by: who(by),
      about: null,
      sent: readMoment(day),
      edited: edited === undefined ? null : readMoment(edited),
    }),
  ],
  sent('forward', `forward by ${person} of words by ${person}`, 'by first'),
  sent('reply', `reply by ${person} to ${person}`, 'by first'),
  sent('quote', `quote by ${person} of ${person}`, 'by first'),
  sent('mention', `mention of ${person} by ${person}`, 'about first'),
  sent('reaction', `reaction by ${person} to ${person}`, 'by first'),
  sent('poll_vote', `vote by ${person} in a poll by ${person}`, 'by first'),
  sent('system_event', `note that ${person} added ${person}`, 'by first'),
  standing('thread_title', `title by ${person}`),
  standing('member', `member ${person}`),
  standing('friend', `friend ${person}`),
  standing('contact_field', `email of ${person}`),
  [
    new RegExp(`drawing by ${person}${when}`),
    (_, [by, day = '']) => ({
      kind: 'unlisted',
      by: who(by),
      about: null,
      sent: readMoment(day),
      edited: null,
    }),
  ],
]

/** Reads the item's cell; an empty one means the call as a whole. @throws {WordError} */
export function readItem(text: string): ItemWords | null {
  return readCell<ItemWords | null>(text, null, phrases)
}

function who(word: string | undefined): Who {
  const found = everyone.find((name) => name === word)
  if (found === undefined) throw new WordError(`"${word}" is none of ${everyone.join(', ')}`)
  return found
}
