// State of the authorization server: codes, tokens, pushed requests, interactions, sessions. Ids are stored hashed only.
import type { Instant } from '@countersign/protocol'
import type { Session } from './database.ts'

/** One stored model. `id` is a hash, so that who reads the table holds no code, token or cookie. */
export interface OauthModel {
  readonly model: string
  readonly id: string
  readonly payload: object
  readonly oauthGrant: string | null
  readonly uid: string | null
  readonly expiresAt: Instant | null
}

/** Stores a model, replacing the one with its id. */
export async function saveModel(session: Session, row: OauthModel): Promise<void> {
  await session.query(
    `insert into oauth_models (model, id, payload, oauth_grant_id, uid, expires_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (model, id) do update set payload = excluded.payload, oauth_grant_id = excluded.oauth_grant_id,
     uid = excluded.uid, expires_at = excluded.expires_at`,
    [row.model, row.id, JSON.stringify(row.payload), row.oauthGrant, row.uid, row.expiresAt],
  )
}

/** Stores a model that must be new; false when it is there and has not expired by `now`. Of two callers one wins. */
export async function saveNewModel(session: Session, row: OauthModel, now: Instant): Promise<boolean> {
  const { rowCount } = await session.query(
    `insert into oauth_models (model, id, payload, oauth_grant_id, uid, expires_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (model, id) do update set payload = excluded.payload, expires_at = excluded.expires_at
     where oauth_models.expires_at <= $7`,
    [row.model, row.id, JSON.stringify(row.payload), row.oauthGrant, row.uid, row.expiresAt, now],
  )
  return rowCount === 1
}

/** The payload of a model, consumed or not. */
export async function findModel(
  session: Session,
  model: string,
  id: string,
): Promise<{ readonly payload: object; readonly consumedAt: Instant | null } | undefined> {
  const { rows } = await session.query<{ payload: object; consumed_at: Instant | null }>(
    'select payload, consumed_at from oauth_models where model = $1 and id = $2',
    [model, id],
  )
  return rows.map((row) => ({ payload: row.payload, consumedAt: row.consumed_at }))[0]
}

/** The payload of the model with this uid, which is not a secret. */
export async function findModelByUid(
  session: Session,
  model: string,
  uid: string,
): Promise<object | undefined> {
  const { rows } = await session.query<{ payload: object }>(
    'select payload from oauth_models where model = $1 and uid = $2',
    [model, uid],
  )
  return rows[0]?.payload
}

/** Marks a model used; false when it was used before or is gone. Of two callers at once, in any server, one gets true. */
export async function consumeModel(
  session: Session,
  model: string,
  id: string,
  at: Instant,
): Promise<boolean> {
  const { rowCount } = await session.query(
    'update oauth_models set consumed_at = $3 where model = $1 and id = $2 and consumed_at is null',
    [model, id, at],
  )
  return rowCount === 1
}

/** The authorization a model belongs to. */
export async function authorizationOf(
  session: Session,
  model: string,
  id: string,
): Promise<string | undefined> {
  const { rows } = await session.query<{ oauth_grant_id: string | null }>(
    'select oauth_grant_id from oauth_models where model = $1 and id = $2',
    [model, id],
  )
  return rows[0]?.oauth_grant_id ?? undefined
}

/** Removes one model; removing one that is not there changes nothing. */
export async function deleteModel(session: Session, model: string, id: string): Promise<void> {
  await session.query('delete from oauth_models where model = $1 and id = $2', [model, id])
}

/** Removes what belongs to an authorization: of one model, or all of it, so that its tokens are dead at once. */
export async function deleteAuthorization(
  session: Session,
  oauthGrant: string,
  model: string | null,
): Promise<void> {
  await session.query(
    'delete from oauth_models where oauth_grant_id = $1 and ($2::text is null or model = $2)',
    [oauthGrant, model],
  )
}

/** The payload of an access token whose authorization still stands; expiry is for the caller to judge. */
export async function findStandingToken(session: Session, id: string): Promise<object | undefined> {
  const { rows } = await session.query<{ payload: object }>(
    `select token.payload from oauth_models token where token.model = 'AccessToken' and token.id = $1
     and exists (select 1 from oauth_models standing
       where standing.oauth_grant_id = token.oauth_grant_id and standing.model = 'Grant')`,
    [id],
  )
  return rows[0]?.payload
}

/** The payload of a token a client got for itself, which hangs on no authorization; expiry is for the caller to judge. */
export async function findClientToken(session: Session, id: string): Promise<object | undefined> {
  return (await findModel(session, 'ClientCredentials', id))?.payload
}

/** Clears away what has run out by `now`. */
export async function deleteExpiredModels(session: Session, now: Instant): Promise<number> {
  return (await session.query('delete from oauth_models where expires_at <= $1', [now])).rowCount
}
