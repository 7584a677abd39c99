// The authorization server: oidc-provider held to the FAPI 2.0 Security Profile, with our own details and screens.
import type { IncomingMessage } from 'node:http'
import { type PersonId, parseId } from '@countersign/protocol'
import { type Configuration, errors, type KoaContextWithOIDC, Provider } from 'oidc-provider'
import { endAuthorization } from '../acts/end-authorization.ts'
import { ACCESS_TOKEN_MINUTES } from '../acts/save-client.ts'
import { pairwiseSubject } from '../ledger/pairwise.ts'
import { loggable } from '../ports/loggable.ts'
import { featuresOf } from '../store/features.ts'
import { findPerson } from '../store/people.ts'
import type { System } from '../system.ts'
import { EVENTS_SCOPE } from './access-token.ts'
import { oauthAdapter } from './adapter.ts'
import { PARTNER_PROPERTY, partnerOf } from './client-metadata.ts'
import { detailsForToken, FEATURE_DETAIL, parseDetails, requestedFeature } from './details.ts'
import { showError } from './error-page.ts'
import { ended, featureOf, unregistered } from './standing.ts'

/** How long things live, in seconds. A code and an access token are short because withdrawing must not wait for them. */
const TTL = {
  code: 60,
  accessToken: ACCESS_TOKEN_MINUTES * 60,
  idToken: 600,
  interaction: 1800,
  session: 3600,
  authorization: 365 * 86_400,
}

/** FAPI 2.0 Security Profile §5.4.1. */
const algorithms = ['ES256', 'PS256', 'EdDSA', 'Ed25519'] as const

/** Whose cookies are whose; none of them is a person's session on our pages. */
export const cookieNames = {
  session: 'countersign_oauth',
  interaction: 'countersign_interaction',
  resume: 'countersign_resume',
} as const

/** The paths oidc-provider answers on, below the issuer. */
export const oauthRoutes = {
  authorization: '/oauth/authorize',
  pushed_authorization_request: '/oauth/par',
  token: '/oauth/token',
  revocation: '/oauth/revoke',
  introspection: '/oauth/introspect',
  userinfo: '/oauth/userinfo',
  jwks: '/oauth/jwks',
} as const

/** The authorization server of a system. All its state is in PostgreSQL, so that any number of servers are one. */
export function createProvider(system: System): Provider {
  const provider = new Provider(system.settings.publicUrl, configuration(system))
  // Only so that it believes `asSentTo` about TLS.
  provider.proxy = true
  return provider
}

/**
 * Tells oidc-provider how the browser reached us: as the issuer's address says. TLS may end before this process, and what
 * a request claims about that is nobody's word.
 */
export function asSentTo(publicUrl: string, request: IncomingMessage): void {
  const { protocol, host } = new URL(publicUrl)
  request.headers['x-forwarded-proto'] = protocol.slice(0, -1)
  request.headers['x-forwarded-host'] = host
  delete request.headers['x-forwarded-for']
}

function configuration(system: System): Configuration {
  return {
    adapter: oauthAdapter({
      app: system.app,
      codeReplayed: (grant, payload) => codeReplayed(system, grant, payload),
    }),
    clientAuthMethods: ['private_key_jwt'],
    clientBasedCORS: (_, origin, client) => isOwnPage(origin, client.redirectUris),
    clientDefaults: { token_endpoint_auth_method: 'private_key_jwt', id_token_signed_response_alg: 'ES256' },
    cookies: {
      names: cookieNames,
      keys: [...system.keys.cookieKeys],
      long: { signed: true, httpOnly: true, sameSite: 'lax', path: '/oauth' },
      short: { signed: true, httpOnly: true, sameSite: 'lax' },
    },
    enabledJWA: {
      clientAuthSigningAlgValues: algorithms,
      dPoPSigningAlgValues: algorithms,
      idTokenSigningAlgValues: ['ES256'],
    },
    extraClientMetadata: { properties: [PARTNER_PROPERTY] },
    features: features(system),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    jwks: { keys: system.keys.oauthJwks.keys.map((key) => ({ ...key })) } as NonNullable<
      Configuration['jwks']
    >,
    pairwiseIdentifier: async (_, person, client) =>
      pairwiseSubject(system, partnerOf(client), person as PersonId),
    pkce: { required: () => true },
    renderError: (ctx, out) => showError(ctx, out),
    responseTypes: ['code'],
    routes: oauthRoutes,
    scopes: ['openid', 'offline_access', EVENTS_SCOPE],
    subjectTypes: ['pairwise'],
    ...lifetimes(),
    ...accounts(system),
  }
}

/**
 * Whether a page is where one of a client's registered redirect addresses is. A key that was carried off to a page elsewhere
 * opens nothing from there.
 */
function isOwnPage(origin: string, redirectUris: readonly string[] = []): boolean {
  return redirectUris.some((uri) => new URL(uri).origin === origin)
}

