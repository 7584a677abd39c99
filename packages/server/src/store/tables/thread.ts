// Tables beside a thread: who is in it and what was said.
import { app, type TableDeclaration, turnstile } from './declaration.ts'

/** Every table of the class. */
export const threadTables = {
  threads: {
    class: 'thread',
    key: 'thread_id',
    decides: 'permission',
    turnstile: ['setting', 'title', 'title_by'],
    constant: ['thread_id', 'kind'],
    insert: [turnstile],
    update: { [turnstile]: ['title', 'title_by', 'setting', 'next_position'], [app]: ['next_position'] },
  },
  memberships: {
    class: 'thread',
    key: 'thread_id',
    decides: 'permission',
    turnstile: ['left_at'],
    constant: ['thread_id', 'person_id', 'joined_at'],
    insert: [turnstile],
    update: { [turnstile]: ['left_at'] },
  },
  messages: {
    class: 'thread',
    key: 'thread_id',
    decides: 'item',
    turnstile: ['body', 'mentions', 'card', 'edited_at', 'deleted_at'],
    constant: [
      'thread_id',
      'message_id',
      'position',
      'author_id',
      'sent_at',
      'kind',
      'origin_author_id',
      'origin_sent_at',
      'reply_to',
      'via_partner_id',
      'via_feature_id',
      'placement_id',
    ],
    insert: [app, turnstile],
    update: { [turnstile]: ['body', 'mentions', 'card', 'edited_at', 'deleted_at'] },
  },
  reactions: {
    class: 'thread',
    key: 'thread_id',
    decides: 'item',
    constant: ['thread_id', 'message_id', 'person_id', 'emoji', 'reacted_at'],
    insert: [app],
    remove: [turnstile],
  },
  attachments: {
    class: 'thread',
    key: 'thread_id',
    decides: 'item',
    constant: ['thread_id', 'message_id', 'attachment_id', 'author_id', 'name', 'media_type'],
    insert: [app],
    remove: [turnstile],
  },
  asks: { class: 'thread', key: 'thread_id', decides: 'nothing', insert: [turnstile] },
} as const satisfies Readonly<Record<string, TableDeclaration>>
