// A time line: bars from one day to another, and days that are marked. Time runs from left to right in every language.
import { useLocale } from 'react-aria-components'
import { PictureWords } from './picture-words.tsx'

/** A stretch of it. */
export interface Bar {
  readonly from: number
  readonly to: number
  readonly tone: 'allowed' | 'out' | 'shut'
}

const WIDTH = 600
const HEIGHT = 56
const tones: Readonly<Record<Bar['tone'], string>> = {
  allowed: 'fill-accent opacity-60',
  out: 'fill-warn',
  shut: 'fill-line',
}

/** The line from `from` to `to`, with its first and last year below it. */
export function Span({
  from,
  to,
  bars,
  marks = [],
  says,
}: {
  readonly from: number
  readonly to: number
  readonly bars: readonly Bar[]
  readonly marks?: readonly number[]
  readonly says: string
}) {
  const { locale } = useLocale()
  const x = (at: number): number => Math.min(1, Math.max(0, (at - from) / (to - from))) * WIDTH
  const year = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', timeZone: 'UTC' })
  return (
    <>
      <svg
        role="img"
        aria-label={says}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-14 w-full"
      >
        <rect className="fill-line" x={0} y={HEIGHT / 2 - 1} width={WIDTH} height={2} />
        {bars.map((bar) => (
          <rect
            key={`${bar.from} ${bar.tone}`}
            className={tones[bar.tone]}
            x={x(bar.from)}
            y={14}
            width={Math.max(3, x(bar.to) - x(bar.from))}
            height={HEIGHT - 28}
            rx={4}
          />
        ))}
        {marks.map((at) => (
          <rect key={at} className="fill-bad" x={x(at) - 1.5} y={2} width={3} height={HEIGHT - 4} />
        ))}
      </svg>
      <p dir="ltr" className="flex justify-between text-sm text-soft">
        <bdi>{year.format(from)}</bdi>
        <bdi>{year.format(to)}</bdi>
      </p>
      <PictureWords says={says} />
    </>
  )
}
