// The world outside, for tests of what reaches out: hosts over real TLS, a name server that lies as told, a record of both.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTls } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createSecureContext, getCACertificates, setDefaultCACertificates } from 'node:tls'
import { makeAuthority } from '@countersign/testkit'
import { buildConnector } from 'undici'
import type { Network } from '../src/outbound/network.ts'

/** A request as somebody outside received it: everything there is to learn from it. */
export interface Received {
  readonly method: string
  readonly host: string
  readonly url: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly rawHeaders: readonly string[]
  readonly body: string
}

/** Hosts and their names. Every public address leads to one server here, which tells hosts apart by name, as TLS does. */
export interface Outside {
  readonly network: Network
  /** What each host answers; a name nobody set has no address. */
  readonly hosts: Map<string, (request: Received, response: ServerResponse) => void>
  /** What the name server says instead of one public address: each question takes the next answer, the last one stays. */
  readonly names: Map<string, string[][]>
  /** Hosts that show a certificate of another name. */
  readonly impostors: Set<string>
  readonly received: Received[]
  /** Every name asked for, and every set of addresses a connection was opened to. */
  readonly asked: string[]
  readonly dialled: (readonly string[])[]
  close(): void
}

/** An address anybody may reach; nothing is ever sent to it. */
export const PUBLIC_ADDRESS = '93.184.215.14'

/** Opens it. This thread trusts its certificates until it is closed. */
export async function openOutside(): Promise<Outside> {
  const authority = makeAuthority()
  const trusted = getCACertificates('default')
  setDefaultCACertificates([...trusted, authority.certificate])
  const hosts: Outside['hosts'] = new Map()
  const names: Outside['names'] = new Map()
  const impostors = new Set<string>()
  const received: Received[] = []
  const asked: string[] = []
  const dialled: (readonly string[])[] = []
  const contexts = new Map<string, ReturnType<typeof createSecureContext>>()
  const contextOf = (host: string) => {
    const known = contexts.get(host)
    if (known !== undefined) return known
    const { certificate, key } = authority.issue(impostors.has(host) ? 'somebody.example' : host)
    const context = createSecureContext({ cert: certificate, key })
    contexts.set(host, context)
    return context
  }
  const answer = recording(received, (request, response) => {
    const handler = hosts.get(request.host)
    if (handler === undefined) response.writeHead(404).end()
    else handler(request, response)
  })
  const server = createTls({ SNICallback: (host, done) => done(null, contextOf(host)) }, answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    hosts,
    names,
    impostors,
    received,
    asked,
    dialled,
    network: {
      async resolve(host) {
        asked.push(host)
        const said = names.get(host)
        if (said !== undefined) return (said.length > 1 ? said.shift() : said[0]) ?? []
        return hosts.has(host) ? [PUBLIC_ADDRESS] : []
      },
      connectTo(addresses) {
        dialled.push(addresses)
        const toHere = buildConnector({
          allowH2: false,
          lookup: (_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
        })
        return (options, done) => toHere({ ...options, port: String(port) }, done)
      },
    },
    close() {
      setDefaultCACertificates(trusted)
      server.closeAllConnections()
      server.close()
    },
  }
}

/** A plain server of this machine, as an example partner is one. */
export async function openLocal(
  handler: (request: Received, response: ServerResponse) => void,
): Promise<{ readonly port: number; readonly received: Received[]; close(): void }> {
  const received: Received[] = []
  const server = createServer(recording(received, handler))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    received,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function recording(
  received: Received[],
  handler: (request: Received, response: ServerResponse) => void,
): RequestListener {
  return (request, response) => {
    void bodyOf(request).then((body) => {
      const host = String(request.headers.host)
      const { method = '', url = '', headers, rawHeaders } = request
      const one = { method, host, url, headers, rawHeaders, body }
      received.push(one)
      handler(one, response)
    })
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
