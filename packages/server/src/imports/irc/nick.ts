// Nicks as IRC has them: the same whatever the case (RFC 2812 §2.2), of a few characters only (§2.3.1).

/** A nick, to be built into larger patterns. Servers allow more than the nine characters of the RFC. */
export const NICK = String.raw`[A-Za-z[\]\\\x60_^{|}][A-Za-z0-9[\]\\\x60_^{|}-]{0,63}`

const upper = '[]\\~'
const lower = '{}|^'

/** One text for all ways to write a nick: letters small, and `{}|^` for `[]\~`, which Scandinavian terminals drew alike. */
export function foldNick(nick: string): string {
  return nick.toLowerCase().replace(/[[\]\\~]/g, (character) => lower[upper.indexOf(character)] ?? character)
}
