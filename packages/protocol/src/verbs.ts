// The eight verbs a partner may be granted: separate powers, none implies another (SCP-02).

/** Every verb, in the order screens show them. */
export const verbs = [
  'threads.list',
  'messages.read',
  'members.see',
  'messages.write',
  'messages.delete',
  'contact.own',
  'friends.list',
  'friends.contact',
] as const

/** One power of a partner. */
export type Verb = (typeof verbs)[number]

/** Whether `input` is a verb. */
export function isVerb(input: unknown): input is Verb {
  return verbs.includes(input as Verb)
}

/** The fields each verb can release; a field not listed here does not exist for partners (SCP-01). */
export const fieldsOf = {
  'threads.list': ['thread.title', 'thread.kind'],
  'messages.read': [
    'message.text',
    'message.sent_at',
    'message.author',
    'message.edited_at',
    'message.reply_to',
    'message.reactions',
    'message.attachments',
    'message.card',
  ],
  'members.see': ['member.name', 'member.joined_at'],
  'messages.write': [],
  'messages.delete': [],
  'contact.own': ['contact.email', 'contact.phone'],
  'friends.list': ['friend.name', 'friend.since'],
  'friends.contact': ['contact.email', 'contact.phone'],
} as const satisfies Record<Verb, readonly string[]>

/** One field of one kind of item. */
export type Field = (typeof fieldsOf)[Verb][number]

/** A field that reaches a person: it belongs to whom it reaches (COP-07). */
export type ContactField = (typeof fieldsOf)['contact.own'][number]

/** Every field there is, once. */
export const fields: readonly Field[] = [...new Set(Object.values(fieldsOf).flat())]

/** Whether `input` is a field. */
export function isField(input: unknown): input is Field {
  return fields.includes(input as Field)
}

/** Whether the verb acts inside one thread, so that a thread must be named and selected. */
export function needsThread(verb: Verb): boolean {
  return verb === 'messages.read' || verb === 'members.see'
}

/** Whether the verb reaches friends of the granting person, and never that person themselves. */
export function isAboutFriends(verb: Verb): boolean {
  return verb === 'friends.list' || verb === 'friends.contact'
}
