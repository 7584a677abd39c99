// The items of the decision table put into a world, and what an answer shows of each.
import type { Instant, MessageId } from '@countersign/protocol'
import type { ExpectedItem, MessageState, ThreadState, WorldState } from '../worlds/world-state.ts'
import { idOfName, instant, main } from './_spoken-world.ts'

/** A world with the item in it, and how to find it in an answer: its fields, or null while it is not there. */
export interface Spoken {
  readonly world: WorldState
  readonly shown: (items: readonly ExpectedItem[]) => readonly string[] | null
}

/** A message of nobody in particular; a test says what is particular about it. */
export function message(
  id: string,
  author: string,
  sentAt: Instant,
  more: Partial<MessageState> = {},
): MessageState {
  return {
    message: `message_${id}`,
    kind: 'message',
    author: idOfName(author),
    sentAt,
    text: `words of ${author}`,
    mentions: [],
    card: null,
    originAuthor: null,
    originSentAt: null,
    replyTo: null,
    editedAt: null,
    deletedAt: null,
    reactions: [],
    attachments: [],
    ...more,
  }
}

/** The world with its main thread changed. */
export function withMain(world: WorldState, change: Partial<ThreadState>): WorldState {
  const threads = world.threads.map((thread) => (thread.thread === main ? { ...thread, ...change } : thread))
  return { ...world, threads }
}

const card = { type: 'song', title: 'Song', artist: 'Band', link: 'https://music.example/song' } as const
const fieldOfKey: Readonly<Record<string, string>> = {
  text: 'message.text',
  sentAt: 'message.sent_at',
  author: 'message.author',
  editedAt: 'message.edited_at',
  replyTo: 'message.reply_to',
  reactions: 'message.reactions',
  attachments: 'message.attachments',
  card: 'message.card',
}

type Build = (world: WorldState, ...said: string[]) => Spoken

const items: readonly (readonly [RegExp, Build])[] = [
  [/^message by (\w+) (day \S+)$/, (world, by, at) => one(world, message('m', by ?? '', instant(at ?? '')))],
  [
    /^message by (\w+) (day \S+) edited (day \S+)$/,
    (world, by, at, edited) =>
      one(world, message('m', by ?? '', instant(at ?? ''), { editedAt: instant(edited ?? '') })),
  ],
  [
    /^card by (\w+) (day \S+)$/,
    (world, by, at) =>
      one(world, message('m', by ?? '', instant(at ?? ''), { kind: 'card', text: '', card }), 'card'),
  ],
  [
    /^attachment by (\w+) (day \S+)$/,
    (world, by, at) => {
      const attachments = [{ name: 'a.png', mediaType: 'image/png' }]
      return one(world, message('m', by ?? '', instant(at ?? ''), { attachments }), 'attachments')
    },
  ],
  [
    /^forward by (\w+) of words by (\w+) (day \S+)$/,
    (world, by, first, at) => {
      const sentAt = instant(at ?? '')
      const origin = { kind: 'forward', originAuthor: idOfName(first ?? ''), originSentAt: sentAt } as const
      return one(world, message('m', by ?? '', sentAt, origin))
    },
  ],
  [
    /^reply by (\w+) to (\w+) (day \S+)$/,
    (world, by, to, at) => {
      const sentAt = instant(at ?? '')
      const messages = [
        message('t', to ?? '', sentAt),
        message('m', by ?? '', sentAt, { replyTo: 'message_t' }),
      ]
      return { world: withMain(world, { messages }), shown: showing('message_m', 'replyTo') }
    },
  ],
  [
    /^mention of (\w+) by (\w+) (day \S+)$/,
    (world, of, by, at) => {
      const mentions = [{ person: idOfName(of ?? ''), start: 3, end: 7 }]
      const spoken = one(world, message('m', by ?? '', instant(at ?? ''), { text: 'hi @who!', mentions }))
      const whole = (item: ExpectedItem): boolean => 'text' in item && item.text === 'hi @who!'
      return { world: spoken.world, shown: (answer) => (answer.some(whole) ? ['message.text'] : null) }
    },
  ],
  [
    /^reaction by (\w+) to (\w+) (day \S+)$/,
    (world, by, to, at) => {
      const sentAt = instant(at ?? '')
      const reactions = [{ person: idOfName(by ?? ''), emoji: '👍', at: sentAt }]
      return one(world, message('m', to ?? '', sentAt, { reactions }), 'reactions')
    },
  ],
  [
    /^title by (\w+)$/,
    (world, by) => ({
      world: withMain(world, { title: 'Title', titleBy: idOfName(by ?? '') }),
      shown: (answer) => (answer.some((item) => 'title' in item) ? ['thread.title'] : null),
    }),
  ],
  [/^member (\w+)$/, (world, who) => ({ world, shown: about('member', who) })],
  [/^friend (\w+)$/, (world, who) => ({ world, shown: about('friend', who) })],
  [
    /^email of (\w+)$/,
    (world, who) => ({
      world,
      shown: (answer) =>
        answer.some((item) => item.kind === 'contact' && item.value === `${who}@example.org`)
          ? ['contact.email']
          : null,
    }),
  ],
]

/** The world with the item that these words describe; null for a kind the worlds do not hold. */
export function spokenItem(world: WorldState, words: string): Spoken | null {
  for (const [pattern, build] of items) {
    const found = pattern.exec(words)
    if (found !== null) return build(world, ...found.slice(1))
  }
  return null
}

function one(world: WorldState, said: MessageState, key?: string): Spoken {
  return { world: withMain(world, { messages: [said] }), shown: showing(said.message, key) }
}

/** The fields shown of a message, which counts as shown only with something under `key` where one is given. */
function showing(id: MessageId, key?: string): Spoken['shown'] {
  return (answer) => {
    const item = answer.find((each) => 'message' in each && each.message === id)
    if (item === undefined) return null
    const value = key === undefined ? true : (item as Readonly<Record<string, unknown>>)[key]
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return null
    return Object.keys(item).flatMap((name) => fieldOfKey[name] ?? [])
  }
}

function about(kind: 'member' | 'friend', who: string | undefined): Spoken['shown'] {
  return (answer) =>
    answer.some((item) => item.kind === kind && item.person === `person_${who}`) ? [kind] : null
}
