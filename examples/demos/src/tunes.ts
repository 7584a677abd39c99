// Tunes, the made-up music service of the demo: an ordinary partner on the SDK that keeps every byte it is sent.
import { generateKeyPairSync } from 'node:crypto'
import { createPartner, type Partner, type Purpose, type Verb } from '@countersign/sdk'
import type { RegisterPartner } from './operator.ts'

/** Why Tunes reads a group's messages. */
export const GROUP: Purpose = 'group_activity'
/** Why Tunes sends a song. */
export const SHARE: Purpose = 'share_content'
/** The name everybody sees under what came through Tunes. */
export const TUNES = 'Tunes'

const feature = 'song-in-a-group'
const redirectUri = 'https://tunes.example/callback'
const reads: readonly Verb[] = ['threads.list', 'messages.read']

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

/** Tunes as registered, and everything it was ever sent. */
export interface Tunes {
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

/** Has Tunes registered on a platform. Its key is made here and never leaves but for the public half. */
export async function setUpTunes(platform: string, register: RegisterPartner): Promise<Tunes> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = { kid: 'tunes-1', alg: 'ES256' } as const
  const clientId = await register(declaration({ ...publicKey.export({ format: 'jwk' }), ...key }))
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
          const one = await record(url, begun, response.clone())
          received.push(one)
          ear(one)
          return response
        },
      }),
  }
}

async function record(url: string, begun: number, response: Response): Promise<Received> {
  const body = await response.text()
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

/** What Tunes declares: sending asks for nothing, reading for the least that shows what a group listens to. */
function declaration(key: object): object {
  return {
    slug: 'tunes',
    name: TUNES,
    homepage: 'https://tunes.example',
    client: { redirect_uris: [redirectUri], jwks: { keys: [key] } },
    features: [
      {
        slug: feature,
        start_at: '2018-12-18',
        offers: [
          { purpose: SHARE, verb: 'messages.write' },
          { purpose: GROUP, verb: 'threads.list', fields: ['thread.kind'] },
          {
            purpose: GROUP,
            verb: 'messages.read',
            fields: ['message.text', 'message.sent_at', 'message.author'],
          },
        ],
        harvest_budget: 1_000,
        texts: {
          en: {
            name: 'A song in a group',
            summary: 'Sends songs you pick, and shows which songs a chat talks about.',
          },
        },
        review_id: 'tunes-2018-12',
      },
    ],
  }
}

/** What Tunes asks a person for when it only sends. */
export const sendOnly = [{ purpose: SHARE, actions: ['messages.write'] as const }]
/** What Tunes asks a person for when it also reads. */
export const sendAndRead = [...sendOnly, { purpose: GROUP, actions: reads }]
