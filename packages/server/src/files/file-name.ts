// What a file is called here: one visible line, no path, nothing that reorders or hides what it shows.

const LONGEST = 120
/** What a file is called of whose name nothing is left. */
const NAMELESS = 'file'
// Controls, separators, half characters, and whatever has no shape or turns the direction of what follows (TR 9, TR 36).
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{DI}]/gu

/**
 * The name as it is kept and shown: without folders, without characters that are not seen, and short, its ending kept. A program
 * whose name turns itself around to end in `.jpg` is shown with the ending it has.
 */
export function cleanName(given: string): string {
  const last = given.split(/[\\/]/).at(-1) ?? ''
  const line = last.normalize('NFC').replace(unseen, '').replace(/\s+/gu, ' ').trim()
  if (!/[\p{L}\p{N}]/u.test(line)) return NAMELESS
  const signs = [...line]
  if (signs.length <= LONGEST) return line
  const ending = [...(/\.[\p{L}\p{N}]{1,10}$/u.exec(line)?.[0] ?? '')]
  return [...signs.slice(0, LONGEST - ending.length), ...ending].join('')
}

/** The name of a picture that was written anew as WebP: its old ending would say what it no longer is. */
export function asWebp(name: string): string {
  return `${name.replace(/\.[\p{L}\p{N}]{1,10}$/u, '') || NAMELESS}.webp`
}
