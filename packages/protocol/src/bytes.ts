// Bytes as texts and back, the same in every runtime: hexadecimal, base64url (RFC 4648 §5, no padding), frames of docs/design/002.

const encoder = new TextEncoder()

/** Lower-case hexadecimal digits. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** base64url without padding. */
export function toBase64url(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3)
    const bits = (a << 16) | (b << 8) | c
    for (let k = 0; k <= Math.min(3, bytes.length - i); k++) text += alphabet[(bits >> (18 - 6 * k)) & 63]
  }
  return text
}

/** The bytes of a base64url text; undefined for one that is not exactly the form `toBase64url` writes. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 === 1) return undefined
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let [bits, held, end] = [0, 0, 0]
  for (const letter of text) {
    const value = alphabet.indexOf(letter)
    if (value < 0) return undefined
    bits = ((bits << 6) | value) & 0xffffff
    held += 6
    if (held >= 8) {
      held -= 8
      bytes[end++] = (bits >> held) & 0xff
    }
  }
  // What is left over must be zero, so that one value has one text.
  return (bits & ((1 << held) - 1)) === 0 ? bytes : undefined
}

/** Whether two stretches of bytes are the same. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i])
}

/** The parts one after the other. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let end = 0
  for (const part of parts) {
    all.set(part, end)
    end += part.length
  }
  return all
}

/** The UTF-8 bytes of `text` behind their length in two bytes. @throws RangeError beyond 65,535 bytes */
export function framed(text: string): Uint8Array<ArrayBuffer> {
  const bytes = encoder.encode(text)
  if (bytes.length > 0xffff) throw new RangeError('a frame holds at most 65,535 bytes')
  return joined(Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes)
}
