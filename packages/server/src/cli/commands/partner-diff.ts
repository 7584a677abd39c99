// countersign partner diff FILE: what a declaration would change of what people have now, in plain words.
import { resolve } from 'node:path'
import { readPartnerFile } from '../../acts/read-partner-file.ts'
import { type ComparedFeature, comparePartnerFile } from '../../acts/submit-partner-file.ts'
import { findPartnerSlug } from '../../store/partners.ts'
import { type CommandSpec, withSystem } from '../command.ts'
import { readText } from '../read-text.ts'

/** `countersign partner diff FILE` */
export const partnerDiffCommand: CommandSpec = {
  name: 'diff',
  summary: 'Compare a declaration with what is in force',
  arguments: [['<file>', 'its countersign.partner.yaml']],
  examples: [
    [
      'partner diff ./countersign.partner.yaml',
      'what it takes more, what it takes less, what it says differently',
    ],
    ['partner diff ./countersign.partner.yaml --json', 'the same as data'],
  ],
  async run({ settings, output, world }, path = '') {
    const file = readPartnerFile(await readText(resolve(world.folder, path)))
    await withSystem(settings, async (system) => {
      const partner = (await findPartnerSlug(system.app, file.slug)) ?? null
      const features = await comparePartnerFile(system.app, partner, file)
      output.result(
        { slug: file.slug, registered: partner !== null, features },
        features.map(said).join('\n\n'),
      )
    })
  },
}

const effects = {
  unchanged: 'nothing changes',
  narrows: 'only takes less: in force for everybody once submitted',
  review: 'test accounts have it once submitted, people after a review',
} as const

function said({ slug, effect, needsOwner, diff: { widens, narrows, rewords } }: ComparedFeature): string {
  const part = (sign: string, lines: readonly string[]) => lines.map((line) => `  ${sign} ${line}`)
  if (effect === 'unchanged') return `${slug}: ${effects[effect]}`
  return [
    `${slug}: ${effects[effect]}`,
    ...(needsOwner
      ? ['  it takes something away from everybody: at the console only an owner can submit it']
      : []),
    ...part('+', widens),
    ...part('-', narrows),
    ...part('~', rewords),
  ].join('\n')
}
