// Draws what is said in a thread: every kind of message, and everything that hangs on one.
import {
  type Card,
  DAY_MS,
  type Instant,
  type Membership,
  type Mention,
  type PersonId,
} from '@countersign/protocol'
import type { Dice } from './dice.ts'
import { type Mint, type Moments, WORLD_NOW } from './draw-cast.ts'
import type { EmptyThread } from './draw-threads.ts'
import type { MessageState, ThreadState } from './world-state.ts'

/** What messages are drawn from. */
export interface MessageSource {
  readonly dice: Dice
  readonly mint: Mint
  readonly moments: Moments
  /** Everybody of the world and what they are called. */
  readonly names: ReadonlyMap<PersonId, string>
}

const emojis = ['🎵', '👍', '❤️', '🙈'] as const

/** The thread with what was said in it, in the order of its positions: nearly that of time. */
export function drawThread(source: MessageSource, thread: EmptyThread): ThreadState {
  const { dice, moments } = source
  const times = Array.from({ length: dice.between(3, 18) }, () =>
    dice.weighted<() => Instant>([
      [40, () => moments.since(WORLD_NOW - 100 * DAY_MS)],
      [40, () => moments.since(WORLD_NOW - 25 * DAY_MS)],
      [10, () => momentOfThread(source, thread)],
      [3, moments.aroundNow],
    ])(),
  ).sort((a, b) => a - b)
  // An import can hold a message that was written before the one it follows.
  if (dice.chance(0.1)) times.push(...times.splice(0, 1))
  const messages: MessageState[] = []
  for (const sentAt of times) messages.push(drawMessage(source, thread, sentAt, messages))
  return { ...thread, messages }
}

/** When somebody came or went, or a millisecond off it. */
function momentOfThread({ dice, moments }: MessageSource, { stays }: EmptyThread): Instant {
  const stay = dice.pick(stays)
  return Math.min(WORLD_NOW, moments.around(stay.leftAt ?? stay.joinedAt))
}

function drawMessage(
  source: MessageSource,
  { stays }: EmptyThread,
  sentAt: Instant,
  before: readonly MessageState[],
): MessageState {
  const { dice, mint, moments } = source
  const author = speaker(source, stays, sentAt)
  const kind = dice.weighted<MessageState['kind']>([
    [64, 'message'],
    [14, 'card'],
    [22, 'forward'],
  ])
  const deleted = dice.chance(0.07)
  const forward = kind === 'forward'
  return {
    message: mint.id('message'),
    kind,
    author,
    sentAt,
    ...drawText(source, stays),
    card: kind === 'card' && !deleted ? drawCard(mint, dice) : null,
    originAuthor: forward ? origin(source, stays, author) : null,
    originSentAt: forward ? Math.min(sentAt, earlier(source, sentAt)) : null,
    replyTo: before.length > 0 && dice.chance(0.3) ? dice.pick(before).message : null,
    editedAt: dice.chance(0.14)
      ? Math.max(sentAt, dice.chance(0.05) ? moments.aroundNow() : moments.since(sentAt))
      : null,
    deletedAt: deleted ? Math.max(sentAt, moments.since(sentAt)) : null,
    reactions: drawReactions(source, stays, sentAt),
    attachments: dice.chance(0.15)
      ? Array.from({ length: dice.between(1, 2) }, () => ({
          name: `${mint.word()}.jpg`,
          mediaType: 'image/jpeg',
        }))
      : [],
  }
}

/** Mostly somebody who is there then; imports know of others too. */
function speaker({ dice }: MessageSource, stays: readonly Membership[], at: Instant): PersonId {
  const there = stays.filter(({ joinedAt, leftAt }) => joinedAt <= at && (leftAt === null || at < leftAt))
  return dice.pick(there.length > 0 && dice.chance(0.94) ? there : stays).person
}

/** Words come from anywhere: from the thread, from oneself, from somebody who was never in it. */
function origin({ dice, names }: MessageSource, stays: readonly Membership[], author: PersonId): PersonId {
  return dice.weighted([
    [60, dice.pick(stays).person],
    [25, author],
    [15, dice.pick([...names.keys()])],
  ])
}

function earlier({ dice, moments }: MessageSource, sentAt: Instant): Instant {
  return dice.weighted([
    [40, moments.past()],
    [50, sentAt - dice.below(5 * DAY_MS)],
    [10, sentAt],
  ])
}

/** Words nobody else has, and names where a mention stands; some mentions overlap, reach past the text or hold nothing. */
function drawText(
  { dice, mint, names }: MessageSource,
  stays: readonly Membership[],
): Pick<MessageState, 'text' | 'mentions'> {
  let text = dice.chance(0.85) ? mint.word() : ''
  const mentions: Mention[] = []
  const somebody = (): PersonId =>
    dice.chance(0.94) ? dice.pick(stays).person : dice.pick([...names.keys()])
  for (
    let left = dice.weighted([
      [65, 0],
      [20, 1],
      [10, 2],
      [5, 3],
    ]);
    left > 0;
    left--
  ) {
    const person = somebody()
    if (text !== '' && dice.chance(0.8)) text += ' '
    const start = text.length
    text += `@${names.get(person) ?? ''}`
    mentions.push({ person, start, end: text.length })
    if (dice.chance(0.7)) text += ` ${mint.word()}`
  }
  if (mentions.length > 0 && dice.chance(0.25)) mentions.push(oddMention(dice, somebody(), text.length))
  return { text, mentions: dice.chance(0.2) ? mentions.reverse() : mentions }
}

function oddMention(dice: Dice, person: PersonId, length: number): Mention {
  const at = dice.below(length + 1)
  return dice.weighted([
    [4, { person, start: at, end: at + dice.between(1, 8) }],
    [1, { person, start: at, end: at }],
    [1, { person, start: length, end: length + 4 }],
    [1, { person, start: 0, end: length + 4 }],
    [1, { person, start: at, end: Math.max(0, at - 3) }],
  ])
}

/** Any type: what may be done with a card does not depend on it. Half are songs, so that a shrunk world stays readable. */
function drawCard(mint: Mint, dice: Dice): Card {
  const link = 'https://songs.example/track/1'
  return dice.weighted<() => Card>([
    [6, () => ({ type: 'song', title: mint.word(), artist: mint.word(), link })],
    [
      1,
      () => ({
        type: 'playlist',
        title: mint.word(),
        songs: [{ title: mint.word(), artist: mint.word() }],
        link,
      }),
    ],
    [1, () => ({ type: 'film', title: mint.word(), director: mint.word(), year: 1922, link })],
    [1, () => ({ type: 'show', title: mint.word(), season: 1, episode: 2, link })],
    [1, () => drawReceipt(mint)],
    [1, () => ({ type: 'link', title: mint.word(), author: mint.word(), link })],
    [1, () => ({ type: 'note', text: mint.word() })],
  ])()
}

function drawReceipt(mint: Mint): Card {
  const [from, to] = [mint.word(), mint.word()]
  return { type: 'receipt', state: 'requested', amount: 1_250, currency: 'EUR', from, to }
}

function drawReactions(
  { dice, moments }: MessageSource,
  stays: readonly Membership[],
  sentAt: Instant,
): MessageState['reactions'] {
  if (!dice.chance(0.3)) return []
  const drawn = Array.from({ length: dice.between(1, 3) }, () => ({
    person: dice.pick(stays).person,
    emoji: dice.pick(emojis),
    at: Math.max(sentAt, moments.since(sentAt)),
  }))
  return drawn.filter(
    (one, i) => drawn.findIndex(({ person, emoji }) => person === one.person && emoji === one.emoji) === i,
  )
}
