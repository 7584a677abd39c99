// A partner of a demo: an ordinary one on the SDK, that keeps every byte it is sent.
import { generateKeyPairSync } from 'node:crypto'
import { createPartner, type Partner } from '@countersign/sdk'
import type { RegisterPartner } from './operator.ts'

/** What a demo's partner says of itself; the client of its declaration is added here, with its key. */
export interface DemoPartner {
  readonly slug: string
  readonly name: string
  /** The slug of the feature it works with. */
  readonly feature: string
  readonly features: readonly object[]
  /** What it calls itself, where it does, and what it says of what it does. */
  readonly role?: string
  readonly facts?: object
}

/** One answer as it came over the wire. Times are milliseconds of this process's monotonic clock. */
export interface Received {
  readonly path: string
  readonly begun: number
  readonly ended: number
  readonly status: number
  readonly decision: string | null
  /** Status line, headers and body. */
  readonly bytes: Uint8Array
  readonly body: string
}

/** A partner as registered, and everything it was ever sent. */
export interface RecordedPartner {
  readonly received: readonly Received[]
  /** The partner, with its own ear on what comes in and, for its bad days, a hand in what goes out. */
  listen(ear: (received: Received) => void, alter?: Alter): Partner
}

/** Changes a request just before it is sent. */
export type Alter = (request: Outgoing) => Outgoing

/** A request as it goes out. */
export interface Outgoing {
  readonly url: string
  readonly body: string | null
}

/** Has a partner registered on a platform. Its key is made here and never leaves but for the public half. */
export async function setUpPartner(
  platform: string,
  register: RegisterPartner,
  { feature, ...declared }: DemoPartner,
): Promise<RecordedPartner> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = { kid: `${declared.slug}-1`, alg: 'ES256' } as const
  const homepage = `https://${declared.slug}.example`
  const redirectUri = `${homepage}/callback`
  const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), ...key }] }
  const client = { redirect_uris: [redirectUri], jwks }
  const clientId = await register({ ...declared, homepage, client })
  const received: Received[] = []
  const settings = {
    issuer: platform,
    clientId,
    privateKey: { ...privateKey.export({ format: 'jwk' }), ...key },
    redirectUri,
    feature,
    allowInsecureLocalhost: true,
  }
  return {
    received,
    listen: (ear, alter = (request) => request) =>
      createPartner({
        ...settings,
        async fetch(address, options) {
          const { url, body } = alter({
            url: address,
            body: typeof options.body === 'string' ? options.body : null,
          })
          const begun = performance.now()
          const response = await fetch(url, { ...options, ...(body !== null && { body }) } as RequestInit)
          const one = await record(url, begun, response)
          received.push(one)
          ear(one)
          return response
        },
      }),
  }
}

async function record(url: string, begun: number, response: Response): Promise<Received> {
  // A stream of events has no end to wait for; what is in it is read where it is followed.
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
  const body = isStream ? '' : await response.clone().text()
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}\n`).join('')
  return {
    path: new URL(url).pathname,
    begun,
    ended: performance.now(),
    status: response.status,
    decision: response.headers.get('countersign-decision'),
    bytes: Buffer.from(`${response.status}\n${headers}\n${body}`, 'utf8'),
    body,
  }
}
