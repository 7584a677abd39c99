// countersign placement restore: the operator brings back what a partner took away (WRT-04).
import type { Instant } from '@countersign/protocol'
import { restorePlacements } from '../../acts/restore-placement.ts'
import { CliError } from '../cli-error.ts'
import { type CommandSpec, withSystem } from '../command.ts'
import { whichPartner } from '../which-partner.ts'

/** `countersign placement restore --partner SLUG --since TIME` */
export const placementRestoreCommand: CommandSpec = {
  name: 'restore',
  summary: 'Bring back the cards a partner has taken away since a time, each as it was',
  options: [
    ['--partner <slug>', 'whose: its short name or id'],
    ['--since <time>', 'only what was taken away from then on, as 2026-11-30 or 2026-11-30T12:00:00Z'],
  ],
  examples: [
    [
      'placement restore --partner teller --since 2026-11-30',
      'everything of that day; again changes nothing',
    ],
    ['placement restore --partner teller --since 2026-11-30T12:00:00Z --json', 'how many, as JSON'],
  ],
  async run({ settings, output, options }) {
    const slug = options['partner']
    if (typeof slug !== 'string') throw missing('--partner')
    const since = timeOf(options['since'])
    await withSystem(settings, async (system) => {
      const { id: partner, name } = await whichPartner(system.app, slug)
      const { restored, gone } = await restorePlacements(system, { partner, since })
      const lost = gone === 0 ? '' : ` Gone for good, after thirty days or by their authors: ${gone}.`
      output.result({ partner, restored, gone }, `Cards of ${name} brought back: ${restored}.${lost}`)
    })
  },
}

function timeOf(given: string | boolean | undefined): Instant {
  if (typeof given !== 'string') throw missing('--since')
  const written = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/.test(given)
  const at = written ? Date.parse(given) : Number.NaN
  if (!Number.isNaN(at)) return at
  const next = 'Write it as 2026-11-30 or 2026-11-30T12:00:00Z.'
  throw new CliError('USAGE', '--since is not a time.', next, 'usage')
}

function missing(option: string): CliError {
  const next = 'Name the partner with --partner, and with --since from when on.'
  return new CliError('USAGE', `${option} is missing.`, next, 'usage')
}
