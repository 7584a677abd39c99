// HTML as a value of its own: whatever is put into it is escaped, unless it is HTML already.

/** A piece of HTML; only `html` makes one. */
export class Html {
  readonly #text: string
  private constructor(text: string) {
    this.#text = text
  }
  /** The text to send. */
  toString(): string {
    return this.#text
  }
  /** Writes a template with its values escaped. */
  static write(parts: TemplateStringsArray, values: readonly Piece[]): Html {
    return new Html(parts.map((part, i) => part + textOf(values[i])).join(''))
  }
}

/** What a template takes. */
export type Piece = string | number | Html | readonly Piece[] | null | undefined | false

/** A template whose values are escaped for text and for attributes in double quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return Html.write(parts, values)
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function textOf(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return ''
  if (piece instanceof Html) return piece.toString()
  if (typeof piece === 'object') return piece.map(textOf).join('')
  return String(piece).replace(/[&<>"]/g, (sign) => entities[sign] ?? '')
}
