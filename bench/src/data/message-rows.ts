// Rows of messages in the order of time, as a running system writes them, and of what hangs on them.
import { type Card, idOf } from '@countersign/protocol'
import { draw, unit } from './chance.ts'
import { uuid } from './ids.ts'
import { idsOf } from './people-rows.ts'
import type { Plan } from './plan.ts'
import type { Table, Value } from './tables.ts'

const stream = { words: 41, what: 42, extra: 43, reaction: 44, emoji: 45, attachment: 46 }
const emoji = ['👍', '❤️', '😂', '😮', '🎶', '🔥']

/** What part of all messages is what; the rest are plain words. */
const parts = { card: 0.03, forward: 0.02, mention: 0.05, edited: 0.02, deleted: 0.01, reply: 0.15 }
const REACTED = 0.1
const ATTACHED = 0.03

/** The tables of messages, reactions and attachments. */
export function messageTables(plan: Plan): readonly Table[] {
  const { messages } = plan.scale
  return [
    {
      name: 'messages',
      columns: [
        'thread_id',
        'message_id',
        'position',
        'author_id',
        'sent_at',
        'kind',
        'body',
        'mentions',
        'card',
        'origin_author_id',
        'origin_sent_at',
        'reply_to',
        'edited_at',
        'deleted_at',
      ],
      expected: messages,
      rows: () => messageRows(plan),
    },
    {
      name: 'reactions',
      columns: ['thread_id', 'message_id', 'person_id', 'emoji', 'reacted_at'],
      expected: Math.round(messages * REACTED),
      rows: () => reactions(plan),
    },
    {
      name: 'attachments',
      columns: ['thread_id', 'message_id', 'attachment_id', 'author_id', 'name', 'media_type'],
      expected: Math.round(messages * ATTACHED),
      rows: () => attachments(plan),
    },
  ]
}

function* messageRows(plan: Plan): Generator<readonly Value[]> {
  const { seed } = plan
  const { person, thread: threadId } = idsOf(plan)
  const sentences = sentencesOf(seed)
  const positions = new Int32Array(plan.threads)
  const lastIn = new Int32Array(plan.threads).fill(-1)
  for (let n = 0; n < plan.scale.messages; n++) {
    const thread = plan.threadOf(n)
    const members = plan.membersOf(thread)
    const at = plan.sentAt(n)
    const position = (positions[thread] ?? 0) + 1
    positions[thread] = position
    const before = lastIn[thread] ?? -1
    lastIn[thread] = n
    const other = person(members[draw(seed, stream.extra, n) % members.length] ?? 0)
    const words = sentences[draw(seed, stream.words, n) % sentences.length] ?? ''
    const { kind, body, mentions, card, deleted, edited, forwarded, replies } = contentOf(
      plan,
      n,
      words,
      other,
    )
    yield [
      threadId(thread),
      uuid(seed, 'message', n, at),
      position,
      person(plan.authorOf(n, thread)),
      at,
      kind,
      body,
      mentions,
      card,
      forwarded ? other : null,
      forwarded ? plan.begin : null,
      replies && before >= 0 ? uuid(seed, 'message', before, plan.sentAt(before)) : null,
      edited ? at + 1_000 : null,
      deleted ? at + 2_000 : null,
    ]
  }
}

interface Content {
  readonly kind: 'message' | 'card' | 'forward'
  readonly body: string
  readonly mentions: string
  readonly card: string | null
  readonly forwarded: boolean
  readonly edited: boolean
  readonly deleted: boolean
  readonly replies: boolean
}

/** What a message is. One number decides, so that a message is one thing at most. */
function contentOf({ seed }: Plan, n: number, words: string, other: string): Content {
  let left = unit(seed, stream.what, n)
  const is = (part: number): boolean => {
    const hit = left >= 0 && left < part
    left = hit ? Number.NEGATIVE_INFINITY : left - part
    return hit
  }
  const card = is(parts.card)
  const forwarded = is(parts.forward)
  const mention = is(parts.mention)
  const name = '@Somebody'
  const mentioned = {
    person: idOf('person', other),
    start: words.length + 1,
    end: words.length + 1 + name.length,
  }
  return {
    kind: card ? 'card' : forwarded ? 'forward' : 'message',
    body: mention ? `${words} ${name}` : words,
    mentions: mention ? JSON.stringify([mentioned]) : '[]',
    card: card ? JSON.stringify(songOf(n)) : null,
    forwarded,
    edited: is(parts.edited),
    deleted: is(parts.deleted),
    replies: is(parts.reply),
  }
}

function songOf(n: number): Card {
  const link = `https://partner-0.example/songs/${n % 10_000}`
  return { type: 'song', title: `Song ${n % 10_000}`, artist: `Artist ${n % 500}`, seconds: 180, link }
}

function* reactions(plan: Plan): Generator<readonly Value[]> {
  const { seed } = plan
  const ids = idsOf(plan)
  for (let n = 0; n < plan.scale.messages; n++) {
    if (unit(seed, stream.reaction, n) >= REACTED) continue
    const thread = plan.threadOf(n)
    const members = plan.membersOf(thread)
    const at = plan.sentAt(n)
    const chance = draw(seed, stream.emoji, n)
    const who = ids.person(members[chance % members.length] ?? 0)
    const what = emoji[(chance >>> 8) % emoji.length] ?? ''
    yield [ids.thread(thread), uuid(seed, 'message', n, at), who, what, at + 60_000]
  }
}

function* attachments(plan: Plan): Generator<readonly Value[]> {
  const { seed } = plan
  const ids = idsOf(plan)
  for (let n = 0; n < plan.scale.messages; n++) {
    if (unit(seed, stream.attachment, n) >= ATTACHED) continue
    const thread = plan.threadOf(n)
    const at = plan.sentAt(n)
    const author = ids.person(plan.authorOf(n, thread))
    const message = uuid(seed, 'message', n, at)
    yield [
      ids.thread(thread),
      message,
      uuid(seed, 'attachment', n, at),
      author,
      `photo-${n}.jpg`,
      'image/jpeg',
    ]
  }
}

const vocabulary =
  'the a we you it that this song film tomorrow tonight train late early dinner coffee really maybe never always good great fine home work school weather rain sun weekend meet call write listen play watch send wait think know want need love like again soon later first last next new old big small blue green'.split(
    ' ',
  )
const SENTENCES = 8_192

/** Sentences of three to about forty words, short ones far more often. */
function sentencesOf(seed: number): readonly string[] {
  return Array.from({ length: SENTENCES }, (_, n) => {
    const length = Math.min(40, 3 + Math.floor(-8 * Math.log(1 - unit(seed, stream.words, -1 - n))))
    const words = Array.from(
      { length },
      (__, i) => vocabulary[draw(seed, stream.words, -SENTENCES - 64 * n - i) % vocabulary.length],
    )
    return words.join(' ')
  })
}
