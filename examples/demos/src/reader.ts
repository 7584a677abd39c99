// Tunes reading on behalf of one person: every answer kept as it came, counted per person it said something about.
import {
  type Ask,
  type Client,
  type Connection,
  isCountersignError,
  type MessageItem,
  type Partner,
  type Purpose,
} from '@countersign/sdk'
import { type Connected, connect, type Ticks } from './connect.ts'
import type { Person } from './people.ts'
import type { Alter, Received, RecordedPartner } from './recorded-partner.ts'
import { GROUP } from './tunes.ts'

/** One page of an export with the bytes it came in. */
export interface Page {
  readonly items: readonly MessageItem[]
  readonly received: Received
}

/** How much was disclosed about somebody. */
export interface Tally {
  readonly answers: number
  readonly items: number
}

/** Tunes with one person's permission. */
export interface Reader {
  readonly person: Person
  /** Everything this reader was sent. */
  readonly received: readonly Received[]
  /** Asks the person again; the connection it had goes on in the new one. */
  connect(asks: readonly Ask[], ticks: Ticks): Promise<Connected>
  client(): Promise<Client>
  /** The same connection with a hand in what goes out. */
  altered(alter: Alter): Promise<Client>
  /** What the person's group is called here. @throws RefusalError */
  group(): Promise<string>
  /** An export of the group, page by page. @throws RefusalError */
  pages(group: string, limit: number): AsyncIterable<Page>
  /** Disclosures counted from the answers, by the subject's alias here; the reader's person under their own id. */
  tallies(): ReadonlyMap<string, Tally>
}

/** A reader that has nothing yet. */
export function openReader(tunes: RecordedPartner, person: Person): Reader {
  const received: Received[] = []
  const hear = (one: Received): void => void received.push(one)
  const partner: Partner = tunes.listen(hear)
  let connection: Connection | null = null
  let client: Promise<Client> | null = null
  const save = async (next: Connection): Promise<void> => {
    connection = next
  }
  const clientOf = (through: Partner): Promise<Client> => {
    if (connection === null) throw new Error('nobody is connected yet')
    return through.client({ connection, save })
  }
  const connected = (): Promise<Client> => (client ??= clientOf(partner))
  return {
    person,
    received,
    client: connected,
    altered: (alter) => clientOf(tunes.listen(hear, alter)),
    async connect(asks, ticks) {
      const made = await connect(partner, person, asks, ticks, connection)
      connection = made.connection
      client = null
      return made
    },
    async group() {
      for await (const thread of (await connected()).threads(GROUP)) return thread.id
      throw new Error('the person selected no thread')
    },
    async *pages(group, limit) {
      for await (const { items } of (await connected()).messages(GROUP, group, { limit }).answers()) {
        const last = received.at(-1)
        if (last !== undefined) yield { items, received: last }
      }
    },
    tallies: () => countDisclosures(received, person.id),
  }
}

/** The whole export in one list. */
export async function exportAll(reader: Reader, group: string, limit: number): Promise<readonly Page[]> {
  const pages: Page[] = []
  for await (const page of reader.pages(group, limit)) pages.push(page)
  return pages
}

/** The code a call is refused with, or `permit`. @throws whatever is not a refusal */
export async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'permit'
  } catch (error) {
    if (isCountersignError(error)) return error.code
    throw error
  }
}

/** The first page of each list a person's threads can be read through, as promises. */
export function everyRead(
  client: Client,
  purpose: Purpose,
  group: string,
): readonly (() => Promise<unknown>)[] {
  return [client.threads(purpose), client.messages(purpose, group), client.members(purpose, group)].map(
    (list) => () => list.answers()[Symbol.asyncIterator]().next(),
  )
}

interface AnswerBody {
  readonly items: readonly { readonly kind: string; readonly author?: string }[]
  readonly disclosures: readonly { readonly subject: string }[]
}

function countDisclosures(received: readonly Received[], self: string): ReadonlyMap<string, Tally> {
  const counted = new Map<string, Tally>()
  for (const { path, status, body } of received) {
    if (!path.startsWith('/partner/v1/threads') || status !== 200) continue
    const { items, disclosures } = JSON.parse(body) as AnswerBody
    for (const { subject } of disclosures) {
      // A list of threads says something about the one who selected them; a message about its author.
      const isList = path === '/partner/v1/threads'
      const about = isList ? self : subject
      const before = counted.get(about) ?? { answers: 0, items: 0 }
      const of = items.filter(({ author }) => isList || author === subject).length
      counted.set(about, { answers: before.answers + 1, items: before.items + of })
    }
  }
  return counted
}
