// The partner's side of a webhook (Standard Webhooks): is it the platform that sends this, now, and what does it say?
import type { PartnerEvent } from '@countersign/protocol/events'
import { readEvent } from './read-event.ts'

/** A request as it came. The body must be its exact bytes: parsed and written again it is another one. */
export interface WebhookRequest {
  /** A `Headers`, or an object with names in lower case, as Node has them. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string | Uint8Array
}

/** How a request is checked. */
export interface WebhookSettings {
  /** What the console or the operator showed once (`whsec_…`). During a rotation, both. */
  readonly secret: string | readonly string[]
  /** Milliseconds since 1970; the machine's unless given. */
  readonly now?: number
}

/** Why a request is not taken: it is not the platform's, or it is an old one sent again. */
export type WebhookRefusal = 'HEADERS_MISSING' | 'TOO_OLD' | 'TOO_NEW' | 'BAD_SIGNATURE'

/**
 * What a request is. Answer `event` with 2xx once you have done what it asks, or kept it; `unknown` with 2xx; `refused` with 4xx,
 * and look into it if it stays.
 */
export type VerifiedWebhook =
  /** The platform says this. The same `event.id` may come again. */
  | { readonly outcome: 'event'; readonly event: PartnerEvent }
  /** The platform sent it, and it is of a type newer than this SDK. */
  | { readonly outcome: 'unknown'; readonly id: string }
  | { readonly outcome: 'refused'; readonly why: WebhookRefusal }

/** How far the platform's clock and yours may be apart, and how long a request may have been on its way. */
export const WEBHOOK_TOLERANCE_MS = 5 * 60_000

const encoder = new TextEncoder()

/**
 * Checks a request and reads it. Runs wherever Web Crypto is: Node, Deno, Bun, at the edge, in a browser. Signatures are compared
 * in constant time by the platform's own `verify`.
 * @throws TypeError for a secret that is none; {UnexpectedAnswerError} for signed bytes that are no event, so never for a stranger
 */
export async function verifyWebhook(
  { headers, body }: WebhookRequest,
  { secret, now = Date.now() }: WebhookSettings,
): Promise<VerifiedWebhook> {
  const secrets = (typeof secret === 'string' ? [secret] : secret).map(bytesOf)
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headerOf(headers, name),
  )
  if (!id || !timestamp || !signatures || !/^\d{1,12}$/.test(timestamp)) return refused('HEADERS_MISSING')
  const late = now - Number(timestamp) * 1_000
  if (late > WEBHOOK_TOLERANCE_MS) return refused('TOO_OLD')
  if (late < -WEBHOOK_TOLERANCE_MS) return refused('TOO_NEW')
  const bytes = typeof body === 'string' ? encoder.encode(body) : body
  const signed = concat(encoder.encode(`${id}.${timestamp}.`), bytes)
  if (!(await isSigned(signed, signatures, secrets))) return refused('BAD_SIGNATURE')
  const event = readEvent(new TextDecoder().decode(bytes))
  return event === undefined ? { outcome: 'unknown', id } : { outcome: 'event', event }
}

const refused = (why: WebhookRefusal): VerifiedWebhook => ({ outcome: 'refused', why })

function headerOf(headers: WebhookRequest['headers'], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}

/** @throws TypeError */
function bytesOf(secret: string): Uint8Array<ArrayBuffer> {
  const text = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1]
  const bytes = text === undefined ? undefined : fromBase64(text)
  if (bytes === undefined) throw new TypeError('a webhook secret begins with whsec_ and goes on in base64')
  return bytes
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (one) => one.charCodeAt(0))
  } catch {
    return undefined
  }
}

function concat(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(head.length + tail.length)
  all.set(head)
  all.set(tail, head.length)
  return all
}

/** Whether any of the signatures is one of the secrets'. Versions other than `v1` are for other kinds of keys. */
async function isSigned(
  signed: Uint8Array<ArrayBuffer>,
  signatures: string,
  secrets: readonly Uint8Array<ArrayBuffer>[],
): Promise<boolean> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const given = signatures
    .split(' ')
    .slice(0, MOST_SIGNATURES)
    .flatMap((one) => (one.startsWith('v1,') ? (fromBase64(one.slice(3)) ?? []) : []))
  for (const secret of secrets) {
    const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['verify'])
    for (const signature of given) if (await crypto.subtle.verify('HMAC', key, signature, signed)) return true
  }
  return false
}

/** More than a rotation ever has; a stranger's header costs no more than this. */
const MOST_SIGNATURES = 8
