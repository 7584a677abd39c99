// A made-up Messenger export from a seed, written as Facebook writes them, with what its import must give. Nobody's own export is here.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Dice, throwDice } from './worlds/dice.ts'

/** How large it is. */
export interface MessengerSampleOptions {
  readonly seed: number
  /** Of six kinds in turn: direct, three ways to be a group, archived, kept from before encryption. */
  readonly threads: number
  readonly messagesPerThread: number
  /** Facebook puts 10,000 into a part. */
  readonly messagesPerPart: number
}

/** A message as it must come in. */
export interface SampleMessage {
  readonly thread: string
  /** The display name. */
  readonly author: string
  readonly sentAt: number
  readonly body: string
  readonly attachments: readonly string[]
  /** `emoji name`, in no order. */
  readonly reactions: readonly string[]
}

/** What the import of a sample must give. */
export interface MessengerSample {
  readonly people: readonly string[]
  readonly threads: readonly { readonly id: string; readonly kind: string; readonly title: string | null }[]
  readonly memberships: number
  /** In the order of their places, thread by thread. */
  readonly messages: readonly SampleMessage[]
  readonly records: Readonly<
    Record<'messages' | 'unsent' | 'unavailable' | 'calls' | 'reactions' | 'total', number>
  >
  readonly empty_threads: number
}

/** One message as drawn: what Facebook writes of it, and what it must become, or why it must not come in. */
interface Drawn {
  readonly raw: Readonly<Record<string, unknown>>
  readonly becomes: SampleMessage | 'unsent' | 'unavailable' | 'calls'
}

interface Cast {
  readonly id: string
  readonly kind: 'direct' | 'group'
  readonly title: string
  readonly titled: boolean
  readonly extra: Readonly<Record<string, unknown>>
  readonly participants: readonly string[]
  /** Who wrote or reacted and is no participant any more. */
  readonly former: readonly string[]
}

const OWNER = 'Zoë Ångström'
const REMOVED = 'Facebook user'
const friends = [
  'Łukasz Żak',
  '李雷',
  'Amélie Brøgger',
  'Nour الهدى',
  'Pia Plain',
  'Ørjan Ñuñez',
  'Ivo 🎸 Kraus',
]
const texts = [
  'plain words',
  'Ça va? Déjà là…',
  'zażółć gęślą jaźń',
  '你好，世界',
  'مرحبا',
  '👩‍👩‍👧 and 🎉',
  'two\nlines',
  'A quote: "yes" \\ no',
]
/** Written by a tool that wrote them right, or half right: they must come in untouched. */
const rightAlready = ['déjà', '李 ok', 'Ã©t\u0105']
const emoji = ['👍', '❤️', '😂', '🎸']

/** Writes the sample into `folder`, which then is what somebody unpacked. */
export async function writeMessengerSample(
  folder: string,
  options: MessengerSampleOptions,
): Promise<MessengerSample> {
  const messages: Drawn[][] = []
  const casts: Cast[] = []
  for (let n = 0; n < options.threads; n++) {
    const dice = throwDice(options.seed, n)
    const cast = drawCast(dice, n)
    const drawn = drawMessages(dice, cast, options.messagesPerThread)
    await writeParts(folder, cast, drawn, options.messagesPerPart)
    casts.push(cast)
    messages.push(drawn)
  }
  await writeParts(folder, drawCast(throwDice(options.seed, options.threads), 0, 'inbox/silent_0'), [], 1)
  return expectation(casts, messages)
}

