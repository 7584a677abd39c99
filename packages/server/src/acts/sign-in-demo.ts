// Signs in a made-up person of a demo with one click. In any other installation there is no such thing (design §11).
import type { PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { findPerson, testPeople } from '../store/people.ts'
import type { System } from '../system.ts'
import { type OpenedSession, openSession, type SigningBrowser } from './session.ts'

/** A made-up person who can be picked. */
export interface DemoPerson {
  readonly id: PersonId
  readonly name: string
}

const MOST_SHOWN = 12

/** The demo's people; nobody outside a demo installation. */
export async function listDemoPeople({
  app,
  settings,
}: Pick<System, 'app' | 'settings'>): Promise<readonly DemoPerson[]> {
  if (!settings.demo) return []
  return (await testPeople(app, MOST_SHOWN)).map(({ id, displayName }) => ({ id, name: displayName }))
}

/** Opens a session for a demo's person. @throws {Problem} NOT_FOUND outside a demo and for anybody who is not made up */
export async function signInDemo(
  system: Pick<System, 'app' | 'clock' | 'random' | 'settings'>,
  person: PersonId,
  from?: SigningBrowser,
): Promise<OpenedSession> {
  const known = system.settings.demo ? await findPerson(system.app, person) : undefined
  if (known === undefined || !known.test || known.account !== 'open') throw new Problem('NOT_FOUND')
  return openSession(system, person, from)
}
