// Clients: the OAuth software of partners, with where it is and its public keys. Written by the turnstile's login only.
import { type ClientId, type Instant, idOf, type PartnerId, parseId, uuidOf } from '@countersign/protocol'
import { assertRowCount, type Session } from './database.ts'

/** A public key of a client (RFC 7517). */
export type PublicJwk = Readonly<Record<string, string>>

/** A partner's OAuth software. */
export interface Client {
  readonly id: ClientId
  readonly partner: PartnerId
  readonly redirectUris: readonly string[]
  /** Public keys only; never fetched from anywhere. */
  readonly jwks: { readonly keys: readonly PublicJwk[] }
  readonly madeAt: Instant
}

interface ClientRow {
  readonly client_id: string
  readonly partner_id: string
  readonly redirect_uris: string[]
  readonly jwks: Client['jwks']
  readonly made_at: Instant
}

const columns = 'client_id, partner_id, redirect_uris, jwks, made_at'

function clientFromRow(row: ClientRow): Client {
  const id = parseId('client', row.client_id)
  if (id === undefined) throw new TypeError('a client with an id that is none')
  return {
    id,
    partner: idOf('partner', row.partner_id),
    redirectUris: row.redirect_uris,
    jwks: row.jwks,
    madeAt: row.made_at,
  }
}

/** The client with this id. */
export async function findClient(session: Session, client: ClientId): Promise<Client | undefined> {
  const { rows } = await session.query<ClientRow>(`select ${columns} from clients where client_id = $1`, [
    client,
  ])
  return rows.map(clientFromRow)[0]
}

/** The client of a partner, the oldest when there are several. */
export async function findClientOf(session: Session, partner: PartnerId): Promise<Client | undefined> {
  const { rows } = await session.query<ClientRow>(
    `select ${columns} from clients where partner_id = $1 order by made_at, client_id limit 1`,
    [uuidOf(partner)],
  )
  return rows.map(clientFromRow)[0]
}

/** Adds a client. */
export async function insertClient(session: Session, client: Client): Promise<void> {
  await session.query(`insert into clients (${columns}) values ($1, $2, $3, $4, $5)`, [
    client.id,
    uuidOf(client.partner),
    client.redirectUris,
    JSON.stringify(client.jwks),
    client.madeAt,
  ])
}

/** Saves where a client is and its keys. */
export async function saveClient(session: Session, { id, redirectUris, jwks }: Client): Promise<void> {
  const result = await session.query(
    'update clients set redirect_uris = $2, jwks = $3 where client_id = $1',
    [id, redirectUris, JSON.stringify(jwks)],
  )
  assertRowCount(result, 1)
}
