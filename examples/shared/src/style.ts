// The stylesheet of a partner and where it is: its name changes with its content, so browsers may keep it.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { PartnerFiles } from './app.ts'

const base = readFileSync(new URL('base.css', import.meta.url), 'utf8')

/** What every partner's pages stand on, and its own character after it. */
export function styleOf({ css }: Pick<PartnerFiles, 'css'>): string {
  return `${base}\n${css}`
}

/** Where the stylesheet is. */
export function stylePathOf(files: Pick<PartnerFiles, 'css'>): string {
  return `/style.${createHash('sha256').update(styleOf(files)).digest('hex').slice(0, 12)}.css`
}
