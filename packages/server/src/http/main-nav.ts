// The top bar's right side: where a person can go, who they are, and the way out.
import { type Html, html } from './html.ts'

const places = [
  { href: '/threads', label: 'Threads' },
  { href: '/friends', label: 'Friends' },
  { href: '/privacy', label: 'Privacy' },
  { href: '/register', label: 'Companies' },
  { href: '/promises', label: 'Promises' },
] as const

/** Open to whoever is not signed in. */
const forEveryone: readonly string[] = ['/register', '/promises']

/** Where a page belongs: a place of the top bar, the console beside it, or nowhere. */
export type Place = (typeof places)[number]['href'] | '/console' | null

/** The links of the top bar; `here` is the place the page belongs to. */
export function mainNav(
  person: { readonly name: string; readonly acting?: boolean } | null,
  here: Place,
): Html {
  const shown = person === null ? places.filter(({ href }) => forEveryone.includes(href)) : places
  return html`${shown.map(
    ({ href, label }) => html`<a href="${href}" ${href === here && html`aria-current="page"`}>${label}</a>`,
  )}
  ${person === null ? html`<a href="/sign-in">Sign in</a>` : person.acting === true ? stopActing(person.name) : signOut(person.name)}`
}

function signOut(name: string): Html {
  return html`<form method="post" action="/sign-out" class="sign-out"><span class="who">${name}</span>
    <button class="link">Sign out</button></form>`
}

/** Somebody who acts as a test person of their company goes back to being themselves (OVR-02). */
function stopActing(name: string): Html {
  return html`<form method="post" action="/console/acting/stop" class="sign-out"><span class="who">${name}</span>
    <button class="link">Be yourself again</button></form>`
}
