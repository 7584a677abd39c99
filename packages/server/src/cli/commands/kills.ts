// countersign kills: servers and database killed at every point of a turn, under load, and what is left checked each time.
import { proofCommand } from './proof-command.ts'

/** `countersign kills` */
export const killsCommand = proofCommand({
  name: 'kills',
  summary: 'Kill servers and database under load, and check that nothing received or acknowledged is lost',
  options: [
    ['--count <n>', 'how many kills; 45 are every combination of victim and moment once (default: 45)'],
    ['--seed <n>', 'who is killed when (default: 1)'],
    ['--fault <name>', 'plant one fault and end when it is found: early-release, no-sync'],
    ['--faults', 'afterwards plant each fault and see it found'],
  ],
  examples: [
    ['kills --count 500', 'exit code 0 only if every byte received is recorded and every act kept'],
    [
      'kills --fault no-sync',
      'a database that does not wait for its disk: ends with exit code 1 and what was lost',
    ],
  ],
})
