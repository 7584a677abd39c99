// One company's time line: when it was allowed, how much it got each day, and through whom. The same in words beside it.
import { useLocale } from 'react-aria-components'
import type { Company } from '../data/privacy.ts'
import { useText } from '../text/text.tsx'
import { dayIn } from './words.ts'

const WIDTH = 600
const HEIGHT = 72
const BAND = 12
const BARS = 60
const DAY_MS = 86_400_000
const LEAST_MS = 14 * DAY_MS

interface Line {
  readonly from: number
  readonly to: number
  readonly spans: readonly { readonly start: number; readonly end: number }[]
  /** Bars from the left; items the reader's own connection let out, and those others' did. */
  readonly bars: ReadonlyMap<number, { readonly own: number; readonly others: number }>
}

/** The picture; nothing where there is nothing to draw. Time runs from left to right in every language. */
export function Timeline({ company, now }: { readonly company: Company; readonly now: number }) {
  const text = useText()
  const { locale } = useLocale()
  const line = lineOf(company, now)
  if (line === null) return null
  const { from, to, spans, bars } = line
  const x = (at: number): number => ((at - from) / (to - from)) * WIDTH
  const most = Math.max(1, ...[...bars.values()].map(({ own, others }) => own + others))
  const tall = (items: number): number =>
    items === 0 ? 0 : Math.max(4, (items / most) * (HEIGHT - BAND - 6))
  const { items, disclosures: reads } = company.totals
  return (
    <figure className="my-4">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={text('line.says', { company: company.partner.name, items, reads })}
        className="h-20 w-full"
      >
        <rect className="fill-line" x={0} y={HEIGHT - BAND} width={WIDTH} height={BAND} rx={3} />
        {spans.map(({ start, end }) => (
          <rect
            key={`${start} ${end}`}
            className="fill-accent opacity-50"
            x={x(start)}
            y={HEIGHT - BAND}
            width={Math.max(3, x(Math.min(end, to)) - x(start))}
            height={BAND}
            rx={3}
          />
        ))}
        {[...bars].map(([bar, { own, others }]) => {
          const left = (bar * WIDTH) / BARS + 1
          const bottom = HEIGHT - BAND - 2
          const width = WIDTH / BARS - 2
          return (
            <g key={bar}>
              <rect className="fill-ink" x={left} y={bottom - tall(own)} width={width} height={tall(own)} />
              <rect
                className="fill-warn"
                x={left}
                y={bottom - tall(own) - tall(others)}
                width={width}
                height={tall(others)}
              />
            </g>
          )
        })}
        <line className="stroke-bad" strokeWidth={1.5} x1={x(now)} x2={x(now)} y1={0} y2={HEIGHT} />
      </svg>
      <figcaption className="flex flex-wrap justify-between gap-x-4 text-sm text-soft">
        <span dir="ltr" className="flex w-full justify-between">
          <bdi>{dayIn(locale, new Date(from).toISOString())}</bdi>
          <bdi>{dayIn(locale, new Date(to).toISOString())}</bdi>
        </span>
        <span className="flex flex-wrap gap-x-4" aria-hidden="true">
          <Swatch look="bg-accent opacity-50" says={text('line.allowed')} />
          <Swatch look="bg-ink" says={text('line.own')} />
          <Swatch look="bg-warn" says={text('line.others')} />
          <Swatch look="bg-bad" says={text('line.now')} />
        </span>
      </figcaption>
    </figure>
  )
}

function Swatch({ look, says }: { readonly look: string; readonly says: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className={`inline-block size-3 rounded-sm ${look}`} />
      {says}
    </span>
  )
}

function lineOf({ permissions, answers, days }: Company, now: number): Line | null {
  const allowed = [...permissions, ...answers.filter(({ answer }) => answer === 'allow')]
  const spans = allowed.map(({ given_at, ended_at, ends_at }) => ({
    start: Date.parse(given_at),
    end: Date.parse(ended_at ?? ends_at),
  }))
  const got = days.map((one) => ({ at: Date.parse(one.day), ...one }))
  const marks = [...spans.flatMap(({ start, end }) => [start, end]), ...got.map(({ at }) => at)]
  if (marks.length === 0) return null
  const from = Math.min(...marks, now - LEAST_MS)
  // A permission may run on for half a year; half as much future as past is enough to see that it does.
  const to = Math.min(Math.max(...marks, now) + DAY_MS, now + Math.max(LEAST_MS, (now - from) / 2))
  const bars = new Map<number, { own: number; others: number }>()
  for (const { at, items, items_through_others: others } of got) {
    const bar = Math.min(BARS - 1, Math.floor(((at - from) / (to - from)) * BARS))
    const before = bars.get(bar) ?? { own: 0, others: 0 }
    bars.set(bar, { own: before.own + items - others, others: before.others + others })
  }
  return { from, to, spans, bars }
}
