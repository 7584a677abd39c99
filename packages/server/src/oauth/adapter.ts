// oidc-provider's state in PostgreSQL, shared by every server. Codes, tokens and cookies are stored as hashes of themselves.
import { hash } from 'node:crypto'
import { parseId } from '@countersign/protocol'
import { type Adapter, type AdapterFactory, type AdapterPayload, errors } from 'oidc-provider'
import { findClient } from '../store/clients.ts'
import type { Database } from '../store/database.ts'
import {
  authorizationOf,
  consumeModel,
  deleteAuthorization,
  deleteModel,
  findModel,
  findModelByUid,
  saveModel,
  saveNewModel,
} from '../store/oauth-models.ts'
import { clientMetadata } from './client-metadata.ts'
import { tokenClock } from './token-clock.ts'

/** What the adapter needs: the people's side of the database, and what to do when a code was used twice. */
export interface AdapterParts {
  readonly app: Database
  /** Ends what was granted in the authorization; runs before the second use is refused, and may fail. */
  readonly codeReplayed: (oauthGrant: string, payload: AdapterPayload) => Promise<void>
}

// Stands in stored payloads for the model's own id, which is a secret and comes back with the one who presents it.
const OWN_ID = '{id}'

/** The stored form of an id: who reads the table cannot use what it holds. */
export function storedId(id: string): string {
  return hash('sha256', id, 'base64url')
}

/** The adapter for every model of oidc-provider. */
export function oauthAdapter(parts: AdapterParts): AdapterFactory {
  return (model) => (model === 'Client' ? clientAdapter(parts.app) : modelAdapter(parts, model))
}

function modelAdapter(parts: AdapterParts, model: string): Adapter {
  const { app } = parts
  return {
    async upsert(id, payload, expiresIn) {
      const now = tokenClock.now()
      const row = {
        model,
        id: storedId(id),
        payload: withoutSecrets(id, payload),
        // A Grant is the authorization itself, so that deleting "all of it" includes it.
        oauthGrant: (model === 'Grant' ? id : payload.grantId) ?? null,
        uid: model === 'Session' ? (payload.uid ?? null) : null,
        expiresAt: expiresIn === undefined ? null : now + expiresIn * 1000,
      }
      if (model !== 'ReplayDetection') return saveModel(app, row)
      // oidc-provider looks first and saves then; of two servers that looked at once only one may get past this line.
      if (!(await saveNewModel(app, row, now)))
        throw new errors.InvalidRequest('the proof or assertion was used before')
    },
    async find(id) {
      const found = await findModel(app, model, storedId(id))
      if (found === undefined) return undefined
      const consumed = found.consumedAt === null ? {} : { consumed: Math.floor(found.consumedAt / 1000) }
      // A used code is not reported as used: `consume` alone decides, so one path ends what a replayed code gave.
      return withSecrets(id, { ...found.payload, ...(model !== 'AuthorizationCode' && consumed) })
    },
    async findByUid(uid) {
      return (await findModelByUid(app, model, uid)) as AdapterPayload | undefined
    },
    findByUserCode: async () => undefined,
    consume: (id) => consume(parts, model, id),
    destroy: (id) => deleteModel(app, model, storedId(id)),
    revokeByGrantId: (oauthGrant) => deleteAuthorization(app, oauthGrant, model),
  }
}

/** Uses a model up. @throws {errors.OIDCProviderError} when somebody else was first */
async function consume({ app, codeReplayed }: AdapterParts, model: string, id: string): Promise<void> {
  const stored = storedId(id)
  if (await consumeModel(app, model, stored, tokenClock.now())) return
  if (model !== 'AuthorizationCode') throw new errors.InvalidRequest('it was used before')
  const code = await findModel(app, model, stored)
  const oauthGrant = await authorizationOf(app, model, stored)
  if (code !== undefined && oauthGrant !== undefined) {
    // Tokens first: they die even when the ledger cannot be written. With the Grant gone, tokens that the first use is
    // still about to save are dead too.
    await deleteAuthorization(app, oauthGrant, null)
    await codeReplayed(oauthGrant, code.payload as AdapterPayload)
  }
  throw new errors.InvalidGrant('the authorization code was used before')
}

/** A payload without what would let its reader act as its owner: its own id, and the cookie of a browser's session. */
function withoutSecrets(id: string, { returnTo, session, ...payload }: AdapterPayload): object {
  const rest = Object.fromEntries(Object.entries(payload).filter(([name]) => name !== 'jti'))
  const kept = Object.entries(session ?? {}).filter(([name]) => name !== 'cookie')
  return {
    ...rest,
    ...(session !== undefined && { session: Object.fromEntries(kept) }),
    ...(returnTo !== undefined && { returnTo: String(returnTo).replaceAll(id, OWN_ID) }),
  }
}

function withSecrets(id: string, payload: AdapterPayload): AdapterPayload {
  const { returnTo } = payload
  return {
    ...payload,
    jti: id,
    ...(returnTo !== undefined && { returnTo: String(returnTo).replaceAll(OWN_ID, id) }),
  }
}

/** Clients come from the register and are never written through OAuth. */
function clientAdapter(app: Database): Adapter {
  const refuse = async (): Promise<never> => {
    throw new Error('clients come from the register')
  }
  return {
    async find(id) {
      const client = parseId('client', id)
      const found = client && (await findClient(app, client))
      // One without a key can prove nothing: it is no client until it has one.
      if (found === undefined || found.jwks.keys.length === 0) return undefined
      return clientMetadata(found) as AdapterPayload
    },
    upsert: refuse,
    consume: refuse,
    destroy: refuse,
    revokeByGrantId: refuse,
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
  }
}
