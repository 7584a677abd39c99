// countersign worlds: random worlds judged three ways, by the database path, decide() and an oracle (design §12).
import { proofCommand } from './proof-command.ts'

/** `countersign worlds` */
export const worldsCommand = proofCommand({
  name: 'worlds',
  summary: 'Play random worlds: the database path, decide() and an oracle must agree on every call',
  options: [
    ['--count <n>', 'how many calls (default: 20000)'],
    ['--seed <n>', 'where the worlds come from; the same seed gives the same worlds (default: 1)'],
    ['--http <n>', 'how many of the calls go through a whole server too (default: 400)'],
    ['--workers <n>', 'how many processes (default: one for each core)'],
    ['--faults', 'plant faults, one after the other, and see each found'],
    ['--from <n>', 'begin at the world of this number, to go on with a run that broke off (default: 0)'],
    ['--only <n>', 'play the one world of this number'],
  ],
  examples: [
    ['worlds --count 1000000 --seed 7', 'a million calls; exit code 0 only if no answer differs'],
    ['worlds --faults', 'and every planted fault is found'],
    ['worlds --seed 7 --only 1234', 'see a counter-example again'],
  ],
})
