// What oidc-provider is told of a registered client: the one profile every client has (FAPI 2.0 Security Profile).
import type { PartnerId } from '@countersign/protocol'
import type { ClientMetadata } from 'oidc-provider'
import type { Client } from '../store/clients.ts'
import { EVENTS_SCOPE } from './access-token.ts'
import { FEATURE_DETAIL } from './details.ts'

/** The metadata that names a client's partner; not an OAuth parameter. */
export const PARTNER_PROPERTY = 'countersign_partner'

/** The metadata of a client: private_key_jwt, PAR, DPoP, pairwise subjects, our own type of authorization details. */
export function clientMetadata(client: Client): ClientMetadata {
  return {
    client_id: client.id,
    redirect_uris: [...client.redirectUris],
    jwks: { keys: client.jwks.keys.map((key) => ({ ...key })) },
    token_endpoint_auth_method: 'private_key_jwt',
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    response_types: ['code'],
    subject_type: 'pairwise',
    scope: `openid offline_access ${EVENTS_SCOPE}`,
    id_token_signed_response_alg: 'ES256',
    dpop_bound_access_tokens: true,
    require_pushed_authorization_requests: true,
    authorization_details_types: [FEATURE_DETAIL],
    [PARTNER_PROPERTY]: client.partner,
  }
}

/** The partner of a client that oidc-provider found. */
export function partnerOf(client: { readonly [name: string]: unknown }): PartnerId {
  return client[PARTNER_PROPERTY] as PartnerId
}
