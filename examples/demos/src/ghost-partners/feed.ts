// The news feed: it streams for its accounts until its feature ends, and wants to go on for years.
import type { Client } from '@countersign/sdk'
import { connect } from '../connect.ts'
import { fewAtATime, listOf } from '../in-turn.ts'
import { makeGroup, type Person, say, signUp } from '../people.ts'
import { outcomeOf } from '../reader.ts'
import { setUpPartner } from '../recorded-partner.ts'
import type { Stage } from '../stage.ts'
import { openStreets } from '../streets.ts'
import { featureOf, feed, GROUP, toRead } from './companies.ts'
import { FEED_ENDS, READERS, YEARS_LATER } from './story.ts'

/** How many are in a chat. */
const CHAT = 8

/** An account of the feed. */
export interface Account {
  readonly person: Person
  readonly client: Client
  /** What the feed calls its chat. */
  readonly thread: string
}

/** Opens the accounts, each in a chat of eight, connects them to the feed and has each of them say something. */
export async function openFeed({ platform, operator, crowd, say: tell }: Stage): Promise<readonly Account[]> {
  const partner = (await setUpPartner(platform, operator.register, feed)).listen(() => undefined)
  const streetOf = openStreets()
  const people = await fewAtATime(Array.from({ length: crowd(READERS, CHAT) }), (_, n) =>
    signUp(platform, { login: `reader.${n + 1}`, name: `Reader ${n + 1}`, street: streetOf(n) }),
  )
  tell(`${people.length} accounts are open; each lets the news feed read`)
  const chats = Array.from({ length: Math.ceil(people.length / CHAT) }, (_, n) =>
    people.slice(n * CHAT, (n + 1) * CHAT),
  )
  const accounts = await fewAtATime(chats, async (members) => {
    const [maker, ...rest] = members
    if (maker === undefined) throw new Error('a chat of nobody')
    const chat = await makeGroup(maker, rest, 'What we read')
    const connected: Account[] = []
    for (const person of members) {
      const { connection } = await connect(partner, person, toRead, { threads: [chat], history: false }, null)
      const client = await partner.client({ connection, save: async () => undefined })
      const [thread] = await listOf(client.threads(GROUP))
      if (thread === undefined) throw new Error('the feed does not see the chat')
      connected.push({ person, client, thread: thread.id })
    }
    for (const person of members) await say(person, chat, `${person.name} has read something.`)
    return connected
  })
  return accounts.flat()
}

/** Plays its end, and what comes of it years later, when nobody has cleaned up. */
export async function endFeed(stage: Stage, accounts: readonly Account[]): Promise<void> {
  const { operator, figures, say: tell } = stage
  const all = accounts.length
  const running = (await streamAll(accounts)).filter(({ items }) => items > 0).length
  figures.equal('SUN-05', 'accounts the news feed streams for while its feature runs', all, running)
  await operator.moveClock(FEED_ENDS, 'stands')
  const atOnce = (await streamAll(accounts)).filter(({ outcome }) => outcome === 'FEATURE_ENDED').length
  figures.equal('SUN-05', 'accounts it is refused for from that millisecond on', all, atOnce)
  const { tokens } = await operator.hangsOn(featureOf(feed))
  figures.atLeast('SUN-05', 'tokens it has kept', all, tokens)
  await operator.moveClock(YEARS_LATER, 'runs')
  tell('Four years later: the news feed still tries')
  // A year without certification would refuse it for that alone; here nothing but the end does.
  await operator.certify(feed.slug)
  const still = await streamAll(accounts)
  const items = still.reduce((sum, one) => sum + one.items, 0)
  figures.equal('SUN-05', 'years after the end: items it still streams', 0, items)
  await operator.reconcile()
  const left = (await operator.hangsOn(featureOf(feed))).tokens
  figures.equal('SUN-05', 'tokens of it that the first run leaves', 0, left)
  const closed = (await streamAll(accounts)).filter(({ outcome }) => outcome === 'CONNECTION_ENDED').length
  figures.equal('SUN-05', 'accounts whose stream is closed for good', all, closed)
}

function streamAll(
  accounts: readonly Account[],
): Promise<readonly { readonly items: number; readonly outcome: string }[]> {
  return fewAtATime(accounts, async ({ client, thread }) => {
    let items = 0
    const outcome = await outcomeOf(
      listOf(client.messages(GROUP, thread)).then((read) => {
        items = read.length
      }),
    )
    return { items, outcome }
  })
}
