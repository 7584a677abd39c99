// What the film service never had, two magazines have: to read. For both, announcements wait; one of them ends.
import type { Client, Partner } from '@countersign/sdk'
import { connect } from '../connect.ts'
import { hear, subscribe } from '../events.ts'
import { fewAtATime, listOf } from '../in-turn.ts'
import { makeGroup, say, signUp } from '../people.ts'
import { outcomeOf } from '../reader.ts'
import { type RecordedPartner, setUpPartner } from '../recorded-partner.ts'
import type { Stage } from '../stage.ts'
import { COLUMN, ENDS, GROUP, MAGAZINE, magazine, QUEUED, toRead } from './story.ts'

/** The magazine that ends, with something in its queue and an export on its way. */
export interface EndingMagazine {
  readonly partner: Partner
  readonly client: Client
  /** The long chat it exports. */
  readonly thread: string
  /** How many announcements wait for it. */
  readonly queued: number
}

/** The chat that is exported, how long it is, and how much of it a page holds. */
const LONG = 'The long afternoon'
const LINES = 60
const PAGE = 10

/** Makes the chats, lets both magazines read them, and has something said in each: none of it has been fetched yet. */
export async function openMagazines(stage: Stage): Promise<EndingMagazine> {
  const { platform, operator, figures, crowd } = stage
  const reader = await signUp(platform, { login: 'wilhelmine', name: 'Wilhelmine Okonjo' })
  const friend = await signUp(platform, { login: 'casper', name: 'Casper Lindqvist' })
  const chats = Array.from({ length: crowd(QUEUED) }, (_, n) => `Row ${n + 1}`)
  const groups = await fewAtATime(chats, (title) => makeGroup(reader, [friend], title))
  const long = await makeGroup(reader, [friend], LONG)
  const ending = await setUpPartner(platform, operator.register, magazine(MAGAZINE, 'Screen Notes'))
  const goingOn = await setUpPartner(platform, operator.register, magazine('second-row', 'Second Row'))
  await operator.endFeature(COLUMN, ENDS)
  const join = async (recorded: RecordedPartner): Promise<Client> => {
    const partner = recorded.listen(() => undefined)
    const ticks = { threads: [...groups, long], history: false }
    const { connection } = await connect(partner, reader, toRead, ticks, null)
    await subscribe((opened) =>
      recorded.listen(({ path }) => {
        if (path === '/partner/v1/events') opened()
      }),
    )
    return partner.client({ connection, save: async () => undefined })
  }
  const client = await join(ending)
  await join(goingOn)
  for (let n = 0; n < LINES; n++) await say(reader, long, `What I saw on evening ${n + 1}.`)
  await fewAtATime(groups, (group, n) => say(reader, group, `Has anybody seen number ${n + 1}?`))
  // The long chat has news too; both magazines are told of a chat in the same stroke, so what one has heard waits for the other.
  const told = await hear(
    goingOn.listen(() => undefined),
    (events) => chatsIn(events) > groups.length,
  )
  const queued = chatsIn(told) - 1
  figures.equal('SUN-01', 'announcements that wait for the magazine', groups.length, queued)
  const thread = await threadOf(client, LONG)
  return { partner: ending.listen(() => undefined), client, thread, queued }
}

/** The chats of which something is told. */
function chatsIn(events: Awaited<ReturnType<typeof hear>>): number {
  return new Set(events.flatMap((event) => (event.type === 'thread.changed' ? [event.data.thread] : []))).size
}

/** The chat of a title, by the id the magazine has for it. */
async function threadOf(client: Client, title: string): Promise<string> {
  const found = (await listOf(client.threads(GROUP, { limit: 200 }))).find((thread) => thread.title === title)
  if (found === undefined) throw new Error('the magazine does not see the long chat')
  return found.id
}

/** An export that is on its way: what came before the end, and what comes after it. */
export interface Export {
  /** Pages read so far. */
  readonly pages: number
  /** Reads on, to the end of the chat or of the feature: the lines that still came, and how it ended. */
  goOn(): Promise<{ readonly lines: number; readonly outcome: string }>
}

/** Begins to export the long chat, and stops for breath after three pages. */
export async function beginExport({ client, thread }: EndingMagazine): Promise<Export> {
  const pages = client.messages(GROUP, thread, { limit: PAGE }).answers()[Symbol.asyncIterator]()
  let read = 0
  for (; read < 3; read++) await pages.next()
  return {
    pages: read,
    async goOn() {
      let lines = 0
      const rest = async (): Promise<void> => {
        for (let page = await pages.next(); !page.done; page = await pages.next())
          lines += page.value.items.length
      }
      const outcome = await outcomeOf(rest())
      return { lines, outcome }
    },
  }
}

/** What the magazine is told when it comes for what waited: everything up to the notice that it has ended. */
export async function comeForTheRest({ partner }: EndingMagazine, figures: Stage['figures']): Promise<void> {
  const events = await hear(partner, (all) => all.some(({ type }) => type === 'feature.ended'))
  const data = events.filter(({ type }) => type === 'thread.changed').length
  figures.equal('SUN-01', 'of the waiting announcements, told after the end', 0, data)
  const ended = events.filter(({ type }) => type === 'feature.ended').length
  figures.equal('DEL-04', 'notices to the magazine that its feature has ended', 1, ended)
}
