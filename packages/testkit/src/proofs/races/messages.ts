// What one person writes in a race: words with markers nobody else has, edits, deletions, reactions, forwards.
import type { MessageId, PersonId, ThreadId } from '@countersign/protocol'
import type { Dice } from '../../worlds/dice.ts'
import { current, type Outcome, type Span, set } from './history.ts'
import { knowMessage, type SentMessage, type Words } from './known.ts'
import { outcomeOf, type PersonClient, type Reply } from './person-client.ts'
import { again, anyServer, diceOf, type Race } from './race.ts'

interface Writing {
  readonly race: Race
  readonly dice: Dice
  readonly client: PersonClient
  readonly person: PersonId
  /** Counts this person's texts, so that each has a marker of its own. */
  texts: number
}

const REST_MS = 1_500
/** Only messages this far back are changed, answered and forwarded: the ones partners read. */
const RECENT = 15

const emojis = ['🎵', '🎉', '👍'] as const

/** Writes until the race is over. */
export async function writeMessages(race: Race, client: PersonClient): Promise<void> {
  const dice = diceOf(race, `messages of ${race.stage.people.indexOf(client)}`)
  const writing: Writing = { race, dice, client, person: client.person, texts: 0 }
  await again(race, dice, REST_MS, () => {
    const thread = dice.pick(race.stage.known.threads)
    const recent = (race.stage.known.said.get(thread) ?? []).slice(-RECENT).filter(isThere)
    const own = recent.filter(({ author, kind }) => author === client.person && kind === 'message')
    const first = (): Promise<unknown> => say(writing, thread, recent)
    return dice.weighted<() => Promise<unknown>>([
      [5, first],
      [own.length > 0 ? 3 : 0, () => edit(writing, dice.pick(own))],
      [own.length > 0 ? 2 : 0, () => remove(writing, dice.pick(own))],
      [recent.length > 0 ? 3 : 0, () => react(writing, dice.pick(recent))],
      [recent.length > 0 ? 1 : 0, () => forward(writing, dice.pick(recent))],
    ])()
  })
}

function isThere({ words }: SentMessage): boolean {
  return current(words) !== null
}

interface Written {
  readonly text: string
  readonly mentions: readonly { readonly person: PersonId; readonly start: number; readonly end: number }[]
}

/** A text nobody has written before; now and then it names somebody, by a word nobody has written before either. */
function newText(writing: Writing): Written {
  const { race, dice, person } = writing
  const { people } = race.stage.known
  const marker = `${people.indexOf(person)}.${++writing.texts}`
  if (!dice.chance(0.3)) return { text: `words ${marker};`, mentions: [] }
  const mentioned = dice.pick(people)
  const word = `@${people.indexOf(mentioned)}-${marker};`
  const before = `words ${marker}; for `
  const mention = { person: mentioned, start: before.length, end: before.length + word.length }
  return { text: before + word, mentions: [mention] }
}

function wordsOf({ text, mentions: [mention] }: Written, written: Span): Words {
  if (mention === undefined) return { text, mention: null, written }
  const { person, start, end } = mention
  return { text, mention: { person, word: text.slice(start, end) }, written }
}

function send({ race, dice, client }: Writing, method: string, path: string, body?: unknown): Promise<Reply> {
  return client.send(anyServer(race, dice), method, path, body)
}

function say(writing: Writing, thread: ThreadId, recent: readonly SentMessage[]): Promise<boolean> {
  const { race, dice, person } = writing
  const written = newText(writing)
  const replyTo = recent.length > 0 && dice.chance(0.25) ? dice.pick(recent).id : null
  return race.history.act('message sent', [], async (sent) => {
    const body = { ...written, ...(replyTo !== null && { reply_to: replyTo }) }
    return outcomeOf(await send(writing, 'POST', `/threads/${thread}/messages`, body), (made) => {
      const message = { thread, author: person, kind: 'message', origin: null, replyTo, sent } as const
      return noteSent(race, message, made, wordsOf(written, sent))
    })
  })
}

function noteSent(
  race: Race,
  message: Omit<SentMessage, 'words' | 'id' | 'sentAt'>,
  made: { readonly id: MessageId; readonly sent_at: string },
  words: Words,
): Outcome {
  knowMessage(race.stage.known, { ...message, id: made.id, sentAt: Date.parse(made.sent_at) }, words)
  return []
}

function pathOf({ thread, id }: SentMessage): string {
  return `/threads/${thread}/messages/${id}`
}

function edit(writing: Writing, message: SentMessage): Promise<boolean> {
  const written = newText(writing)
  return writing.race.history.act('message edited', [message.words], async (span) =>
    outcomeOf(await send(writing, 'PATCH', pathOf(message), written), () => [
      set(message.words, wordsOf(written, span)),
    ]),
  )
}

function remove(writing: Writing, message: SentMessage): Promise<boolean> {
  return writing.race.history.act('message deleted', [message.words], async () =>
    outcomeOf(await send(writing, 'DELETE', pathOf(message)), () => [set(message.words, null)]),
  )
}

function react(writing: Writing, message: SentMessage): Promise<boolean> {
  const { race, dice, person } = writing
  const emoji = dice.pick(emojis)
  const fact = race.stage.known.reaction(message.id, person, emoji)
  const on = current(fact) !== true
  const path = `${pathOf(message)}/reactions/${encodeURIComponent(emoji)}`
  return race.history.act(`reaction ${on ? 'added' : 'taken back'}`, [fact], async () =>
    outcomeOf(await send(writing, on ? 'PUT' : 'DELETE', path), () => [set(fact, on)]),
  )
}

function forward(writing: Writing, message: SentMessage): Promise<boolean> {
  const { race, dice, person } = writing
  const thread = dice.pick(race.stage.known.threads)
  const origin = message.origin ?? { author: message.author, sentAt: message.sentAt, sent: message.sent }
  return race.history.act('message forwarded', [], async (sent) => {
    const reply = await send(writing, 'POST', `/threads/${thread}/forwards`, {
      from: message.thread,
      message: message.id,
    })
    return outcomeOf(reply, (made) => {
      const forwarded = { thread, author: person, kind: 'forward', origin, replyTo: null, sent } as const
      return noteSent(race, forwarded, made, wordsOf(made, sent))
    })
  })
}
