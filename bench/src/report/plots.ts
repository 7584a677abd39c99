// The plots of the page, drawn as SVG: figures of peers by callers, and figures against a goal.
import { type VariantName, variantNames, variants } from '../variants.ts'
import { type Axis, logAxis } from './axis.ts'
import { escapeHtml, figure, place, tick as tickText } from './html.ts'

/** One figure of a peer: the middle and the range around it. */
export interface PlotPoint {
  readonly variant: VariantName
  readonly callers: number
  readonly middle: number
  readonly low: number
  readonly high: number
}

const WIDTH = 340
const HEIGHT = 210
const frame = { left: 46, right: 8, top: 10, bottom: 30 }
const DODGE = 11

/** A plot of one figure over the numbers of callers, a mark with its range for each peer. */
export function peersPlot(title: string, unit: string, points: readonly PlotPoint[]): string {
  const callers = [...new Set(points.map((point) => point.callers))].sort((a, b) => a - b)
  const axis = logAxis(
    points.flatMap(({ low, middle, high }) => [low, middle, high]),
    HEIGHT - frame.bottom,
    frame.top,
  )
  const step = (WIDTH - frame.left - frame.right) / callers.length
  const columnOf = (count: number): number => frame.left + (callers.indexOf(count) + 0.5) * step
  const drawn = points.filter(({ low, middle, high }) => [low, middle, high].every(Number.isFinite))
  const marks = drawn.map((point) => {
    const offset = (variantNames.indexOf(point.variant) - (variantNames.length - 1) / 2) * DODGE
    return peerMark(point, columnOf(point.callers) + offset, axis, unit)
  })
  const labels = callers.map((count) => {
    const y = HEIGHT - frame.bottom + 15
    return `<text class="tick" x="${place(columnOf(count))}" y="${y}" text-anchor="middle">${count}</text>`
  })
  const below = `<text class="tick" x="${(frame.left + WIDTH) / 2}" y="${HEIGHT - 2}" text-anchor="middle">callers</text>`
  return figureOf(`${title}, ${unit}`, HEIGHT, [horizontalGrid(axis), ...labels, below, ...marks])
}

function peerMark(
  { variant, callers, middle, low, high }: PlotPoint,
  x: number,
  axis: Axis,
  unit: string,
): string {
  const words = `${variants[variant].title}, ${callers} callers: ${figure(middle)} ${unit} (${figure(low)} to ${figure(high)})`
  const range = `<line class="range" x1="${place(x)}" x2="${place(x)}" y1="${place(axis.at(low))}" y2="${place(axis.at(high))}"/>`
  return `<g class="peer ${variant}"><title>${escapeHtml(words)}</title>${range}${mark(variant, x, axis.at(middle))}</g>`
}

/** Each peer has a shape beside its colour, for those who do not see the colour. */
export function mark(variant: VariantName, x: number, y: number): string {
  const size = 4
  switch (variant) {
    case 'protected':
      return `<circle class="mark full" cx="${place(x)}" cy="${place(y)}" r="${size}"/>`
    case 'looked':
      return `<circle class="mark hollow" cx="${place(x)}" cy="${place(y)}" r="${size}"/>`
    case 'open':
      return square('full', x, y, size)
    case 'open-commit':
      return square('hollow', x, y, size)
    case 'sql': {
      const [left, right, top, bottom] = [x - size, x + size, y - size, y + size].map(place)
      return `<path class="mark full" d="M${place(x)} ${top}L${right} ${place(y)}L${place(x)} ${bottom}L${left} ${place(y)}Z"/>`
    }
  }
}

function square(fill: string, x: number, y: number, size: number): string {
  const side = 1.8 * size
  return `<rect class="mark ${fill}" x="${place(x - side / 2)}" y="${place(y - side / 2)}" width="${side}" height="${side}"/>`
}

function horizontalGrid(axis: Axis): string {
  return axis.ticks
    .map((tick) => {
      const y = place(axis.at(tick))
      return `<line class="grid" x1="${frame.left}" x2="${WIDTH - frame.right}" y1="${y}" y2="${y}"/><text class="tick" x="${frame.left - 6}" y="${place(axis.at(tick) + 3.5)}" text-anchor="end">${tickText(tick)}</text>`
    })
    .join('')
}

/** One figure against a goal. */
export interface GoalPoint {
  readonly label: string
  readonly seen: number
  readonly low: number
  readonly high: number
  readonly hit: boolean
}

const ROW = 17
const LABELS = 132

/** A plot of figures against a goal: one line each, the goal across all of them. */
export function goalPlot(title: string, unit: string, goal: number, points: readonly GoalPoint[]): string {
  const bottom = frame.top + 14 + points.length * ROW
  const axis = logAxis(
    [goal, ...points.flatMap(({ low, seen, high }) => [low, seen, high])],
    LABELS,
    WIDTH - frame.right - 4,
  )
  const ticks = axis.ticks.map((tick) => {
    const x = place(axis.at(tick))
    return `<line class="grid" x1="${x}" x2="${x}" y1="${frame.top + 10}" y2="${bottom}"/><text class="tick" x="${x}" y="${bottom + 13}" text-anchor="middle">${tickText(tick)}</text>`
  })
  const at = place(axis.at(goal))
  const line = `<line class="goal" x1="${at}" x2="${at}" y1="${frame.top + 4}" y2="${bottom}"/><text class="goal-label" x="${at}" y="${frame.top}" text-anchor="middle">goal ${figure(goal)} ${unit}</text>`
  const rows = points
    .filter(({ seen }) => Number.isFinite(seen))
    .map((point, i) => goalRow(point, frame.top + 14 + (i + 0.5) * ROW, axis, unit))
  return figureOf(title, bottom + 20, [...ticks, line, ...rows])
}

function goalRow({ label, seen, low, high, hit }: GoalPoint, y: number, axis: Axis, unit: string): string {
  const words = `${label}: ${figure(seen)} ${unit} (${figure(low)} to ${figure(high)}), ${hit ? 'hit' : 'missed'}`
  const text = `<text class="row" x="0" y="${place(y + 3.5)}">${escapeHtml(label)}</text>`
  const range = `<line class="range" x1="${place(axis.at(low))}" x2="${place(axis.at(high))}" y1="${place(y)}" y2="${place(y)}"/>`
  const dot = `<circle class="mark ${hit ? 'full' : 'hollow'}" cx="${place(axis.at(seen))}" cy="${place(y)}" r="4"/>`
  return `<g class="${hit ? 'hit' : 'missed'}"><title>${escapeHtml(words)}</title>${text}${range}${dot}</g>`
}

function figureOf(title: string, height: number, parts: readonly string[]): string {
  const label = escapeHtml(title)
  return `<figure><figcaption>${label}</figcaption><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}">${parts.join('')}</svg></figure>`
}
