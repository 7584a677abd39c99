// Which addresses this server reaches. Partners, people and the answers of others choose them: assume the worst of each.
import { isIP } from 'node:net'
import { isPlainAddress } from '@countersign/protocol'
import ipaddr from 'ipaddr.js'
import { OutboundError } from './failures.ts'

/** Where one exchange goes: a host out in the world, yet to be resolved, or a port of this machine the operator named. */
export type Target =
  | { readonly kind: 'public'; readonly url: URL; readonly host: string }
  | { readonly kind: 'local'; readonly url: URL }

// Names with a dot only: a bare one would be completed from the resolver's search list, into the operator's network.
const hostName = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/
const ownHosts = ['localhost', '127.0.0.1', '[::1]']
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3')

/**
 * The target an address names. It must be written as browsers write it, so that what is checked is what is reached:
 * `0x7f.1`, `127.1` and `2130706433` are already not that. Addresses by number are refused, however public.
 * @throws OutboundError ADDRESS_REFUSED
 */
export function parseTarget(text: string, localPorts: readonly number[]): Target {
  if (!isPlainAddress(text)) throw new OutboundError('ADDRESS_REFUSED')
  const url = new URL(text)
  if (url.protocol === 'http:' && ownHosts.includes(url.hostname) && localPorts.includes(portOf(url)))
    return { kind: 'local', url }
  if (url.protocol !== 'https:' || url.port !== '' || !hostName.test(url.hostname))
    throw new OutboundError('ADDRESS_REFUSED')
  return { kind: 'public', url, host: url.hostname }
}

const portOf = (url: URL): number => (url.port === '' ? 80 : Number(url.port))

/**
 * Whether an IP address belongs to a host anybody may reach: unicast, and in none of IANA's special-purpose registries.
 * Of IPv6 only 2000::/3 is given out; forms that carry an IPv4 address (mapped, 6to4, Teredo, NAT64) are refused whatever
 * they carry, as a gateway on the way might unpack them.
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export function isPublicAddress(text: string): boolean {
  if (isIP(text) === 0) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast') return false
  return address.kind() === 'ipv4' || address.match(GLOBAL_UNICAST)
}
