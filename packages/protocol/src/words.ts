// Plain words for powers and fields, the same on every page, in every command and in every diff.
import type { Field, Verb } from './verbs.ts'

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
