// Asks a partner's catalogue on a person's behalf. The partner learns the query, and nothing of who asks or where.
import { type Card, card, type GrantId, type PersonId } from '@countersign/protocol'
import { importJWK, SignJWT } from 'jose'
import { z } from 'zod'
import { jsonIn } from '../outbound/outbound.ts'
import { makeSecret } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { listCatalogues, type OpenCatalogue } from './list-catalogues.ts'

/** A query has at most this many UTF-16 units. */
const MAX_QUERY_LENGTH = 100
/** How many cards an answer may hold. */
const MAX_CARDS = 10
/** The type of the platform's signed request, so that no other token of ours passes for one (RFC 8725 §3.11). */
const REQUEST_TYPE = 'countersign-catalogue+jwt'
const REQUEST_SECONDS = 60

const answer = z.strictObject({ items: z.array(card).max(MAX_CARDS) })

/** What was found, and the catalogue it was found in. */
export interface Found {
  readonly catalogue: OpenCatalogue
  readonly cards: readonly Card[]
}

/**
 * Searches. What is sent is the same whoever asks: the query, and a token that says that this platform asks.
 * @throws {Problem} NOT_FOUND for a catalogue that is not open to the person; BAD_REQUEST for no query or one that is too
 *   long; CATALOGUE for an answer that did not come, or holds anything but cards
 */
export async function searchCatalogue(
  system: Pick<System, 'app' | 'clock' | 'settings' | 'outbound' | 'keys' | 'random'>,
  {
    person,
    locale,
    grant,
    query,
  }: { readonly person: PersonId; readonly locale: string; readonly grant: GrantId; readonly query: string },
): Promise<Found> {
  const words = query.normalize('NFC').replace(/\s+/g, ' ').trim()
  if (words === '' || words.length > MAX_QUERY_LENGTH || !words.isWellFormed())
    throw new Problem('BAD_REQUEST', {
      errors: [{ at: 'querystring/q', problem: `must have 1 to ${MAX_QUERY_LENGTH} characters` }],
    })
  const catalogue = (await listCatalogues(system, { person, locale })).find((one) => one.grant.id === grant)
  if (catalogue === undefined) throw new Problem('NOT_FOUND')
  return { catalogue, cards: await ask(system, catalogue.searchUrl, words) }
}

async function ask(
  system: Pick<System, 'clock' | 'settings' | 'outbound' | 'keys' | 'random'>,
  searchUrl: string,
  query: string,
): Promise<readonly Card[]> {
  const sent = await system.outbound.send({
    url: `${searchUrl}?q=${encodeURIComponent(query).replace(/'/g, '%27')}`,
    headers: { authorization: `Bearer ${await signedRequest(system, searchUrl)}` },
    accept: ['application/json'],
    maxBytes: 256 * 1024,
    timeoutMs: 4_000,
    redirects: 0,
  })
  if (!sent.ok || sent.value.status !== 200) throw new Problem('CATALOGUE')
  const parsed = answer.safeParse(jsonIn(sent.value))
  if (!parsed.success) throw new Problem('CATALOGUE')
  return parsed.data.items
}

/** Good for a minute and for this catalogue; signed with a key of the platform's public key set. */
async function signedRequest(
  { clock, settings, keys, random }: Pick<System, 'clock' | 'settings' | 'keys' | 'random'>,
  searchUrl: string,
): Promise<string> {
  const [key] = keys.oauthJwks.keys
  if (key === undefined) throw new Error('there is no key to sign with')
  const at = Math.floor(clock.now() / 1000)
  return new SignJWT({ jti: makeSecret(random) })
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: REQUEST_TYPE })
    .setIssuer(settings.publicUrl)
    .setAudience(searchUrl)
    .setIssuedAt(at)
    .setExpirationTime(at + REQUEST_SECONDS)
    .sign(await importJWK(key, key.alg))
}
