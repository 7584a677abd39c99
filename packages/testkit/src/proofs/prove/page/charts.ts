// Drawings of a proof's details, for those who would rather look than read: bars, a grid of counts, spans of time. Each has its numbers as text.

import { type Html, html } from '../../../../../server/src/http/html.ts'
import { grouped, percent } from '../words.ts'

/** What a bar is of. */
export interface Bar {
  readonly label: string
  readonly value: number
}

/** Of many bars the smallest are only counted. */
const MOST_BARS = 16

/** Bars beside each other's labels, the longest first, each with its share of all. */
export function bars(title: string, all: readonly Bar[]): Html | null {
  const sorted = all.filter(({ value }) => value > 0).toSorted((a, b) => b.value - a.value)
  const [longest] = sorted
  if (longest === undefined) return null
  const whole = sorted.reduce((sum, { value }) => sum + value, 0)
  const rest = sorted.slice(MOST_BARS)
  const left = rest.reduce((sum, { value }) => sum + value, 0)
  const rows = sorted.slice(0, MOST_BARS).map(
    ({ label, value }) => html`<li><span class="label">${label}</span>
<span class="track"><span class="bar" style="width:${widthOf(value, longest.value)}%"></span></span>
<span class="value">${grouped(value)}<small>${percent(value, whole)}</small></span></li>`,
  )
  return html`<figure><figcaption>${title}</figcaption><ul class="bars">${rows}</ul>${
    rest.length > 0 && html`<p class="quiet">and ${rest.length} more, ${grouped(left)} together</p>`
  }</figure>`
}

function widthOf(value: number, longest: number): string {
  return ((100 * value) / longest).toFixed(2)
}

/** Counts by two things; a cell is the darker the more it holds. */
export function grid(
  title: string,
  columns: readonly string[],
  rows: readonly { readonly label: string; readonly counts: readonly number[] }[],
): Html | null {
  const most = Math.max(0, ...rows.flatMap(({ counts }) => counts))
  if (most === 0) return null
  const cell = (count: number): Html =>
    html`<td class="heat" style="--heat:${count === 0 ? '0' : (0.15 + (0.85 * count) / most).toFixed(2)}">${count}</td>`
  return html`<figure><figcaption>${title}</figcaption><div class="scroll" tabindex="0"><table class="grid"><thead><tr><td></td>${columns.map(
    (name) => html`<th scope="col">${name}</th>`,
  )}</tr></thead><tbody>${rows.map(
    ({ label, counts }) => html`<tr><th scope="row">${label}</th>${counts.map(cell)}</tr>`,
  )}</tbody></table></div></figure>`
}

/** What a span is of: the least, the middle and the most, milliseconds. */
export interface Span {
  readonly label: string
  readonly values: readonly number[]
}

/** Spans of time on one line each, from nothing to the longest of all. */
export function spans(title: string, all: readonly Span[]): Html | null {
  const told = all.filter(({ values }) => values.length > 0)
  const longest = Math.max(0, ...told.flatMap(({ values }) => values))
  if (longest === 0) return null
  const rows = told.map(({ label, values }) => {
    const sorted = values.toSorted((a, b) => a - b)
    const [least, middle, most] = [0, 0.5, 1].map((at) => sorted[Math.round(at * (sorted.length - 1))] ?? 0)
    const [from, mid, to] = [least, middle, most].map((ms) => widthOf(ms ?? 0, longest))
    return html`<li><span class="label">${label}</span>
<span class="track"><span class="span" style="left:${from ?? 0}%;width:calc(${to ?? 0}% - ${from ?? 0}%)"></span><span class="tick" style="left:${mid ?? 0}%"></span></span>
<span class="value">${seconds(middle ?? 0)}<small>${seconds(least ?? 0)} to ${seconds(most ?? 0)}</small></span></li>`
  })
  return html`<figure><figcaption>${title}</figcaption><ul class="bars">${rows}</ul></figure>`
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 9_950 ? 1 : 0)} s`
}
