// A thread of a hundred thousand messages: what a page holds of it while its reader scrolls far and jumps to a day.
import { type PersonId, type ThreadId, uuidOf } from '@countersign/protocol'
import type { Browser } from 'playwright-core'
import type { System } from '../../../packages/server/src/system.ts'
import { openWindow, type Window } from './browser.ts'

/** What a page holds at one moment. */
interface Held {
  /** Elements of the document. */
  readonly nodes: number
  /** Memory of scripts after a collection, MiB. */
  readonly heapMiB: number
}

/** What a page held. */
export interface LongThreadFigures {
  readonly messages: number
  /** Messages that were read into the page on the way. */
  readonly scrolledThrough: number
  readonly opened: Held
  /** The most at any moment of the scrolling. */
  readonly most: Held
  readonly jumped: Held
  /** From choosing a day to its messages being drawn, milliseconds. */
  readonly jumpMs: number
}

/** Ten minutes between two messages. */
const APART_MS = 600_000
/** How often it is looked at while scrolling. */
const LOOK_EVERY = 10

/** Fills a thread with so many messages of two people, from a time on: nobody reads what was sent before they were there. */
export async function fillThread(
  { app }: Pick<System, 'app'>,
  thread: ThreadId,
  people: readonly [PersonId, PersonId],
  { messages, from }: { readonly messages: number; readonly from: number },
): Promise<void> {
  // UUIDv7 whose time is the message's and whose rest is its number.
  await app.query(
    `insert into messages (thread_id, message_id, position, author_id, sent_at, kind, body)
     select $1::uuid, (substr(time, 1, 8) || '-' || substr(time, 9, 4) || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, n,
       case when n % 3 = 0 then $2::uuid else $3::uuid end, $4::bigint + n * $5::bigint, 'message',
       'Message ' || n || repeat(' with a few more words', (n % 5)::int)
     from generate_series(1::bigint, $6::bigint) n, lateral (select lpad(to_hex($4::bigint + n * $5::bigint), 12, '0') as time) t`,
    [uuidOf(thread), uuidOf(people[0]), uuidOf(people[1]), from, APART_MS, messages],
  )
  await app.query('update threads set next_position = $2 where thread_id = $1', [
    uuidOf(thread),
    messages + 1,
  ])
}

/** Opens it, scrolls through as many screens, jumps back to its first month, and looks each time. */
export async function measureLongThread(
  browser: Browser,
  at: { readonly url: string; readonly secret: string; readonly thread: string; readonly firstDay: string },
  { messages, screens }: { readonly messages: number; readonly screens: number },
): Promise<LongThreadFigures> {
  const window = await openWindow(browser, { ...at, slower: 1 })
  const { page } = window
  await page.goto(`${at.url}/threads/${at.thread}`)
  await page.getByRole('article').last().waitFor()
  const opened = await look(window)
  let most = opened
  const seen = new Set<string>()
  await page.getByRole('article').last().hover()
  for (let n = 1; n <= screens; n++) {
    await page.mouse.wheel(0, -2_000)
    await page.waitForTimeout(60)
    for (const id of await page.evaluate<string[]>(
      "[...document.querySelectorAll('li[data-id]')].map((one) => one.dataset.id)",
    ))
      seen.add(id)
    if (n % LOOK_EVERY > 0) continue
    const { nodes, heapMiB } = await look(window)
    most = { nodes: Math.max(most.nodes, nodes), heapMiB: Math.max(most.heapMiB, heapMiB) }
  }
  const jumpMs = await jump(window, at.firstDay)
  const jumped = await look(window)
  await window.close()
  return { messages, scrolledThrough: seen.size, opened, most, jumped, jumpMs }
}

async function jump({ page }: Window, day: string): Promise<number> {
  await page.getByRole('button', { name: 'Find in this thread' }).click()
  const field = page.getByLabel('Or a day')
  const began = performance.now()
  await field.fill(day)
  // Of the first two days there are less than three hundred.
  await page
    .getByText(/^Message [12]?\d{1,2}( |$)/)
    .first()
    .waitFor()
  return Math.round(performance.now() - began)
}

async function look({ page, tools }: Window): Promise<Held> {
  await tools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await tools.send('Runtime.getHeapUsage')
  const nodes = await page.evaluate<number>("document.querySelectorAll('*').length")
  return { nodes, heapMiB: Math.round(usedSize / 2 ** 20) }
}
