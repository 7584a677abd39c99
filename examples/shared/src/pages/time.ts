// Times on pages: UTC, so that they can be compared with the platform's record.
import { type Html, html } from '../html.ts'

/** A time for people and machines, to the second. */
export function timeView(at: number): Html {
  const iso = new Date(at).toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`
}
