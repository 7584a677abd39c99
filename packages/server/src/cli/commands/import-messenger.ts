// countersign import messenger PATH: a Facebook Messenger export comes in, with progress, repeatable and resumable.
import { importMessenger, type RecordCounts } from '../../imports/messenger/import-messenger.ts'
import { importCommand } from './import-command.ts'

/** `countersign import messenger PATH` */
export const importMessengerCommand = importCommand({
  name: 'messenger',
  summary: 'Import a Facebook Messenger export in JSON',
  arguments: [['<path>', 'the folder a "download your information" export was unpacked into']],
  options: [['--removed <name>', 'what it calls removed accounts, when it is not in English']],
  examples: [
    ['import messenger ./facebook-ana', 'import an export; again after an interruption, it goes on'],
    ['import messenger ./facebook-jan --source jan --removed Facebook-Nutzer', "somebody else's, in German"],
  ],
  prepare({ removed: given }) {
    const removed = typeof given === 'string' ? given : undefined
    return async (system, options) => {
      const { added, records } = await importMessenger(system, { ...options, removed })
      return { added, read: { json: { records }, words: inWords(records) } }
    }
  },
})

function inWords({ total, reactions, empty_threads: empty, ...kinds }: RecordCounts): string {
  const counts = Object.entries(kinds).map(([kind, count]) => `${kind} ${count}`)
  return `Messages read: ${total} (${counts.join(', ')}); reactions ${reactions}; threads without any message ${empty}`
}
