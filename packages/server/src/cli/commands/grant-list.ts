// countersign grant list: who permitted what to whom until when, by ids; no names, no words.
import { type Grant, type GrantId, type PartnerId, type PersonId, parseId } from '@countersign/protocol'
import { listAllGrants } from '../../store/grant-overview.ts'
import { findLogin } from '../../store/logins.ts'
import { findPerson } from '../../store/people.ts'
import type { System } from '../../system.ts'
import { CliError } from '../cli-error.ts'
import { type CommandSpec, withSystem } from '../command.ts'
import { whichPartner } from '../which-partner.ts'

const LIMIT = 1_000

/** `countersign grant list` */
export const grantListCommand: CommandSpec = {
  name: 'list',
  summary: 'List permissions, of one person, to one partner, or all',
  options: [
    ['--person <id>', 'only those of this person: an id, or the name they sign in with'],
    ['--partner <slug>', 'only those to this partner: its id or its short name'],
    ['--after <grant>', `the page after this permission; a page has ${LIMIT}`],
  ],
  examples: [
    ['grant list --partner jukebox', 'who permits Jukebox what, and until when'],
    ['grant list --person ana --json', 'all permissions of one person as JSON'],
  ],
  async run({ settings, output, options }) {
    await withSystem(settings, async (system) => {
      const grants = await listAllGrants(system.app, {
        person: await personOf(system, textOf(options['person'])),
        partner: await partnerOf(system, textOf(options['partner'])),
        after: afterOf(textOf(options['after'])),
        limit: LIMIT,
      })
      const now = system.clock.now()
      const last = grants.length === LIMIT ? grants.at(-1)?.id : undefined
      const lines = grants.map((grant) => inWords(grant, now))
      const more = last === undefined ? [] : [`More: --after ${last}`]
      const text = lines.length === 0 ? 'No permission.' : [...lines, ...more].join('\n')
      output.result({ grants: grants.map((grant) => toJson(grant, now)), next: last ?? null }, text)
    })
  },
}

const textOf = (value: string | boolean | undefined) => (typeof value === 'string' ? value : undefined)

async function personOf({ app }: System, given: string | undefined): Promise<PersonId | undefined> {
  if (given === undefined) return undefined
  const id = parseId('person', given)
  const person =
    id === undefined ? (await findLogin(app, given.toLowerCase()))?.person : (await findPerson(app, id))?.id
  if (person === undefined)
    throw new CliError('NOT_FOUND', 'There is no such person.', 'Give their id or login.', 'failed')
  return person
}

async function partnerOf({ app }: System, given: string | undefined): Promise<PartnerId | undefined> {
  return given === undefined ? undefined : (await whichPartner(app, given)).id
}

function afterOf(given: string | undefined): GrantId | undefined {
  const id = given === undefined ? undefined : parseId('grant', given)
  if (given !== undefined && id === undefined)
    throw new CliError(
      'USAGE',
      'That is not the id of a permission.',
      'Use `next` of the page before.',
      'usage',
    )
  return id
}

/** Whether it lets anything through also depends on the partner, the feature and its use: the person's own page tells. */
function stateOf(grant: Grant, now: number): Grant['state'] | 'expired' {
  return grant.state === 'given' && now >= grant.endAt ? 'expired' : grant.state
}

function inWords(grant: Grant, now: number): string {
  const until = new Date(grant.endAt).toISOString().slice(0, 10)
  const { id, person, partner, purpose, verbs, threads } = grant
  return `${id} ${stateOf(grant, now)} until ${until}: ${person} to ${partner}, ${verbs.join(' ')} for ${purpose}, ${threads.length} threads`
}

function toJson(grant: Grant, now: number): Record<string, unknown> {
  return {
    grant: grant.id,
    state: stateOf(grant, now),
    person: grant.person,
    partner: grant.partner,
    feature: grant.feature,
    manifest_version: grant.manifestVersion,
    purpose: grant.purpose,
    verbs: grant.verbs,
    fields: grant.fields,
    threads: grant.threads,
    starts_at: grant.startAt,
    ends_at: grant.endAt,
    history: grant.history,
    screen_hash: grant.screenHash,
  }
}
