// How much of its budget a company's owner has used, as the company itself may know it (COP-08).
import { type PartnerId, reachBands } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { findPartner } from '../store/partners.ts'
import { budgetOf, reachOf } from '../store/reach.ts'
import type { System } from '../system.ts'

/** From here on the breaker is near, as a share of the budget. */
const NEARLY = 0.8

/** What the harvest breaker would weigh now. */
export interface BudgetUsed {
  readonly group: string
  /** How many people everything of this owner may reach: the largest budget reviewed for a feature of it that runs. */
  readonly budget: number
  /**
   * Where the band of how many are reached begins. Not the number: it counts a person once over all permissions, so a number
   * that did not move would tell that two of the company's people know the same third.
   */
  readonly reachedFrom: number
  /** Whether the breaker is near. Never said of a budget so small that single people would show. */
  readonly isNear: boolean
}

/** The budget of a company's owner and what is used of it. @throws {Problem} NOT_FOUND */
export async function budgetUsed(
  { app, clock }: Pick<System, 'app' | 'clock'>,
  partner: PartnerId,
): Promise<BudgetUsed> {
  const group = (await findPartner(app, partner))?.ownershipGroup
  if (group === undefined) throw new Problem('NOT_FOUND')
  const [budget, reached] = await Promise.all([budgetOf(app, group, clock.now()), reachOf(app, group)])
  const reachedFrom = reachBands.findLast((from) => reached >= from) ?? 0
  return { group, budget, reachedFrom, isNear: budget > 100 && reached >= budget * NEARLY }
}
