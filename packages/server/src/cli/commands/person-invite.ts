// countersign person invite: a single-use code with which somebody claims an account.
import { type PersonId, parseId } from '@countersign/protocol'
import { type Invited, invitePerson } from '../../acts/invite-person.ts'
import { CliError } from '../cli-error.ts'
import { type CommandContext, type CommandSpec, withSystem } from '../command.ts'

/** `countersign person invite` */
export const personInviteCommand: CommandSpec = {
  name: 'invite',
  summary: 'Invite somebody to claim an account, imported or new',
  arguments: [['[person]', 'the id of an imported person who has no account yet']],
  options: [
    ['--name <name>', 'the name of somebody new'],
    ['--locale <tag>', 'the language of somebody new (default: en)'],
    ['--test', 'somebody new is a test account: partners without review reach only these'],
  ],
  examples: [
    ['person invite person_0190b5e27cc07a31a5c64dd8e1f2a3b4', 'for somebody an import brought in'],
    ['person invite --name "Ana Sousa" --json', 'for somebody new, the code as JSON'],
  ],
  async run(context, given) {
    const invited = whom(context.options, given)
    const { settings, output } = context
    await withSystem(settings, async (system) => {
      const { person, code, expiresAt } = await invitePerson(system, invited)
      const url = `${system.settings.publicUrl}/claim?code=${code}`
      const until = new Date(expiresAt).toISOString()
      output.result(
        { person, code, url, expires_at: expiresAt },
        `${url}\nFor ${person}; good once, until ${until}. It is shown only here: hand it to them yourself.`,
      )
    })
  },
}

function whom(options: CommandContext['options'], given: string | undefined): Invited {
  const { name, locale, test } = options
  if (given !== undefined && name === undefined) return { person: parsePerson(given) }
  if (given !== undefined || typeof name !== 'string' || name.trim() === '') throw oneOfBoth()
  return {
    displayName: name.trim(),
    ...(typeof locale === 'string' && { locale: parseLocale(locale) }),
    ...(test === true && { test }),
  }
}

function parsePerson(given: string): PersonId {
  const person = parseId('person', given)
  if (person !== undefined) return person
  const next = 'It is person_ and 32 hexadecimal digits.'
  throw new CliError('USAGE', 'That is not the id of a person.', next, 'usage')
}

function parseLocale(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en'
  } catch {
    throw new CliError('USAGE', 'That is not a language tag.', 'Use one like en or pt-BR.', 'usage')
  }
}

function oneOfBoth(): CliError {
  const next = 'Give the id of an imported person, or --name for somebody new.'
  return new CliError('USAGE', 'Exactly one person must be named.', next, 'usage')
}
