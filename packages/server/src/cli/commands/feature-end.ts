// countersign feature end: ends a feature for everybody at an instant, or says first what that would take with it (SUN-01).
import { endFeature, previewEnd } from '../../acts/end-feature.ts'
import type { HangsOnFeature } from '../../store/feature-use.ts'
import { type CommandSpec, withSystem } from '../command.ts'
import { whichFeature, whichInstant } from './operator-args.ts'

/** `countersign feature end SLUG/FEATURE` */
export const featureEndCommand: CommandSpec = {
  name: 'end',
  summary: 'End a feature for everybody, now or at an instant',
  arguments: [['<feature>', 'the partner’s short name and the feature’s: jukebox/group-songs']],
  options: [
    ['--at <instant>', 'when, to the millisecond and with its zone; now unless given'],
    ['--preview', 'only say what would end'],
  ],
  examples: [
    ['feature end matinee/recommend --preview', 'what hangs on it now'],
    ['feature end matinee/recommend --at 2026-12-31T00:00:00.000Z', 'it ends then, whatever happens'],
  ],
  async run({ settings, output, options }, given = '') {
    const at = options['at'] === undefined ? null : whichInstant(options['at'], '--at')
    await withSystem(settings, async (system) => {
      const { partner, feature } = await whichFeature(system, given)
      const which = { partner: partner.id, feature: feature.id }
      const hangs = await previewEnd(system, which)
      if (options['preview'] === true) {
        output.result({ ...which, ...hangs }, `With ${given} would end:\n${inWords(hangs)}`)
        return
      }
      const { endAt } = await endFeature(system, { ...which, at })
      const when = new Date(endAt ?? 0).toISOString()
      output.result(
        { ...which, ...hangs, ends_at: endAt },
        `${given} ends at ${when}. With it end:\n${inWords(hangs)}`,
      )
    })
  },
}

function inWords({ grants, people, answers, tokens, drafts }: HangsOnFeature): string {
  return [
    `  ${grants} permissions of ${people} people`,
    `  ${answers} answers of others`,
    `  ${tokens} tokens`,
    `  ${drafts} cards that wait to be confirmed`,
  ].join('\n')
}
