// The first load of a thread with an empty cache, and how long the app takes to answer a press, on slowed processors.
import type { Browser, Page } from 'playwright-core'
import { median } from '../statistics.ts'
import { openWindow } from './browser.ts'

/** What one slowness gave: medians of its runs, milliseconds. */
export interface LoadFigures {
  /** How many times slower than the machine the processor was. */
  readonly slower: number
  readonly runs: number
  /** The largest thing was drawn (Largest Contentful Paint). */
  readonly largestMs: number
  /** The words of the thread were there and could be answered. */
  readonly usableMs: number
  /** The slowest press of each run, from the key or finger to the next drawing: at most 16 ms where none is slower. */
  readonly slowestPressMs: number
  /** Bytes of scripts as they came over the wire, pressed. */
  readonly scriptBytes: number
  /** The same once unpacked. */
  readonly scriptBytesUnpacked: number
}

interface Run {
  readonly largest: number
  readonly usable: number
  readonly press: number
  readonly bytes: number
  readonly unpacked: number
}

/** Loads the thread so many times at one slowness, each time with an empty cache. */
export async function measureLoad(
  browser: Browser,
  at: { readonly url: string; readonly secret: string; readonly thread: string; readonly slower: number },
  runs: number,
): Promise<LoadFigures> {
  const all: Run[] = []
  for (let n = 0; n < runs; n++) all.push(await loadOnce(browser, at))
  const middle = (of: (run: Run) => number): number => Math.round(median(all.map(of)))
  return {
    slower: at.slower,
    runs,
    largestMs: middle(({ largest }) => largest),
    usableMs: middle(({ usable }) => usable),
    slowestPressMs: middle(({ press }) => press),
    scriptBytes: middle(({ bytes }) => bytes),
    scriptBytesUnpacked: middle(({ unpacked }) => unpacked),
  }
}

async function loadOnce(browser: Browser, at: Parameters<typeof measureLoad>[1]): Promise<Run> {
  const { page, close } = await openWindow(browser, at)
  await page.goto(`${at.url}/threads/${at.thread}`)
  await page.getByRole('article').last().waitFor()
  await page.getByRole('textbox', { name: 'Your message' }).waitFor()
  const usable = await page.evaluate<number>('performance.now()')
  await press(page)
  const seen = await page.evaluate<{ largest: number; presses: readonly { duration: number }[] }>('__seen')
  const scripts = await page.evaluate<{ bytes: number; unpacked: number }>(`(() => {
    const all = performance.getEntriesByType('resource').filter(({ name }) => new URL(name).pathname.endsWith('.js'))
    const sum = (of) => all.reduce((total, one) => total + of(one), 0)
    return { bytes: sum((one) => one.encodedBodySize), unpacked: sum((one) => one.decodedBodySize) }
  })()`)
  await close()
  const slowest = Math.max(16, ...seen.presses.map(({ duration }) => duration))
  return { largest: seen.largest, usable, press: slowest, ...scripts }
}

/** What people do first: write a word, look for something, close it, and see what can be done with a message. */
async function press(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Your message' }).click()
  await page.keyboard.type('Hello')
  await page.getByRole('button', { name: 'Find in this thread' }).click()
  await page.getByRole('button', { name: 'Close' }).click()
  // Event timings are told after the drawing they end with.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))')
}
