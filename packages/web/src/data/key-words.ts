// Six words for a key, to be compared on two screens: 66 of the 256 bits of its name, from the list of BIP 39.
import { wordlist } from '@scure/bip39/wordlists/english.js'

const WORDS = 6
const BITS = 11n

/** The words; the same key has the same ones everywhere. */
export function wordsOf(name: string): readonly string[] {
  const bits = BigInt(`0x${name}`)
  return Array.from({ length: WORDS }, (_, i) => {
    const index = Number((bits >> (256n - BITS * BigInt(i + 1))) & 2047n)
    return wordlist[index] ?? ''
  })
}
