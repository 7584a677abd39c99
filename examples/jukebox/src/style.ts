// The stylesheet and where it is: its name changes with its content, so browsers may keep it.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** The stylesheet of every page. */
export const style: string = readFileSync(new URL('style.css', import.meta.url), 'utf8')

/** Its path. */
export const stylePath = `/style.${createHash('sha256').update(style).digest('hex').slice(0, 12)}.css`
