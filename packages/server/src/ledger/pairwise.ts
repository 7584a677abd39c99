// Pairwise subjects (OpenID Connect Core §8.1): each partner knows a person under another name, and no two can join them.
import type { PartnerId, PersonId } from '@countersign/protocol'
import { frame, hmac, hmacKey } from './hash.ts'
import type { ServerKeys } from './server-keys.ts'

/** The `sub` one partner knows a person under, the same every time: a keyed hash, 43 characters of base64url (SCP-06). */
export function pairwiseSubject(
  { keys }: { readonly keys: Pick<ServerKeys, 'cursorKey'> },
  partner: PartnerId,
  person: PersonId,
): string {
  const key = hmacKey(keys.cursorKey('pairwise subjects'))
  return Buffer.from(hmac(key, frame(partner), frame(person))).toString('base64url')
}