function features(system: System): NonNullable<Configuration['features']> {
  return {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    dPoP: { enabled: true, allowReplay: false },
    fapi: { enabled: true, profile: '2.0' },
    // A client may ask about its own tokens; what others hold is not its business (RFC 7662 §4). One whose feature has
    // ended is not active, however long it would have run (SUN-01).
    introspection: {
      enabled: true,
      allowedPolicy: async (_, client, token) =>
        token.clientId === client.clientId &&
        (await ended(system, partnerOf(client), featureOf(token))) === undefined,
    },
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
    resourceIndicators: partnerApi(system),
    revocation: { enabled: true, allowedPolicy: (_, client, token) => token.clientId === client.clientId },
    richAuthorizationRequests: {
      enabled: true,
      types: {
        [FEATURE_DETAIL]: {
          async validate(ctx, _, client) {
            // oidc-provider asks for each detail; the rules are about all of them together.
            const details = parseDetails(JSON.parse(String(ctx.oidc.params?.['authorization_details'])))
            await requestedFeature(system, partnerOf(client), details, undefined)
          },
        },
      },
      authorizationDetailsForGrantSource: (ctx) => ctx.oidc.entities.Grant?.rar,
      authorizationDetailsForAccessToken: (ctx, _, source) =>
        detailsForToken(ctx.oidc.params?.['authorization_details'], source?.rar),
      authorizationDetailsForIntrospection: (_, token) => token.rar,
    },
    rpInitiatedLogout: { enabled: false },
    userinfo: { enabled: true },
  }
}

/** The one resource server there is (RFC 8707): what details are for, so a client need not name it, and can name no other. */
function partnerApi({ settings }: System): NonNullable<Configuration['features']>['resourceIndicators'] {
  const api = `${settings.publicUrl}/partner/v1`
  return {
    enabled: true,
    defaultResource: (ctx, _, oneOf) =>
      oneOf ?? (ctx.oidc.params?.['authorization_details'] || isForItself(ctx) ? api : []),
    getResourceServerInfo(ctx, resource) {
      if (resource !== api) throw new errors.InvalidTarget(`the only resource is ${api}`)
      return {
        audience: api,
        scope: isForItself(ctx) ? EVENTS_SCOPE : '',
        accessTokenFormat: 'opaque',
        accessTokenTTL: TTL.accessToken,
      }
    },
  }
}

/** A client asks for a token of its own, not for one of a person. */
function isForItself({ oidc }: KoaContextWithOIDC): boolean {
  return oidc.params?.['grant_type'] === 'client_credentials'
}

function lifetimes(): Partial<Configuration> {
  return {
    // FAPI 2.0 Security Profile §5.3.2.1-9: no rotation, because both halves are bound to keys and a lost answer must
    // not cost the person another consent.
    rotateRefreshToken: false,
    expiresWithSession: async () => false,
    // What was granted has its own end; a sign-in lasts beyond itself only when asked for by name.
    issueRefreshToken: async (_, __, source) =>
      source.rar !== undefined || source.scopes.has('offline_access'),
    ttl: {
      AuthorizationCode: TTL.code,
      AccessToken: TTL.accessToken,
      ClientCredentials: TTL.accessToken,
      IdToken: TTL.idToken,
      Interaction: TTL.interaction,
      Session: TTL.session,
      Grant: TTL.authorization,
      RefreshToken: (ctx: KoaContextWithOIDC) => ctx.oidc.entities.Grant?.remainingTTL ?? TTL.accessToken,
    },
  }
}

function accounts(system: System): Partial<Configuration> {
  return {
    claims: { openid: ['sub'] },
    async findAccount(_, id) {
      const person = parseId('person', id)
      const found = person && (await findPerson(system.app, person))
      return found?.account === 'open' ? { accountId: id, claims: () => ({ sub: id }) } : undefined
    },
    // Every authorization is one of its own: what an earlier one granted is never taken for consent to this one.
    async loadExistingGrant(ctx) {
      const granted = ctx.oidc.result?.consent?.grantId
      return granted === undefined ? undefined : ctx.oidc.provider.Grant.find(granted)
    },
    async extraTokenClaims(ctx, token) {
      const client = ctx.oidc.client
      if (client === undefined) return undefined
      const partner = partnerOf(client)
      const slug = featureOf(token)
      // Codes and refresh tokens both come through here: neither makes a token for what has ended (SUN-01). What a partner must be
      // told, and its answers to it, go on while it is suspended (DEL-02).
      const why = await (isForItself(ctx) ? unregistered(system, partner) : ended(system, partner, slug))
      if (why !== undefined) throw new errors.InvalidGrant(why)
      const feature = (await featuresOf(system.app, partner)).find((one) => one.slug === slug)
      return { countersign_partner: partner, countersign_feature: feature?.id ?? null }
    },
  }
}

async function codeReplayed(
  system: System,
  oauthGrant: string,
  payload: { accountId?: string | undefined },
): Promise<void> {
  const person = parseId('person', payload.accountId)
  if (person === undefined) return
  await endAuthorization(system, { person, oauthGrant }).catch((error: unknown) => {
    // The tokens are dead already; the grant without tokens gives nobody anything.
    system.log.error(loggable(error), 'oauth: a replayed code left its grant')
  })
}
