// The page of a run: the goals first, then every shape, the withdrawals, the world, the machine, and how it was measured.
import { shapes } from '../shapes.ts'
import { variantNames, variants } from '../variants.ts'
import { environmentSection, methodSection, withdrawalSection, worldSection } from './appendix.ts'
import { type Goal, type GoalCell, missedBy } from './goals.ts'
import { escapeHtml, figure } from './html.ts'
import { goalPlot, mark } from './plots.ts'
import type { Report } from './report.ts'
import { shapeSection } from './shape-section.ts'
import { style } from './style.ts'

/** The page as one document that needs nothing else. */
export function pageOf(report: Report): string {
  const hit = report.goals.filter((goal) => goal.hit).length
  const measured = report.goals.filter((goal) => goal.worst !== undefined).length
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>What protection costs</title><style>${style}</style></head><body><main>
<h1>What protection costs</h1>
<p>A partner's page of messages, protected by everybody's consent and recorded before it leaves, beside the same page
without consent and beside plain SQL: ${figure(report.world.messages)} messages, measured in turn in one run that ended
${escapeHtml(report.at)}. ${hit} of ${measured} goals of design §12 are hit.</p>
${legend()}
<h2>Goals</h2><div class="grid2">${report.goals.map(goalPanel).join('')}</div>
${shapes.map((shape) => shapeSection(shape, report.analysis)).join('')}
${withdrawalSection(report)}${worldSection(report)}${environmentSection(report)}${methodSection(report)}
</main></body></html>
`
}

function legend(): string {
  const items = variantNames.map((name) => {
    const { title, says } = variants[name]
    const sign = `<svg viewBox="0 0 12 12" class="${name}" aria-hidden="true">${mark(name, 6, 6)}</svg>`
    return `<li>${sign}<span><strong>${escapeHtml(title)}</strong>: ${escapeHtml(says)}</span></li>`
  })
  return `<ul class="legend panel">${items.join('')}</ul>`
}

function goalPanel(goal: Goal): string {
  const { name, says, unit, target, cells, hit, worst, closes } = goal
  if (worst === undefined)
    return `<section class="panel" id="goal-${name}"><h3>${escapeHtml(says)}</h3><p class="quiet">Not measured in this run.</p></section>`
  const word = hit ? '✓ Hit' : '✗ Missed'
  const verdict = `<p><span class="verdict ${hit ? 'hit' : 'missed'}">${word}.</span> ${escapeHtml(missedBy(goal))}.</p>`
  const closing =
    closes.length === 0
      ? ''
      : `<p>Where the time goes there, and what would close it:</p><ul>${closes.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`
  const plot = goalPlot('each shape at each number of callers', unit, target, cells.map(pointOf))
  return `<section class="panel" id="goal-${name}"><h3>${escapeHtml(says)}</h3>${verdict}${closing}${plot}</section>`
}

function pointOf(cell: GoalCell): Parameters<typeof goalPlot>[3][number] {
  return { ...cell, label: `${cell.shape}, ${cell.callers}` }
}
