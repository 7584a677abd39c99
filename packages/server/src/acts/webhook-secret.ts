// The secrets webhooks are signed with (Standard Webhooks, "Signature scheme"): made here, sealed at rest, shown once.
import type { Instant, PartnerId } from '@countersign/protocol'
import { Webhook as Signer } from 'standardwebhooks'
import { sha256 } from '../ledger/hash.ts'
import { seal, unseal } from '../ledger/seal.ts'
import type { Webhook } from '../store/webhooks.ts'
import type { System } from '../system.ts'

const PREFIX = 'whsec_'
const SECRET_BYTES = 32

/** A new secret: as its receiver is shown it, once, as it is kept, and as the register names it. */
export interface NewSecret {
  readonly shown: string
  readonly sealed: Uint8Array
  /** SHA-256, 64 hexadecimal digits: of 256 random bits it tells nothing, and another secret has another one. */
  readonly hash: string
}

/** Makes a secret for a partner. */
export function makeWebhookSecret(
  { keys, random }: Pick<System, 'keys' | 'random'>,
  partner: PartnerId,
): NewSecret {
  const bytes = random.bytes(SECRET_BYTES)
  return {
    shown: `${PREFIX}${Buffer.from(bytes).toString('base64')}`,
    sealed: seal(bytes, keys.webhookSealingKey, boundTo(partner), random),
    hash: Buffer.from(sha256(bytes)).toString('hex'),
  }
}

/** What is sent of an event. */
export interface Message {
  readonly id: string
  readonly at: Instant
  readonly body: string
}

/**
 * The headers of a message: its id, which is the event's and so the same at each attempt, its time, and a signature by each
 * secret that is good now.
 * @throws Error when a secret cannot be opened: the key folder is not the one it was sealed under
 */
export function signedHeaders(
  { keys }: Pick<System, 'keys'>,
  { partner, secret, previous }: Webhook,
  { id, at, body }: Message,
): Readonly<Record<string, string>> {
  const good = [secret, ...(previous !== null && at < previous.until ? [previous.secret] : [])]
  const signatures = good.map((sealed) => {
    const bytes = unseal(sealed, keys.webhookSealingKey, boundTo(partner))
    if (bytes === undefined) throw new Error('a webhook secret is damaged, or the key folder is another one')
    return new Signer(Buffer.from(bytes).toString('base64')).sign(id, new Date(at), body)
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': signatures.join(' '),
  }
}

const boundTo = (partner: PartnerId): string => `countersign/1 webhook secret ${partner}`
