// A partner's client: its public keys and where it is. Keys are handed to us; we make none and fetch none.
import {
  canonicalJson,
  type DeclaredKey,
  type PartnerFileMistake,
  parsePublicKeys,
  parseRedirectUris,
} from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { type Client, findClientOf, type PublicJwk } from '../store/clients.ts'
import type { System } from '../system.ts'
import { assertEntriesLeft } from './assert-entries-left.ts'
import { declared } from './declared.ts'
import { enterClient } from './enter-client.ts'
import { assertStaff, type Staff } from './staff.ts'

/** More keys than this no rotation needs. */
const MAX_KEYS = 10

/**
 * Public keys in a text somebody pasted: a JWK or a JWK set.
 * @throws {Problem} BAD_REQUEST; a private key is named as one and quoted nowhere
 */
export function readPublicKeys(text: string): readonly DeclaredKey[] {
  if (/PRIVATE KEY/.test(text))
    throw badKeys('is a private key: register the public key only, and replace this one')
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch {
    throw badKeys('is not JSON; paste a public JWK or a JWK set')
  }
  return declared(parsePublicKeys(input))
}

/**
 * Adds public keys beside those there are, so that one can replace another without a gap. One that is there changes nothing.
 * @throws {Problem} BAD_REQUEST for another key under a `kid` that is taken; FULL; NOT_FOUND; TOO_MANY_SUBMISSIONS;
 *   LEDGER_UNAVAILABLE
 */
export async function addKeys(
  system: Pick<System, 'turnstile'>,
  staff: Staff,
  keys: readonly DeclaredKey[],
): Promise<void> {
  await changeClient(system, staff, 'loosens', (client) => withKeys(client, keys))
}

/** A client with these keys beside its own. @throws {Problem} BAD_REQUEST for another key under a `kid` that is taken; FULL */
export function withKeys(client: Client, keys: readonly DeclaredKey[]): Client {
  const known = new Map(client.jwks.keys.map((key) => [key['kid'], key]))
  for (const key of keys.map((one) => ({ ...one, use: 'sig' }) as PublicJwk)) {
    const before = known.get(key['kid'])
    if (before !== undefined && canonicalJson(before) !== canonicalJson(key))
      throw badKeys('has a `kid` that another key has; give each key its own')
    known.set(key['kid'], key)
  }
  if (known.size > MAX_KEYS) throw new Problem('FULL', { detail: `A client has ${MAX_KEYS} keys at most.` })
  return { ...client, jwks: { keys: [...known.values()] } }
}

/** How long an access token lives, whatever becomes of the key it was asked for with: until then withdrawing decides, not it. */
export const ACCESS_TOKEN_MINUTES = 10

/**
 * Removes a key: nothing signed with it gets a token any more. A token given before lives on until it runs out, within
 * {@link ACCESS_TOKEN_MINUTES}; each call with it is decided like any other. Without any key the client gets no new token.
 * @throws {Problem} NOT_FOUND
 */
export async function removeKey(system: Pick<System, 'turnstile'>, staff: Staff, kid: string): Promise<void> {
  await changeClient(system, staff, 'tightens', (client) => {
    const keys = client.jwks.keys.filter((key) => key['kid'] !== kid)
    if (keys.length === client.jwks.keys.length) throw new Problem('NOT_FOUND')
    return { ...client, jwks: { keys } }
  })
}

/**
 * Says where the client is, all addresses on one host.
 * @throws {Problem} BAD_REQUEST; NOT_FOUND; TOO_MANY_SUBMISSIONS; LEDGER_UNAVAILABLE
 */
export async function saveRedirectUris(
  system: Pick<System, 'turnstile'>,
  staff: Staff,
  given: readonly string[],
): Promise<void> {
  const redirectUris = declared(parseRedirectUris(given))
  await changeClient(system, staff, 'loosens', (client) => ({ ...client, redirectUris }))
}

async function changeClient(
  { turnstile }: Pick<System, 'turnstile'>,
  staff: Staff,
  direction: 'tightens' | 'loosens',
  changed: (client: Client) => Client,
): Promise<void> {
  await turnstile.change({
    direction,
    async apply(session, at) {
      await assertStaff(session, staff)
      const client = await findClientOf(session, staff.partner)
      if (client === undefined) throw new Problem('NOT_FOUND')
      if (direction === 'loosens') await assertEntriesLeft(session, staff.partner, at)
      return { value: undefined, ...(await enterClient(session, client, changed(client), at)) }
    },
  })
}

function badKeys(problem: string): Problem {
  const errors: PartnerFileMistake[] = [{ at: 'keys', problem }]
  return new Problem('BAD_REQUEST', { errors })
}
