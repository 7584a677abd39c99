// What is compared once a day: credentials against the register, and the ledger's traffic against it (SUN-05, TRN-03). No request path asks it.
import { type ClientId, idOf, type PartnerId, parseId } from '@countersign/protocol'
import type { Session } from './database.ts'

/** Tokens that were issued to the same client for the same thing. */
export interface TokenKind {
  readonly client: string | null
  /** The feature's short name; null for a pure sign-in. */
  readonly slug: string | null
  /** What an access token names besides; null for a refresh token. */
  readonly partner: string | null
  readonly feature: string | null
}

const kinds = `payload ->> 'clientId' as client, payload #>> '{rar,0,feature}' as slug,
  payload #>> '{extra,countersign_partner}' as partner, payload #>> '{extra,countersign_feature}' as feature`
const tokens = `model in ('AccessToken', 'RefreshToken')`

/** Every kind of token there is, once. */
export async function tokenKinds(session: Session): Promise<readonly TokenKind[]> {
  const { rows } = await session.query<TokenKind>(
    `select distinct ${kinds} from oauth_models where ${tokens}`,
  )
  return rows
}

/** Removes the tokens of one kind; says how many there were. */
export async function deleteTokensOf(session: Session, kind: TokenKind): Promise<number> {
  const { rowCount } = await session.query(
    `delete from oauth_models where ${tokens}
     and (payload ->> 'clientId') is not distinct from $1
     and (payload #>> '{rar,0,feature}') is not distinct from $2
     and (payload #>> '{extra,countersign_partner}') is not distinct from $3
     and (payload #>> '{extra,countersign_feature}') is not distinct from $4`,
    [kind.client, kind.slug, kind.partner, kind.feature],
  )
  return rowCount
}

/** Clients with their partners, as far as the register has those; open ones have an address or a key. */
export async function clientsWithPartners(
  session: Session,
): Promise<
  readonly { readonly client: ClientId; readonly partner: PartnerId | null; readonly open: boolean }[]
> {
  const { rows } = await session.query<{ client_id: string; partner_id: string | null; open: boolean }>(
    `select c.client_id, p.partner_id, cardinality(c.redirect_uris) > 0 or c.jwks -> 'keys' <> '[]'::jsonb as open
     from clients c left join partners p on p.partner_id = c.partner_id`,
  )
  return rows.flatMap(({ client_id, partner_id, open }) => {
    const client = parseId('client', client_id)
    const partner = partner_id === null ? null : idOf('partner', partner_id)
    return client === undefined ? [] : [{ client, partner, open }]
  })
}

/** Closes a client: nowhere to send a person back to, and no key to prove itself with. Turnstile only. */
export async function closeClient(session: Session, client: ClientId): Promise<void> {
  await session.query(`update clients set redirect_uris = '{}', jwks = '{"keys": []}' where client_id = $1`, [
    client,
  ])
}

/** Partners the ledger has entries about that the register does not have: none, where all is well (TRN-03). */
export async function unregisteredTraffic(session: Session): Promise<readonly PartnerId[]> {
  const { rows } = await session.query<{ partner_id: string }>(
    `select distinct c.partner_id from chains c
     where c.chain <> 'self' and not exists (select from partners p where p.partner_id = c.partner_id)`,
  )
  return rows.map((row) => idOf('partner', row.partner_id))
}
