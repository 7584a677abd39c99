// What a partner is: it follows from facts, never from a label, and no role is exempt from anything (PER-06; GDPR 28(10)).
import type { Offer } from './manifest.ts'
import type { Purpose } from './purposes.ts'

/** Someone acting on instructions alone, or everybody else. */
export const partnerRoles = ['processor', 'third_party'] as const
/** One of them. */
export type PartnerRole = (typeof partnerRoles)[number]

/** What a partner says of itself. Whatever it does not say counts as yes. */
export interface PartnerFacts {
  /** It decides itself what the data are for. */
  readonly ownPurpose: boolean
  /** It decides itself how long it keeps them. */
  readonly ownRetention: boolean
  /** It serves its own customers with them. */
  readonly ownCustomers: boolean
}

/** Purposes only somebody with a purpose of their own can have, whatever they say of themselves. */
const ownByNature: readonly Purpose[] = ['recommendations', 'search', 'profiling', 'advertising']

/**
 * The facts as they are: what a partner says of itself, and the purpose its features have by their nature. A role has no
 * effect on any decision: a processor needs grants like everybody.
 */
export function factsOf(declared: PartnerFacts, offers: readonly Offer[]): PartnerFacts {
  return {
    ...declared,
    ownPurpose: declared.ownPurpose || offers.some(({ purpose }) => ownByNature.includes(purpose)),
  }
}

/** The role that follows from the facts. */
export function roleOf({ ownPurpose, ownRetention, ownCustomers }: PartnerFacts): PartnerRole {
  return ownPurpose || ownRetention || ownCustomers ? 'third_party' : 'processor'
}
