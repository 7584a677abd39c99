// A real Chromium on a slowed processor, at the app of a running server, as somebody who is signed in.
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'
import { findChromium } from '../../../packages/testkit/src/chromium.ts'

/** A window of its own: nothing is in its cache. */
export interface Window {
  readonly page: Page
  /** What only DevTools know: how much memory there is, how slow the processor is. */
  readonly tools: CDPSession
  close(): Promise<void>
}

/** Opens a browser for a while. */
export async function withBrowser<Out>(work: (browser: Browser) => Promise<Out>): Promise<Out> {
  const browser = await chromium.launch(await findChromium())
  try {
    return await work(browser)
  } finally {
    await browser.close()
  }
}

/** A window of a telephone's size, with a processor so many times slower than this machine's. */
export async function openWindow(
  browser: Browser,
  { url, secret, slower }: { readonly url: string; readonly secret: string; readonly slower: number },
): Promise<Window> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  await context.addCookies([{ name: 'countersign_session', value: secret, url }])
  await context.addInitScript(watch)
  const page = await context.newPage()
  page.setDefaultTimeout(120_000)
  const tools = await context.newCDPSession(page)
  await tools.send('Emulation.setCPUThrottlingRate', { rate: slower })
  return { page, tools, close: () => context.close() }
}

// Kept by the page itself from its first moment: the largest thing drawn (LCP), and how long each press took to its next
// drawing (Event Timing, what INP is made of). Durations come in steps of 8 ms; 16 is the shortest that is told.
const watch = `
  globalThis.__seen = { largest: 0, presses: [] }
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) globalThis.__seen.largest = startTime
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId !== 0) globalThis.__seen.presses.push({ interactionId, duration })
  }).observe({ type: 'event', durationThreshold: 16, buffered: true })
`
