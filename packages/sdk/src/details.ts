// What a partner asks for and what it was given: authorization details of our type (RFC 9396).
import { isPurpose, type Purpose } from '@countersign/protocol/purposes'
import { type Field, isField, isVerb, type Verb } from '@countersign/protocol/verbs'
import { isObject } from './json.ts'

/** The `type` of the authorization details a feature asks with. */
export const featureDetail = 'countersign_feature'

/** One purpose of a feature with the powers it needs; the person chooses among the powers (PER-03). */
export interface Ask {
  readonly purpose: Purpose
  readonly actions: readonly Verb[]
  /** Only these fields; left out, whatever the feature's manifest offers. */
  readonly datatypes?: readonly Field[]
}

/** What was granted of an ask, as the token says it. It is a snapshot: the gate decides anew at every call. */
export interface GrantedDetail extends Ask {
  /** The feature's slug. */
  readonly feature: string
}

/** The value of the parameter `authorization_details`. */
export function writeDetails(feature: string, asks: readonly Ask[]): string {
  return JSON.stringify(asks.map((ask) => ({ type: featureDetail, feature, ...ask })))
}

/** The details of our type in a token answer; others, and words newer than this SDK, are left out. */
export function parseDetails(value: unknown): readonly GrantedDetail[] {
  if (!Array.isArray(value)) return []
  return value.filter(isObject).flatMap(({ type, feature, purpose, actions, datatypes }) => {
    if (type !== featureDetail || typeof feature !== 'string' || !isPurpose(purpose)) return []
    return [
      {
        feature,
        purpose,
        actions: Array.isArray(actions) ? actions.filter(isVerb) : [],
        ...(Array.isArray(datatypes) && { datatypes: datatypes.filter(isField) }),
      },
    ]
  })
}
