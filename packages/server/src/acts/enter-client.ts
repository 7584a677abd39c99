// A partner's client is new, or has other keys or addresses: saved, and public at once (TRN-03).
import { canonicalJson, type Instant } from '@countersign/protocol'
import { calculateJwkThumbprint } from 'jose'
import type { Entered } from '../gate/turnstile-port.ts'
import { type Client, insertClient, saveClient } from '../store/clients.ts'
import type { Session } from '../store/database.ts'

/**
 * Saves what a client has become and enters it: the thumbprints of its keys (RFC 7638) and where it brings people back to.
 * Whoever holds such a key acts as the partner, so nobody adds one unseen. Runs inside a change; the same changes nothing.
 */
export async function enterClient(
  session: Session,
  known: Client,
  changed: Pick<Client, 'redirectUris' | 'jwks'>,
  at: Instant,
): Promise<Entered> {
  if (textOf(known) === textOf(changed)) return { touches: [], records: [] }
  const client = { ...known, ...changed }
  await saveClient(session, client)
  return entered(client, at)
}

/** Saves a partner's first client and enters it, as any later one: the first key is a key too. Runs inside a change. */
export async function enterNewClient(session: Session, client: Client): Promise<Entered> {
  await insertClient(session, client)
  return entered(client, client.madeAt)
}

async function entered({ id: client, partner, jwks, redirectUris }: Client, at: Instant): Promise<Entered> {
  const keys = await Promise.all(jwks.keys.map((key) => calculateJwkThumbprint(key)))
  const record = { kind: 'client_changed', at, partner, client, keys, redirect_uris: redirectUris } as const
  return { touches: [{ partner }], records: [{ register: partner, record }] }
}

const textOf = ({ redirectUris, jwks }: Pick<Client, 'redirectUris' | 'jwks'>): string =>
  canonicalJson({ uris: [...redirectUris], keys: [...jwks.keys] })
