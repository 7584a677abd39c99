// countersign import irc PATH: raw logs of an IRC channel come in, with progress, repeatable and resumable.
import { importIrc, type LineCounts } from '../../imports/irc/import-irc.ts'
import { wallClock } from '../../imports/irc/zoned-time.ts'
import { CliError } from '../cli-error.ts'
import { importCommand } from './import-command.ts'

/** `countersign import irc PATH` */
export const importIrcCommand = importCommand({
  name: 'irc',
  summary: 'Import raw logs of an IRC channel',
  arguments: [['<path>', 'a folder of *.raw.txt files, or one of them']],
  options: [['--zone <name>', 'IANA time zone of the times in the logs (default: UTC)']],
  examples: [
    ['import irc ./logs', 'import the logs of a channel; again after an interruption, it goes on'],
    ['import irc ./berlin --zone Europe/Berlin --source berlin', 'another channel, in its own time'],
  ],
  prepare({ zone: given }) {
    const zone = zoneOf(given)
    return async (system, options) => {
      const { added, lines } = await importIrc(system, { ...options, zone })
      return { added, read: { json: { lines }, words: inWords(lines) } }
    }
  },
})

function zoneOf(given: string | boolean | undefined): string {
  if (typeof given !== 'string') return 'UTC'
  try {
    wallClock(given)
  } catch {
    const next = 'Use an IANA name such as UTC, Europe/Berlin or America/New_York.'
    throw new CliError('USAGE', 'That is no time zone for --zone.', next, 'usage')
  }
  return given
}

function inWords({ total, ...kinds }: LineCounts): string {
  const counts = Object.entries(kinds).map(([kind, count]) => `${kind.replaceAll('_', ' ')} ${count}`)
  return `Lines read: ${total} (${counts.join(', ')})`
}
