// Plain words for what the protocol names by code: powers, fields and purposes, the same on every page.
import { type Field, isPurpose, purposes, type Verb } from '@countersign/protocol'

/** What each power lets a company do, to follow "may". */
export const verbWords: Readonly<Record<Verb, string>> = {
  'threads.list': 'see the list of threads you picked',
  'messages.read': 'read messages in the threads you picked',
  'members.see': 'see who is in those threads',
  'messages.write': 'send a card that you confirm each time',
  'messages.delete': 'delete what it placed itself',
  'contact.own': 'get your own e-mail address or phone number',
  'friends.list': 'see which of your friends allow it too',
  'friends.contact': 'get contact details your friends gave it',
}

/** What each field holds. */
export const fieldWords: Readonly<Record<Field, string>> = {
  'thread.title': 'names of threads',
  'thread.kind': 'which threads are groups',
  'message.text': 'words',
  'message.sent_at': 'times of sending',
  'message.author': 'who wrote what',
  'message.edited_at': 'times of changes',
  'message.reply_to': 'which message answers which',
  'message.reactions': 'reactions',
  'message.attachments': 'names of attached files',
  'message.card': 'cards',
  'member.name': 'names of members',
  'member.joined_at': 'times of joining',
  'contact.email': 'e-mail addresses',
  'contact.phone': 'phone numbers',
  'friend.name': 'names of friends',
  'friend.since': 'how long you have been friends',
}

/** What a company says it uses data for, to follow "for". */
export function purposeWords(purpose: string): string {
  return isPurpose(purpose) ? purposes[purpose].words : purpose
}

/** "a", "a and b", "a, b and c". */
export function listWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** "1 item", "3 items": the count with its noun, regular plural. */
export function countWords(count: number, noun: string): string {
  return `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'}`
}
