// What every page stands on: who is looking, and where to go once a form is done.
import type { FastifyRequest } from 'fastify'
import type { Http } from '../../http/server.ts'
import { Problem } from '../../problems.ts'
import { findPerson, type Person } from '../../store/people.ts'
import type { System } from '../../system.ts'
import { personOfRequest } from '../authenticate.ts'

export { goOn } from '../../http/go-on.ts'

/** The routes of pages are added to this: the server and the system behind it. */
export interface PageScope {
  readonly http: Http
  readonly system: System
}

/** Whoever a page is made for. */
type Visitor = Pick<Person, 'id' | 'locale'>

/** Who is signed in with this browser; null for nobody. */
export async function visitorOf(system: System, request: FastifyRequest): Promise<Visitor | null> {
  const id = await personOfRequest(system, request)
  return (id === undefined ? undefined : await findPerson(system.app, id)) ?? null
}

/** The person signed in. @throws {Problem} SIGN_IN */
export async function signedIn(system: System, request: FastifyRequest): Promise<Visitor> {
  const visitor = await visitorOf(system, request)
  if (visitor === null) throw new Problem('SIGN_IN')
  return visitor
}
