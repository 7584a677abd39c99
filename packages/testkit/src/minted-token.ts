// Access tokens for tests that need hundreds: saved through the server's own adapter, called with a real DPoP proof.
import { randomBytes } from 'node:crypto'
import { type FeatureId, newId, type PartnerId, type PersonId } from '@countersign/protocol'
import * as openid from 'openid-client'
import { oauthAdapter } from '../../server/src/oauth/adapter.ts'
import type { System } from '../../server/src/system.ts'

/** Whom a token speaks for. `feature` null is a pure sign-in (PER-02). */
export interface TokenFor {
  readonly person: PersonId
  readonly partner: PartnerId
  readonly feature: FeatureId | null
}

/** What the server answered: its bytes, not a reading of them. */
export interface PartnerAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/** A partner's client: one key, any number of tokens bound to it. */
export interface MintingPartner {
  /** A fresh access token. What it says is what the authorization server would have written. */
  mint(whom: TokenFor): Promise<string>
  call(token: string, path: string, options?: CallOptions): Promise<PartnerAnswer>
}

/** What a call sends besides its address. */
export interface CallOptions {
  readonly method?: string
  /** More headers; those of the call itself win. */
  readonly headers?: Readonly<Record<string, string>>
  /** The body exactly as it goes out, instead of `json`. */
  readonly raw?: string
  readonly purpose?: string | null
  readonly json?: unknown
}

const TOKEN_SECONDS = 600

/**
 * A partner's client against a running server. Its tokens skip the authorization flow (screens, PAR, codes), which the
 * tests of oauth/ walk whole and which takes a second each; they are stored by the adapter the server stores its own
 * with, looked up, proven by DPoP (RFC 9449) and judged exactly like those.
 * @param fetching what sends its calls, for a proof that must see every byte; the machine's `fetch` unless given
 */
export async function mintingPartner(
  system: Pick<System, 'app'> & { readonly settings: Pick<System['settings'], 'publicUrl'> },
  fetching?: openid.CustomFetch,
): Promise<MintingPartner> {
  const issuer = system.settings.publicUrl
  const client = newId('client', Date.now(), randomBytes(10))
  const config = new openid.Configuration({ issuer }, client)
  // oxlint-disable-next-line typescript/no-deprecated -- deprecated to stand out; the test's server has no TLS
  openid.allowInsecureRequests(config)
  if (fetching !== undefined) config[openid.customFetch] = fetching
  const proof = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'))
  const jkt = await proof.calculateThumbprint()
  const adapter = oauthAdapter({ app: system.app, codeReplayed: async () => {} })
  const save = (model: string, id: string, payload: object): Promise<unknown> =>
    Promise.resolve(adapter(model)).then((store) =>
      store.upsert(id, { ...payload, jti: id, kind: model }, TOKEN_SECONDS),
    )
  return {
    async mint({ person, partner, feature }) {
      const [grantId, token] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')]
      const iat = Math.floor(Date.now() / 1000)
      const common = { iat, exp: iat + TOKEN_SECONDS, accountId: person, clientId: client }
      await save('Grant', grantId, common)
      await save('AccessToken', token, {
        ...common,
        grantId,
        jkt,
        extra: { countersign_partner: partner, countersign_feature: feature },
      })
      return token
    },
    async call(token, path, { method = 'GET', purpose = null, json, headers: more, raw } = {}) {
      const headers = new Headers(more)
      if (purpose !== null) headers.set('countersign-purpose', purpose)
      if (json !== undefined) headers.set('content-type', 'application/json')
      const body = json === undefined ? raw : JSON.stringify(json)
      const url = new URL(path, issuer)
      const calling = openid.fetchProtectedResource(config, token, url, method, body, headers, {
        DPoP: proof,
      })
      const answer = await calling.catch((error: unknown) => {
        // A refused token is an answer like any other.
        if (error instanceof openid.WWWAuthenticateChallengeError) return error.response
        throw error
      })
      return { status: answer.status, headers: answer.headers, body: await answer.text() }
    },
  }
}
