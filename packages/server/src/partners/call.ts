// A request of the partner API as the gate's call: who, for whom, which feature, why, which fields.
import type { FeatureId, Field } from '@countersign/protocol'
import { isField } from '@countersign/protocol'
import type { FastifyRequest } from 'fastify'
import type { Call } from '../gate/gate.ts'
import { firstFeature } from '../oauth/access-token.ts'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import type { Caller } from './authenticate.ts'

/**
 * Runs a call through the gate. A pure sign-in holds nothing (PER-02): its calls are decided, and entered, like any other,
 * but without a purpose, which no permission is for.
 * @throws {Problem} the refusal; NO_GRANT for every call of a pure sign-in
 */
export async function withCall<T>(
  system: Pick<System, 'app'>,
  caller: Caller,
  request: FastifyRequest,
  fields: readonly Field[] | null,
  work: (call: Call) => Promise<T>,
): Promise<T> {
  const { partner, person, at } = caller
  if (caller.feature !== null)
    return work({ partner, person, feature: caller.feature, purpose: purposeOf(request), fields, at })
  const feature = await firstFeature(system, partner)
  if (feature === undefined) throw new Problem('NO_GRANT')
  try {
    return await work({ partner, person, feature, purpose: null, fields, at })
  } catch (error) {
    if (error instanceof Problem && error.code === 'PURPOSE_REQUIRED')
      throw new Problem('NO_GRANT', error.decision === undefined ? {} : { decision: error.decision })
    throw error
  }
}

/** The feature of a caller. @throws {Problem} NO_GRANT for a pure sign-in */
export function featureOf({ feature }: Caller): FeatureId {
  if (feature === null) throw new Problem('NO_GRANT')
  return feature
}

function purposeOf(request: FastifyRequest): string | null {
  const header = request.headers['countersign-purpose']
  return typeof header === 'string' && header !== '' ? header : null
}

/** The fields of a query. @throws {Problem} BAD_REQUEST for a word that is no field */
export function fieldsOf(text: string | undefined): readonly Field[] | null {
  if (text === undefined) return null
  const names = text.split(',')
  const wrong = names.filter((name) => !isField(name))
  if (wrong.length > 0) {
    const problem = 'has a word that is no field; separate fields by commas, without spaces'
    throw new Problem('BAD_REQUEST', { errors: [{ at: 'querystring/fields', problem }] })
  }
  return names.filter(isField)
}
