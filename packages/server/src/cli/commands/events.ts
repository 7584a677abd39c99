// countersign events: events to webhooks whose receivers fail, hang, lie and die, and over streams that keep breaking off.
import { proofCommand } from './proof-command.ts'

/** `countersign events` */
export const eventsCommand = proofCommand({
  name: 'events',
  summary:
    'Tell partners events through webhooks and streams that fail in every way, and check that none is lost',
  options: [
    ['--count <n>', 'how many events, through webhooks and again over streams (default: 400)'],
    ['--reconnects <n>', 'how often streams are cut (default: 50)'],
    ['--seed <n>', 'who fails how, and where streams are cut (default: 1)'],
  ],
  examples: [
    ['events --count 10000 --reconnects 500', 'then plant each fault and see that it is found'],
    ['events --seed 2', 'another small one'],
  ],
})
