// Where people are at their browsers: a crowd comes from many network addresses, as crowds do, and not from one.
import { Agent } from 'undici'

/** The network of some people: what leaves their browsers has its address. */
export type Street = Agent

/** So many people live in one street. The platform lets 300 sign in from an address within ten minutes. */
const HOUSES = 200

/** Streets for a crowd, each an address of this machine's own network (127.0.0.0/8). */
export function openStreets(): (resident: number) => Street {
  const streets = new Map<number, Street>()
  return (resident) => {
    const n = Math.floor(resident / HOUSES)
    const street = streets.get(n) ?? new Agent({ localAddress: addressOf(n), connect: { family: 4 } })
    streets.set(n, street)
    return street
  }
}

/** 127.1.0.1 and on: 127.0.0.1 is where everybody else is. */
function addressOf(n: number): string {
  return `127.1.${Math.floor(n / 250)}.${(n % 250) + 1}`
}
