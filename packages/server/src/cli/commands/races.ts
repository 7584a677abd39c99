// countersign races: several servers on one database, everybody at once, and a checker that decides whether it was correct.
import { proofCommand } from './proof-command.ts'

/** `countersign races` */
export const racesCommand = proofCommand({
  name: 'races',
  summary: 'Race withdrawals, edits and ends against partners reading, and check every answer',
  options: [
    ['--seconds <n>', 'how long (default: 60)'],
    ['--servers <n>', 'how many server processes on the one database (default: 2)'],
    ['--seed <n>', 'what everybody chooses to do (default: 1)'],
    ['--readers <n>', 'how many partners read at once (default: 6)'],
    [
      '--fault <name>',
      'plant one fault and end when it is found: cache, no-change-check, early-acknowledgement',
    ],
  ],
  examples: [
    ['races --seconds 600 --servers 3', 'ten minutes; then plant each fault and see that it is found'],
    ['races --fault cache', 'a server with a cache of permits: ends with exit code 1 and what was stale'],
  ],
})
