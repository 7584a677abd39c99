// countersign partner invite SLUG: a single-use address with which somebody takes over a partner's console.
import { inviteColleague } from '../../acts/invite-colleague.ts'
import { staffRoles } from '../../store/partner-staff.ts'
import { findPartnerSlug } from '../../store/partners.ts'
import { CliError } from '../cli-error.ts'
import { type CommandSpec, withSystem } from '../command.ts'

/** `countersign partner invite SLUG` */
export const partnerInviteCommand: CommandSpec = {
  name: 'invite',
  summary: 'Invite somebody to the console of a partner',
  arguments: [['<slug>', 'the short name the partner is registered under']],
  options: [['--role <role>', 'owner or developer (default: owner)']],
  examples: [
    ['partner invite jukebox', 'for whoever is to own it in the console'],
    ['partner invite jukebox --role developer --json', 'the code as JSON'],
  ],
  async run({ settings, output, options }, slug = '') {
    const role = staffRoles.find((one) => one === (options['role'] ?? 'owner'))
    if (role === undefined)
      throw new CliError('USAGE', 'That is not a role.', `Choose from ${staffRoles.join(', ')}.`, 'usage')
    await withSystem(settings, async (system) => {
      const partner = await findPartnerSlug(system.app, slug)
      if (partner === undefined)
        throw new CliError(
          'NOT_FOUND',
          'No partner is registered under that short name.',
          'Look at /register, or add it with partner add.',
          'failed',
        )
      const { code, expiresAt } = await inviteColleague(system, { partner, by: null, role })
      const url = `${system.settings.publicUrl}/console/join?code=${code}`
      const until = new Date(expiresAt).toISOString()
      output.result(
        { partner, role, code, url, expires_at: expiresAt },
        `${url}\nMakes whoever opens it ${role} of ${slug}; good once, until ${until}. It is shown only here: hand it over yourself.`,
      )
    })
  },
}
