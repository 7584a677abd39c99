// What commands about partners' lives read alike: who says so, which feature, which instant, which id.
import { createInterface } from 'node:readline'
import { type Id, type IdPrefix, type Instant, type PersonId, parseId } from '@countersign/protocol'
import { checkPassword } from '../../acts/password.ts'
import { type Feature, featuresOf } from '../../store/features.ts'
import { findLogin, loginForm } from '../../store/logins.ts'
import type { Partner } from '../../store/partners.ts'
import type { System } from '../../system.ts'
import { CliError } from '../cli-error.ts'
import type { World } from '../output.ts'
import { whichPartner } from '../which-partner.ts'

/** How a command that needs a reviewer's own word takes it. */
export const asOption = [
  '--as <login>',
  'who says so: the name a reviewer signs in with; their password is the first line of standard input',
] as const

/**
 * The reviewer who says so, by their own password: whoever has the machine does not speak for two people (OVR-06).
 * @throws {CliError} USAGE without a name; {Problem} WRONG_PASSWORD
 */
export async function whoSays(
  system: Pick<System, 'app' | 'random'>,
  world: Pick<World, 'stdin' | 'stderr'>,
  login: string | boolean | undefined,
): Promise<PersonId> {
  if (typeof login !== 'string') throw usage('It is not said who says so.', 'Add --as and a login.')
  if (world.stderr.isTTY) world.stderr.write(`Password of ${login}: `)
  return checkPassword(system, { login, password: await firstLine(world.stdin) })
}

async function firstLine(stdin: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input: stdin, terminal: false })
  for await (const line of lines) return line
  return ''
}

/** Somebody by the name they sign in with. @throws {CliError} NOT_FOUND */
export async function whichPerson({ app }: Pick<System, 'app'>, login: string): Promise<PersonId> {
  const found = await findLogin(app, loginForm(login))
  if (found === undefined)
    throw new CliError('NOT_FOUND', 'Nobody signs in with that name.', 'Check the login.', 'failed')
  return found.person
}

/** A feature as people write it: SLUG/FEATURE. @throws {CliError} USAGE, NOT_FOUND */
export async function whichFeature(
  { app }: Pick<System, 'app'>,
  given: string,
): Promise<{ readonly partner: Partner; readonly feature: Feature }> {
  const [slug = '', name = '', ...more] = given.split('/')
  if (name === '' || more.length > 0)
    throw usage('That is not a feature.', 'Write it as jukebox/group-songs.')
  const partner = await whichPartner(app, slug)
  const feature = (await featuresOf(app, partner.id)).find((one) => one.slug === name)
  if (feature === undefined)
    throw new CliError(
      'NOT_FOUND',
      'The partner has no such feature.',
      'See /register for its features.',
      'failed',
    )
  return { partner, feature }
}

/** An id of one kind. @throws {CliError} USAGE */
export function whichId<P extends IdPrefix>(prefix: P, given: string): Id<P> {
  const id = parseId(prefix, given)
  if (id === undefined) throw usage(`That is not the id of a ${prefix}.`, `It begins with ${prefix}_.`)
  return id
}

/** An instant with its zone, to the millisecond. @throws {CliError} USAGE */
export function whichInstant(given: string | boolean | undefined, flag: string): Instant {
  const at = typeof given === 'string' && /(Z|[+-]\d\d:\d\d)$/.test(given) ? Date.parse(given) : Number.NaN
  if (Number.isNaN(at))
    throw usage(`${flag} is no instant.`, 'Write it with its zone: 2026-12-31T00:00:00.000Z.')
  return at
}

/** Words that must be given, one line. @throws {CliError} USAGE */
export function whichWords(given: string | boolean | undefined, flag: string): string {
  const words = typeof given === 'string' ? given.trim() : ''
  if (words === '' || words.length > 500 || /\p{Cc}/u.test(words))
    throw usage(`${flag} is missing or too long.`, `Add ${flag} "…", one line of at most 500 characters.`)
  return words
}

const usage = (what: string, next: string): CliError => new CliError('USAGE', what, next, 'usage')
