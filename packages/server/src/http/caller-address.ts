// Whose network a request is from, as far as an address tells.

/**
 * The address to count somebody's tries by. Of IPv6 it is the first 64 bits, because a single customer has all the rest to
 * choose from (RFC 6177); an IPv4 address written as IPv6 is that IPv4 address (RFC 4291 §2.5.5.2).
 */
export function callerAddress(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1]
  if (mapped !== undefined) return mapped
  if (!ip.includes(':')) return ip
  const [before = '', after] = ip.replace(/%.*$/, '').toLowerCase().split('::')
  const first = before.split(':').filter(Boolean)
  const last = (after ?? '').split(':').filter(Boolean)
  const zeros = after === undefined ? 0 : Math.max(0, 8 - first.length - last.length)
  return [...first, ...Array<string>(zeros).fill('0'), ...last].slice(0, 4).join(':')
}
