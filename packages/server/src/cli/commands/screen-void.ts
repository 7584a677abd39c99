// countersign screen void: a permission screen was not good enough, so what was given on it counts no more (PER-04).
import { voidScreen } from '../../acts/void-screen.ts'
import { CliError } from '../cli-error.ts'
import { type CommandSpec, withSystem } from '../command.ts'

/** `countersign screen void HASH` */
export const screenVoidCommand: CommandSpec = {
  name: 'void',
  summary: 'Void a permission screen: everything given on it counts no more, and each person is told',
  arguments: [['<hash>', 'the screen’s hash, as a permission names it: 64 hexadecimal digits']],
  examples: [[`screen void ${'0123456789abcdef'.repeat(4)}`, 'at once, for everybody']],
  async run({ settings, output }, hash = '') {
    if (!/^[0-9a-f]{64}$/.test(hash)) {
      const next = 'It is 64 hexadecimal digits; `countersign grant list --json` names it.'
      throw new CliError('USAGE', 'That is not the hash of a screen.', next, 'usage')
    }
    await withSystem(settings, async (system) => {
      const { partners, people } = await voidScreen(system, { hash })
      output.result(
        { screen: hash, partners, people },
        `The screen is void. What ${people} people gave on it counts no more; each has a notice.`,
      )
    })
  },
}
