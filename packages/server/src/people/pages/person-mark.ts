// A person's mark: initials on one of eight quiet colours, drawn from the id so that it stays theirs. No pictures fetched.
import { initials, type PersonId } from '@countersign/protocol'
import { type Html, html } from '../../http/html.ts'

const HUES = 8

/** The mark, hidden from screen readers: the name always stands beside it. */
export function personMark(id: PersonId, name: string): Html {
  const hue = Number.parseInt(id.slice(-4), 16) % HUES
  return html`<span class="mark hue-${hue}" aria-hidden="true">${initials(name)}</span>`
}

/** A thread's mark: the other person's in a direct thread, two figures in a group. */
export function threadMark(other: { readonly id: PersonId; readonly name: string } | null): Html {
  if (other !== null) return personMark(other.id, other.name)
  return html`<span class="mark group" aria-hidden="true"
    ><svg viewBox="0 0 24 24" width="20" height="20"><circle cx="8.5" cy="9" r="3.2" /><circle cx="16" cy="10" r="2.6" /><path
        d="M2.5 19c0-3.4 2.6-5.6 6-5.6s6 2.2 6 5.6zM15.8 18.9h5.7c0-2.8-2-4.9-5-4.9-.9 0-1.6.2-2.3.5 1 1.1 1.6 2.6 1.6 4.4z" /></svg
  ></span>`
}
