// countersign report list | settle: messages that people want the operator to look at.
import { settleReport } from '../../acts/report-message.ts'
import { personNames } from '../../store/names.ts'
import { waitingReports } from '../../store/reports.ts'
import { type CommandSpec, withSystem } from '../command.ts'
import { whichId } from './operator-args.ts'

/** So many are listed; settling some brings the next. */
const MOST = 200

/** `countersign report list` */
export const reportListCommand: CommandSpec = {
  name: 'list',
  summary: 'List messages people reported, the oldest first, as they stand now',
  examples: [['report list', 'what waits to be looked at']],
  async run({ settings, output }) {
    await withSystem(settings, async ({ app }) => {
      const waiting = await waitingReports(app, MOST)
      const names = await personNames(
        app,
        waiting.flatMap(({ person, author }) => (author === null ? [person] : [person, author])),
      )
      const reports = waiting.map((one) => ({
        ...one,
        by: names.get(one.person) ?? '',
        author_name: one.author === null ? null : (names.get(one.author) ?? ''),
      }))
      const lines = reports.map(
        ({ id, reason, by, words, author_name: author, text, reportedAt }) =>
          `${id} ${reason}, ${new Date(reportedAt).toISOString()}, by ${by}${words === '' ? '' : `: ${words}`}\n  ${author ?? 'nobody'}: ${text ?? '(deleted since)'}`,
      )
      output.result({ reports }, lines.join('\n') || 'Nothing waits to be looked at.')
    })
  },
}

/** `countersign report settle ID` */
export const reportSettleCommand: CommandSpec = {
  name: 'settle',
  summary: 'Say that a report was looked at; whoever made it is told so, and nobody else anything',
  arguments: [['<report>', 'its id, from report list']],
  examples: [['report settle report_0190c0ffee0070008000000000000000', 'it waits no more']],
  async run({ settings, output }, given = '') {
    const report = whichId('report', given)
    await withSystem(settings, async (system) => {
      await settleReport(system, report)
      output.result({ report }, `${report} was looked at. Whoever made it has a notice.`)
    })
  },
}
