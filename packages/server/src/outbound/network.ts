// The network as this process sees it: names and connections, the two things a test must be able to play tricks with.
import { Resolver } from 'node:dns/promises'
import { buildConnector } from 'undici'

/** What reaching out needs of the machine. */
export interface Network {
  /**
   * Every address a name has now, in no promised order; empty when it has none. Asked once for each exchange: what it
   * answers is checked and is what is connected to. Stops asking when the signal says so.
   */
  resolve(host: string, signal: AbortSignal): Promise<readonly string[]>
  /** Connects to one of these addresses and no other, whatever the name in the request. */
  connectTo(addresses: readonly string[]): buildConnector.connector
}

const RESOLVE = { timeout: 2_000, tries: 2, maxTimeout: 4_000 }
const CONNECT_MS = 5_000

/**
 * The machine's network. Names are asked of its DNS servers directly: neither /etc/hosts nor a search list makes a name of
 * outside one of inside, and a name server that hangs holds no thread of this process.
 */
export const systemNetwork: Network = {
  async resolve(host, signal) {
    const resolver = new Resolver(RESOLVE)
    const stop = () => resolver.cancel()
    signal.addEventListener('abort', stop, { once: true })
    const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    signal.removeEventListener('abort', stop)
    return found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
  },
  connectTo: (addresses) =>
    buildConnector({
      allowH2: false,
      maxCachedSessions: 0,
      timeout: CONNECT_MS,
      autoSelectFamily: true,
      lookup: (_host, _options, answer) =>
        answer(
          null,
          addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        ),
    }),
}
