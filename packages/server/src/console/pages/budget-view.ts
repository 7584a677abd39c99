// How much of a budget is used, drawn: a step for each band up to the budget, filled as far as people were reached.
import { reachBand, reachBands } from '@countersign/protocol'
import type { BudgetUsed } from '../../acts/budget-used.ts'
import { type Html, html } from '../../http/html.ts'
import { countWords } from '../../http/words.ts'

const [STEP, GAP, HEIGHT] = [40, 3, 10]

/** The bar of a feature, under the sentence that says the same. Real people only: test people are nobody here. */
export function budgetView({ group, budget, reachedFrom, isNear }: BudgetUsed): Html {
  if (budget === 0)
    return html`<p class="soft">Nothing of ${group} is reviewed, so it reaches test people only, who count for nothing.</p>`
  const reached = reachedFrom === 0 ? 'nobody yet' : `${reachBand(reachedFrom)} people`
  return html`<p class="soft">All of ${group} may reach ${countWords(budget, 'account')}, and has reached ${reached}.
      ${isNear && html`<span class="tag warn">nearly used up</span> One more than the budget suspends the company.`}</p>
    ${bar(budget, reachedFrom, isNear)}`
}

function bar(budget: number, reachedFrom: number, isNear: boolean): Html {
  const steps = reachBands.filter((from) => from > 0 && from <= budget)
  const filled = steps.filter((from) => from <= reachedFrom).length
  const width = steps.length * (STEP + GAP) - GAP
  const label = `${filled} of ${steps.length} steps, each ten times the one before`
  return html`<svg class="budget${isNear && ' near'}" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}"
      role="img" aria-label="${label}">${steps.map(
        (from, i) =>
          html`<rect class="${from <= reachedFrom ? 'used' : 'free'}" x="${i * (STEP + GAP)}" width="${STEP}" height="${HEIGHT}" rx="2" />`,
      )}</svg>`
}
