// Searches what a partner received, byte for byte, for what it must not have got.

/** One thing to look for: a text, a name, an id. */
export interface Needle {
  readonly what: string
  readonly text: string
}

/**
 * The needles that are somewhere in `haystack`: texts and names as they are, in JSON and in addresses; identifiers with
 * their prefix, bare, and packed as hexadecimal or base64. Only base64 knows upper from lower case.
 */
export function findBytes(haystack: readonly Uint8Array[], needles: readonly Needle[]): readonly Needle[] {
  const exact = haystack.map((bytes) => Buffer.from(bytes).toString('latin1'))
  const folded = exact.map(fold)
  return needles.filter(({ text }) => {
    const hex = id.exec(text)?.slice(1)
    const packed = Buffer.from(hex?.join('') ?? '', 'hex')
    const words = hex === undefined ? inWords(text) : [hex.join('-'), hex.join('')]
    const codes = hex === undefined ? [] : [packed.toString('base64url'), packed.toString('base64')]
    return (
      words.some((spelling) => folded.some((bytes) => bytes.includes(fold(spelling)))) ||
      codes.some((spelling) => exact.some((bytes) => bytes.includes(spelling)))
    )
  })
}

/** An identifier of the platform; with dashes where it was taken from a database. */
const id = /^[a-z]+_([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/

/** The bytes of a text's spellings, one character each, as the haystack is read. */
function inWords(text: string): readonly string[] {
  const spellings = [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text)]
  return spellings.map((spelling) => Buffer.from(spelling, 'utf8').toString('latin1'))
}

function fold(text: string): string {
  return text.toLowerCase()
}
