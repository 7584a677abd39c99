// The keys that consent receipts are checked with: whoever is shown a receipt can check it, without an account (REC-02).
import { z } from 'zod'
import type { Http } from '../http/server.ts'
import { receiptJwk } from '../ledger/receipt-signer.ts'
import type { System } from '../system.ts'

const text = z.string()

/** Adds their address. */
export function receiptKeyRoutes(http: Http, { keys }: Pick<System, 'keys'>): void {
  const jwks = { keys: [receiptJwk(keys.receiptKey)] }
  const jwk = z.object({ kty: text, crv: text, x: text, kid: text, alg: text, use: text })
  http.get(
    '/receipt-keys.json',
    {
      schema: {
        tags: ['everyone'],
        security: [],
        summary: 'The keys that sign consent receipts, as a JWK set (RFC 7517)',
        response: { 200: z.object({ keys: z.array(jwk) }) },
      },
    },
    async (_, reply) => reply.header('cache-control', 'public, max-age=3600').send(jwks),
  )
}
