// countersign partner certify | transfer: a partner's year, and whom it belongs to.
import { certifyPartner } from '../../acts/certify-partner.ts'
import { transferPartner } from '../../acts/transfer-partner.ts'
import { CliError } from '../cli-error.ts'
import { type CommandSpec, withSystem } from '../command.ts'
import { whichPartner } from '../which-partner.ts'

/** `countersign partner certify SLUG` */
export const partnerCertifyCommand: CommandSpec = {
  name: 'certify',
  summary: 'Certify a partner for a year from now, in the last sixty days of its year or after',
  arguments: [['<slug>', 'the partner’s short name or id']],
  examples: [['partner certify jukebox', 'after it has confirmed that it does what it declared']],
  async run({ settings, output }, slug = '') {
    await withSystem(settings, async (system) => {
      const { id: partner, name } = await whichPartner(system.app, slug)
      const until = await certifyPartner(system, { partner })
      output.result(
        { partner, certified_until: until },
        `${name} (${partner}) is certified until ${new Date(until).toISOString()}.`,
      )
    })
  },
}

/** `countersign partner transfer SLUG GROUP` */
export const partnerTransferCommand: CommandSpec = {
  name: 'transfer',
  summary: 'Record that a partner belongs to another owner: it is suspended, and people must agree anew',
  arguments: [
    ['<slug>', 'the partner’s short name or id'],
    ['<group>', 'the short name of the ownership group it belongs to now'],
  ],
  examples: [['partner transfer jukebox big-holding', 'what people allowed counts no more; each is told']],
  async run({ settings, output }, slug = '', to = '') {
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(to) || to.length > 40) {
      const next = 'Use lower-case letters, digits and single hyphens, 40 at most.'
      throw new CliError('USAGE', 'That is not the short name of a group.', next, 'usage')
    }
    await withSystem(settings, async (system) => {
      const { id: partner, name } = await whichPartner(system.app, slug)
      const { people } = await transferPartner(system, { partner, to })
      output.result(
        { partner, ownership_group: to, people },
        `${name} (${partner}) belongs to ${to} and is suspended. What ${people} people had allowed counts no more; each has a notice.`,
      )
    })
  },
}
