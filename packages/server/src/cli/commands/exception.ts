// countersign exception ask | agree | list: the one way a feature ends later, in public, because two people said so (OVR-06).
import { agreeToException, askException } from '../../acts/make-exception.ts'
import { listExceptions } from '../../store/exceptions.ts'
import { type CommandSpec, withSystem } from '../command.ts'
import { asOption, whichFeature, whichId, whichInstant, whichWords, whoSays } from './operator-args.ts'

/** `countersign exception ask SLUG/FEATURE` */
export const exceptionAskCommand: CommandSpec = {
  name: 'ask',
  summary: 'Ask in the public register that a feature end later, once, by thirty days at most',
  arguments: [['<feature>', 'the partner’s short name and the feature’s: jukebox/group-songs']],
  options: [
    asOption,
    ['--until <instant>', 'the later end, with its zone'],
    ['--reason <reason>', 'why; it is public. Name no person in it'],
  ],
  examples: [
    [
      'exception ask matinee/recommend --until 2027-01-15T00:00:00Z --reason "the new one is late" --as ana < password',
      'Ana asks; nothing changes yet',
    ],
  ],
  async run({ settings, output, options, world }, given = '') {
    const until = whichInstant(options['until'], '--until')
    const reason = whichWords(options['reason'], '--reason')
    await withSystem(settings, async (system) => {
      const { partner, feature } = await whichFeature(system, given)
      const by = await whoSays(system, world, options['as'])
      const asked = await askException(system, {
        partner: partner.id,
        feature: feature.id,
        until,
        reason,
        by,
      })
      output.result(
        { ...asked },
        `${asked.id} is in the register. A day from now another reviewer can agree:\ncountersign exception agree ${asked.id} --as …`,
      )
    })
  },
}

/** `countersign exception agree EXCEPTION` */
export const exceptionAgreeCommand: CommandSpec = {
  name: 'agree',
  summary: 'Agree to an exception somebody else asked for, a day later at the earliest',
  arguments: [['<exception>', 'its id']],
  options: [asOption],
  examples: [
    [
      'exception agree exception_0190b5e27cc07a31a5c64dd8e1f2a3b4 --as ben < password',
      'Ben agrees; the end moves',
    ],
  ],
  async run({ settings, output, options, world }, given = '') {
    const exception = whichId('exception', given)
    await withSystem(settings, async (system) => {
      const by = await whoSays(system, world, options['as'])
      const agreed = await agreeToException(system, { exception, by })
      output.result({ ...agreed }, `The feature ends at ${new Date(agreed.newEndAt).toISOString()}.`)
    })
  },
}

/** `countersign exception list` */
export const exceptionListCommand: CommandSpec = {
  name: 'list',
  summary: 'List every exception that was ever asked for',
  examples: [['exception list', 'agreed or not']],
  async run({ settings, output }) {
    await withSystem(settings, async (system) => {
      const exceptions = await listExceptions(system.app)
      const lines = exceptions.map(
        ({ id, newEndAt, reason, agreedBy }) =>
          `${id} ${agreedBy === null ? 'asked' : 'agreed'}: until ${new Date(newEndAt).toISOString()}, “${reason}”`,
      )
      output.result({ exceptions }, lines.join('\n') || 'None.')
    })
  },
}
