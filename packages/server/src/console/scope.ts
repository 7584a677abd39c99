// What the console stands on: who is signed in themselves, for which company, and how its pages are sent.
import type { PartnerId, PersonId } from '@countersign/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ownerOfSession } from '../acts/session.ts'
import { assertStaff, type Staff } from '../acts/staff.ts'
import { idIn } from '../http/go-on.ts'
import type { Html } from '../http/html.ts'
import { mainNav } from '../http/main-nav.ts'
import { type PageParts, page, sendPage } from '../http/page.ts'
import { sessionSecretOf } from '../http/people-session.ts'
import type { Http } from '../http/server.ts'
import { Problem } from '../problems.ts'
import type { StaffRole } from '../store/partner-staff.ts'
import { findPartner, type Partner } from '../store/partners.ts'
import { findPerson } from '../store/people.ts'
import type { System } from '../system.ts'

/** Routes of the console are added to this. */
export interface ConsoleScope {
  readonly http: Http
  readonly system: System
}

/** Somebody at the console: themselves, also while their session acts as a test person elsewhere. */
export interface ConsoleUser {
  readonly person: PersonId
  readonly secret: string
}

/** Who is at the console. @throws {Problem} SIGN_IN */
export async function consoleUser(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  request: FastifyRequest,
): Promise<ConsoleUser> {
  const secret = sessionSecretOf(request, system.settings)
  const person = await ownerOfSession(system, secret)
  if (person === undefined || secret === undefined) throw new Problem('SIGN_IN')
  return { person, secret }
}

/** Somebody at the console of one company, and what they are there. */
export interface AtCompany extends ConsoleUser {
  readonly staff: Staff
  readonly role: StaffRole
  readonly company: Partner
}

/** Who is at which company's console. @throws {Problem} SIGN_IN; NOT_FOUND for whoever does not work there */
export async function atCompany(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  request: FastifyRequest,
): Promise<AtCompany> {
  const user = await consoleUser(system, request)
  const partner: PartnerId = idIn('partner', (request.params as { readonly partner?: unknown }).partner)
  const staff: Staff = { partner, person: user.person }
  const role = await assertStaff(system.app, staff)
  const company = await findPartner(system.app, partner)
  if (company === undefined) throw new Problem('NOT_FOUND')
  return { ...user, staff, role, company }
}

/** Sends a page of the console. */
export async function show(
  { app }: Pick<System, 'app'>,
  reply: FastifyReply,
  { title, body, person, status }: { title: string; body: Html; person: PersonId; status?: number },
): Promise<FastifyReply> {
  const name = (await findPerson(app, person))?.displayName ?? ''
  const parts: PageParts = { title, body, nav: mainNav({ name }, '/console'), width: 'wide' }
  return sendPage(reply, page(parts), status === undefined ? {} : { status })
}
