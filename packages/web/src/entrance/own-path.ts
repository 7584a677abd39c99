// Where a sign-in goes on to: an address of this site, whatever the link that led here says.

const AFTERWARDS = '/threads'

/** The address to go on to; the threads for anything that could lead elsewhere. */
export function ownPath(next: string | null, origin: string): string {
  if (next === null || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next) || next.includes('\\')) return AFTERWARDS
  return new URL(next, origin).origin === origin ? next : AFTERWARDS
}

/** What the address of this page asks for. */
export function asked(name: 'next' | 'code' | 'invitation'): string | null {
  return new URLSearchParams(location.search).get(name)
}

/** Goes on, out of the entrance; what was there is not in the history any more. */
export function goOn(): void {
  location.replace(ownPath(asked('next'), location.origin))
}

/** The same for somebody who was there before: a friend's link they came with is still to be opened. */
export function goOnToLink(): void {
  const invitation = asked('invitation')
  if (invitation === null) goOn()
  else location.replace(`/friend?code=${encodeURIComponent(invitation)}`)
}
