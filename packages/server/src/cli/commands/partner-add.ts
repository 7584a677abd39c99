// countersign partner add FILE: registers a partner from its declaration, or brings the register up to a newer one.
import { resolve } from 'node:path'
import { readPartnerFile } from '../../acts/read-partner-file.ts'
import { registerPartner } from '../../acts/register-partner.ts'
import { type CommandSpec, withSystem } from '../command.ts'
import { readText } from '../read-text.ts'

/** `countersign partner add FILE` */
export const partnerAddCommand: CommandSpec = {
  name: 'add',
  summary: 'Register a partner, or publish its newer declaration',
  arguments: [['<file>', 'its countersign.partner.yaml']],
  examples: [
    ['partner add ./countersign.partner.yaml', 'register it; again changes nothing'],
    ['partner add ./countersign.partner.yaml --json', 'the client id for its configuration as JSON'],
  ],
  async run({ settings, output, world }, path = '') {
    const file = readPartnerFile(await readText(resolve(world.folder, path)))
    await withSystem(settings, async (system) => {
      const { partner, client, outcome, features } = await registerPartner(system, file)
      const listed = features.map(({ slug, feature, version }) => `  ${slug} version ${version} (${feature})`)
      const said = { added: 'Registered', changed: 'Changed', unchanged: 'Nothing to change for' }[outcome]
      output.result(
        { partner, client_id: client, outcome, features },
        `${said} ${file.name} (${partner})\nclient_id ${client}\nFeatures:\n${listed.join('\n')}`,
      )
    })
  },
}
