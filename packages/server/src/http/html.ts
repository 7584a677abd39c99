// HTML as a type: what goes into a template is escaped unless it is HTML already.

const markup: unique symbol = Symbol('markup')

/** A piece of HTML. Made by `html` only, so that no text becomes markup by accident. */
export interface Html {
  readonly [markup]: string
}

/** What a template takes: texts and numbers are escaped; lists are joined; nothing is left out. */
export type HtmlValue = string | number | Html | readonly HtmlValue[] | null | undefined | false

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * A tagged template for HTML. Every value is escaped for text and for attributes in double quotes; never put one into an
 * unquoted attribute, a script or a style.
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return { [markup]: parts.map((part, i) => (i < values.length ? part + render(values[i]) : part)).join('') }
}

/** The text of a piece of HTML, to be sent. */
export function htmlText(piece: Html): string {
  return piece[markup]
}

function render(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (character) => escapes[character] ?? '')
  if (isHtml(value)) return value[markup]
  return value.map(render).join('')
}

function isHtml(value: Html | readonly HtmlValue[]): value is Html {
  return markup in value
}
