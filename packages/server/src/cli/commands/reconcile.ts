// countersign reconcile: compares what is open with the register now, as the server does once a day (SUN-05).
import { reconcile } from '../../acts/reconcile.ts'
import { type CommandSpec, withSystem } from '../command.ts'

/** `countersign reconcile` */
export const reconcileCommand: CommandSpec = {
  name: 'reconcile',
  summary: 'Close what belongs to no feature of the register, and say what was closed',
  examples: [['reconcile', 'what a server does once a day by itself']],
  async run({ settings, output }) {
    await withSystem(settings, async (system) => {
      const found = await reconcile(system)
      const { tokens, routes, hooks, ended, unregistered } = found
      output.result(
        { ...found },
        [
          `Closed ${tokens} tokens, ${routes} clients and ${hooks} webhooks that belong to nothing in the register.`,
          `Cleared ${ended} tokens of features that have ended.`,
          unregistered.length === 0
            ? 'Register and traffic agree: every partner in the ledger is in the register.'
            : `In the ledger and not in the register: ${unregistered.join(', ')}`,
        ].join('\n'),
      )
    })
  },
}
