// Access tokens for the granting people of a world, as the authorization server would have stored them.
import { randomBytes } from 'node:crypto'
import { type ClientId, type FeatureId, newId, type PartnerId, type PersonId } from '@countersign/protocol'
import { oauthAdapter } from '../../../packages/server/src/oauth/adapter.ts'
import type { System } from '../../../packages/server/src/system.ts'

/** For whom a token speaks, and the key it is bound to. */
export interface TokenFor {
  readonly client: ClientId
  readonly person: PersonId
  readonly partner: PartnerId
  readonly feature: FeatureId
  /** RFC 7638 thumbprint. */
  readonly jkt: string
}

const ONE_DAY_S = 86_400

/** A client nobody registered: its tokens are stored, and found, like any other's. */
export function newClient(): ClientId {
  return newId('client', Date.now(), randomBytes(10))
}

/** A token that lasts a day, longer than any run. */
export async function mintToken({ app }: Pick<System, 'app'>, whom: TokenFor): Promise<string> {
  const adapter = oauthAdapter({ app, codeReplayed: async () => {} })
  const [grantId, token] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')]
  const iat = Math.floor(Date.now() / 1000)
  const common = { iat, exp: iat + ONE_DAY_S, accountId: whom.person, clientId: whom.client }
  const save = async (model: string, id: string, payload: object): Promise<unknown> =>
    adapter(model).upsert(id, { ...payload, jti: id, kind: model }, ONE_DAY_S)
  await save('Grant', grantId, common)
  await save('AccessToken', token, {
    ...common,
    grantId,
    jkt: whom.jkt,
    extra: { countersign_partner: whom.partner, countersign_feature: whom.feature },
  })
  return token
}
