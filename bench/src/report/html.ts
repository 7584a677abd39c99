// Pieces of HTML and SVG as text: escaped values, numbers as people read them.

/** A text safe inside an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => entities[char] ?? char)
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A figure with three significant digits or so: `1,234`, `12.3`, `0.012`. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  if (size >= 100) return Math.round(value).toLocaleString('en')
  if (size >= 10) return value.toFixed(1)
  return size >= 0.1 || size === 0 ? value.toFixed(2) : value.toPrecision(2)
}

/** A tick of an axis, with no digit more than it needs: `0.05`, `1`, `2,000`. */
export function tick(value: number): string {
  return Number(value.toPrecision(1)).toLocaleString('en', { maximumSignificantDigits: 1 })
}

/** A place in a drawing, to a tenth of a unit. */
export function place(value: number): string {
  return String(Math.round(value * 10) / 10)
}

/** A table whose first column names the row; where it is too wide it can be moved sideways, by keys too. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `<tr>${cells.map((cell, i) => (i === 0 ? `<th scope="row">${cell}</th>` : `<td>${cell}</td>`)).join('')}</tr>`
  const heads = head.map((cell) => `<th scope="col">${cell}</th>`).join('')
  return `<div class="scroll" tabindex="0" role="group" aria-label="${head[0] ?? ''}"><table><thead><tr>${heads}</tr></thead><tbody>${rows.map(line).join('')}</tbody></table></div>`
}
