// Facebook writes each byte of UTF-8 as a character of its own ("\u00c3\u00a9" for é): UTF-8 that was read as Latin-1.

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The text that was meant. A text is repaired when all its characters could be bytes (none above U+00FF) and those bytes
 * are UTF-8; every other text is right already, or mixed, and comes back untouched. So ASCII is itself, `é` written as
 * one character stays (a lone byte E9 is no UTF-8), and only what somebody deliberately wrote as `Ã©` in a file that is
 * right already would be read as `é`: Facebook's are not.
 */
export function repairText(text: string): string {
  const bytes = Buffer.from(text, 'latin1')
  // What is above U+00FF does not survive the way there and back.
  if (bytes.toString('latin1') !== text) return text
  try {
    return utf8.decode(bytes)
  } catch {
    return text
  }
}