function drawCast(dice: Dice, n: number, id?: string): Cast {
  const others = dice.some(friends, 0.6)
  const form = n % 6
  const pick = others.length > 1 ? others : friends.slice(0, 3)
  const group = form > 0 && form < 5
  const box = form === 4 ? 'archived_threads' : form === 5 ? 'e2ee_cutover' : 'inbox'
  return {
    id: id ?? `${box}/thread${n}_${1_000 + n}`,
    kind: group ? 'group' : 'direct',
    title: group ? `Gruppe ${n} ęß` : (pick[0] ?? ''),
    titled: form === 1 || form === 4,
    extra:
      form === 1
        ? { thread_type: 'RegularGroup' }
        : form === 2
          ? { joinable_mode: { mode: 1, link: '' } }
          : {},
    participants:
      form === 3
        ? [OWNER, ...pick.slice(1), REMOVED, REMOVED]
        : group
          ? [OWNER, ...pick.slice(1)]
          : [OWNER, pick[0] ?? ''],
    former: group ? [pick[0] ?? ''] : [],
  }
}

function drawMessages(dice: Dice, cast: Cast, count: number): Drawn[] {
  const people = [...new Set([...cast.participants, ...cast.former])]
  let at = 1_300_000_000_000 + dice.below(1_000_000_000)
  const drawn = people.map((sender) => say(cast, sender, at++, 'hello'))
  if (cast.titled) drawn.push(say(cast, OWNER, at, `${OWNER} named the group ${cast.title}.`))
  while (drawn.length < count) {
    // A fifth of them at the very time of the one before.
    if (!dice.chance(0.2)) at += dice.between(1, 100_000_000)
    drawn.push(drawMessage(dice, cast, people, at))
  }
  return drawn
}

function drawMessage(dice: Dice, cast: Cast, people: readonly string[], at: number): Drawn {
  const sender = dice.pick(people)
  const absent = (raw: object, becomes: 'unsent' | 'unavailable' | 'calls'): Drawn => ({
    raw: { ...rawOf(sender, at), ...raw },
    becomes,
  })
  const uri = (kind: string, ending: string): string =>
    `your_facebook_activity/messages/${cast.id}/${kind}/${dice.below(1_000_000)}_n.${ending}`
  return dice.weighted<() => Drawn>([
    [60, () => reactedTo(dice, people, say(cast, sender, at, dice.pick(texts)))],
    [3, () => say(cast, sender, at, dice.pick(rightAlready), { asWritten: true })],
    [
      8,
      () =>
        reactedTo(
          dice,
          people,
          attach(cast, sender, at, 'photos', [uri('photos', 'jpg'), uri('photos', 'png')]),
        ),
    ],
    [3, () => attach(cast, sender, at, 'videos', [uri('videos', 'mp4')])],
    [2, () => attach(cast, sender, at, 'audio_files', [uri('audio', 'aac')])],
    [2, () => attach(cast, sender, at, 'gifs', [uri('gifs', 'gif')])],
    [2, () => attach(cast, sender, at, 'files', [uri('files', 'pdf')])],
    [3, () => attach(cast, sender, at, 'sticker', [uri('stickers', 'png')])],
    [4, () => share(cast, sender, at, 'See https://example.org/é', 'https://example.org/é')],
    [2, () => share(cast, sender, at, undefined, 'https://example.org/b', 'A café')],
    [2, () => say(cast, sender, at, 'The video call ended.', { more: { call_duration: 75 } })],
    [1, () => absent({ call_duration: 0 }, 'calls')],
    [2, () => absent({ is_unsent: true }, 'unsent')],
    [1, () => absent({ is_unsent: true, content: spoil('still here, ś') }, 'unsent')],
    [1, () => absent({ is_taken_down: true, content: 'x' }, 'unavailable')],
    [3, () => absent({}, 'unavailable')],
  ])()
}

function rawOf(sender: string, at: number): Record<string, unknown> {
  return { sender_name: spoil(sender), timestamp_ms: at, is_geoblocked_for_viewer: false }
}

function message(cast: Cast, author: string, sentAt: number, more: Partial<SampleMessage>): SampleMessage {
  return { thread: cast.id, author, sentAt, body: '', attachments: [], reactions: [], ...more }
}

function say(
  cast: Cast,
  sender: string,
  at: number,
  body: string,
  { asWritten = false, more = {} }: { readonly asWritten?: boolean; readonly more?: object } = {},
): Drawn {
  const content = asWritten ? body : spoil(body)
  return { raw: { ...rawOf(sender, at), content, ...more }, becomes: message(cast, sender, at, { body }) }
}

