// A field of dots or squares, one for each of so many: what a number looks like.
import { PictureWords } from './picture-words.tsx'

/** How one of them looks. */
export type Tone = 'out' | 'kept' | 'own' | 'hollow'

const tones: Readonly<Record<Tone, string>> = {
  out: 'fill-warn',
  own: 'fill-accent',
  kept: 'fill-line',
  hollow: 'fill-none stroke-edge',
}

const CELL = 12
const SIZE = 8

/** How many stand beside each other. */
const columnsOf = (count: number): number => Math.max(1, Math.ceil(Math.sqrt(count * 2.2)))

/** The one amid all others. */
export function centreOf(count: number): number {
  const columns = columnsOf(count)
  return Math.floor(Math.ceil(count / columns) / 2) * columns + Math.floor(columns / 2)
}

/** One of them at a place of the field, as a piece of a path: a page with thousands of them has a handful of elements. */
function outline(n: number, columns: number, square: boolean): string {
  const edge = (CELL - SIZE) / 2
  const x = (n % columns) * CELL + edge
  const y = Math.floor(n / columns) * CELL + edge
  const half = SIZE / 2
  return square
    ? `M${x} ${y}h${SIZE}v${SIZE}h-${SIZE}z`
    : `M${x} ${y + half}a${half} ${half} 0 1 0 ${SIZE} 0a${half} ${half} 0 1 0 -${SIZE} 0z`
}

/** The field, about twice as wide as high; `toneOf` says how the nth looks. `says` is what it shows, in words. */
export function Dots({
  count,
  square = false,
  toneOf,
  says,
}: {
  readonly count: number
  readonly square?: boolean
  readonly toneOf: (n: number) => Tone
  readonly says: string
}) {
  const columns = columnsOf(count)
  const rows = Math.max(1, Math.ceil(count / columns))
  const byTone = Map.groupBy(
    Array.from({ length: count }, (_, n) => n),
    toneOf,
  )
  return (
    <>
      <svg
        role="img"
        aria-label={says}
        viewBox={`0 0 ${columns * CELL} ${rows * CELL}`}
        className="max-h-56 w-full"
      >
        {[...byTone].map(([tone, all]) => (
          <path key={tone} className={tones[tone]} d={all.map((n) => outline(n, columns, square)).join('')} />
        ))}
      </svg>
      <PictureWords says={says} />
    </>
  )
}
