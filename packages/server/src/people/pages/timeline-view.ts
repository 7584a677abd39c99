// One company's time line: when it was allowed, how many items it got and when. Our own SVG, with the same in words.
import { DAY_MS, type Instant } from '@countersign/protocol'
import { dayWords, time } from '../../http/dates.ts'
import { type Html, html } from '../../http/html.ts'
import { countWords } from '../../http/words.ts'

/** What is drawn: spans of permission, and what went out within them. */
export interface Timeline {
  readonly spans: readonly { readonly startAt: Instant; readonly endAt: Instant }[]
  readonly disclosures: readonly { readonly at: Instant; readonly items: number }[]
}

const WIDTH = 600
const HEIGHT = 64
const BAND = 12
const BARS = 60
const MIN_SPAN_MS = 14 * DAY_MS

/** The picture, or nothing when there is nothing to draw. Time runs left to right; the upright line is now. */
export function timelineView(company: string, { spans, disclosures }: Timeline, now: Instant): Html {
  const marks = [
    ...spans.flatMap(({ startAt, endAt }) => [startAt, endAt]),
    ...disclosures.map(({ at }) => at),
  ]
  if (marks.length === 0) return html``
  const from = Math.min(...marks, now - MIN_SPAN_MS)
  // A permission may run on for half a year; half as much future as past is enough to see that it does.
  const to = Math.min(Math.max(...marks, now) + DAY_MS, now + Math.max(MIN_SPAN_MS, (now - from) / 2))
  const x = (at: Instant) => Math.round(((at - from) / (to - from)) * WIDTH * 10) / 10
  const items = disclosures.reduce((sum, one) => sum + one.items, 0)
  const words = `${company} got ${countWords(items, 'item')} in ${countWords(disclosures.length, 'read')}.`
  return html`<figure class="timeline">
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${words}">
      <rect class="track" x="0" y="${HEIGHT - BAND}" width="${WIDTH}" height="${BAND}" rx="3" />
      ${spans.map(
        ({ startAt, endAt }) =>
          html`<rect class="allowed" x="${x(startAt)}" y="${HEIGHT - BAND}" width="${Math.max(3, x(Math.min(endAt, to)) - x(startAt))}" height="${BAND}" rx="3" />`,
      )}
      ${bars(disclosures, (at) => (at - from) / (to - from))}
      <line class="now" x1="${x(now)}" x2="${x(now)}" y1="0" y2="${HEIGHT}" />
    </svg>
    <figcaption>
      <span>${time(from, dayWords(from, now))}</span>
      <span class="key"><span class="swatch allowed"></span> allowed <span class="swatch got"></span> items it got
        <span class="swatch now"></span> now</span>
      <span>${time(to, dayWords(to, now))}</span>
    </figcaption>
  </figure>`
}

function bars(disclosures: Timeline['disclosures'], place: (at: Instant) => number): readonly Html[] {
  const totals = new Map<number, number>()
  for (const { at, items } of disclosures) {
    const bar = Math.min(BARS - 1, Math.floor(place(at) * BARS))
    totals.set(bar, (totals.get(bar) ?? 0) + items)
  }
  const most = Math.max(1, ...totals.values())
  const room = HEIGHT - BAND - 4
  return [...totals].map(([bar, items]) => {
    const height = Math.max(4, Math.round((items / most) * room))
    return html`<rect class="got" x="${(bar * WIDTH) / BARS + 1}" y="${HEIGHT - BAND - 2 - height}" width="${WIDTH / BARS - 2}" height="${height}" />`
  })
}