function attach(cast: Cast, sender: string, at: number, field: string, uris: readonly string[]): Drawn {
  const media = uris.map((uri) => ({ uri, creation_timestamp: Math.floor(at / 1_000) }))
  const attachments = uris.map((uri) => uri.slice(uri.lastIndexOf('/') + 1))
  return {
    raw: { ...rawOf(sender, at), [field]: field === 'sticker' ? media[0] : media },
    becomes: message(cast, sender, at, { attachments }),
  }
}

function share(
  cast: Cast,
  sender: string,
  at: number,
  content: string | undefined,
  link: string,
  shareText?: string,
): Drawn {
  const raw = {
    ...rawOf(sender, at),
    ...(content !== undefined && { content: spoil(content) }),
    share: { link: spoil(link), ...(shareText !== undefined && { share_text: spoil(shareText) }) },
  }
  return { raw, becomes: message(cast, sender, at, { body: content ?? `${shareText ?? ''}\n${link}` }) }
}

function reactedTo(dice: Dice, people: readonly string[], { raw, becomes }: Drawn): Drawn {
  const reactors = dice.some(people, 0.15)
  if (reactors.length === 0 || typeof becomes === 'string') return { raw, becomes }
  const given = reactors.map((actor) => ({ actor, reaction: dice.pick(emoji) }))
  const written = given.map(({ actor, reaction }, i) => ({
    // Facebook leaves out the variation selector that makes a heart an emoji, and dates reactions since 2023.
    reaction: spoil(reaction.replace('\ufe0f', '')),
    actor: spoil(actor),
    ...(i === 0 && { timestamp: Math.floor(becomes.sentAt / 1_000) + 60 }),
  }))
  const reactions = given.map(({ actor, reaction }) => `${reaction} ${actor}`)
  return { raw: { ...raw, reactions: written }, becomes: { ...becomes, reactions } }
}

/** Each byte of UTF-8 as a character of its own. */
function spoil(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

async function writeParts(folder: string, cast: Cast, drawn: readonly Drawn[], size: number): Promise<void> {
  const newestFirst = drawn.toReversed().map(({ raw }) => raw)
  const parts = Math.max(1, Math.ceil(newestFirst.length / size))
  for (let n = 0; n < parts; n++) {
    const part = {
      participants: cast.participants.map((name) => ({ name: spoil(name) })),
      messages: newestFirst.slice(n * size, (n + 1) * size),
      title: spoil(cast.title),
      is_still_participant: true,
      thread_path: cast.id,
      magic_words: [],
      ...cast.extra,
    }
    const file = join(folder, 'your_facebook_activity/messages', cast.id, `message_${n + 1}.json`)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, asciiJson(part))
  }
}

/** JSON in which everything that is not ASCII is escaped, as PHP writes it. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function expectation(casts: readonly Cast[], drawn: readonly Drawn[][]): MessengerSample {
  const all = drawn.flat().map(({ becomes }) => becomes)
  const kept = all.filter((one) => typeof one !== 'string')
  const gone = (kind: string): number => all.filter((one) => one === kind).length
  const stays = casts.map(({ id, participants, former }) =>
    [...new Set([...participants, ...former])].map((name) =>
      name === REMOVED ? `${REMOVED} of ${id}` : name,
    ),
  )
  return {
    people: [...new Set(stays.flat())].map((name) => (name.startsWith(REMOVED) ? REMOVED : name)).sort(),
    threads: casts.map(({ id, kind, title, titled }) => ({ id, kind, title: titled ? title : null })),
    memberships: stays.flat().length,
    messages: kept,
    records: {
      messages: kept.length,
      unsent: gone('unsent'),
      unavailable: gone('unavailable'),
      calls: gone('calls'),
      reactions: kept.reduce((sum, { reactions }) => sum + reactions.length, 0),
      total: all.length,
    },
    empty_threads: 1,
  }
}
