// What every page stands on: who is looking, how a page and a redirect are sent, how errors become pages.
import type { Instant, PersonId } from '@countersign/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Html } from '../../http/html.ts'
import { mainNav, type Place } from '../../http/main-nav.ts'
import { type PageParts, page, sendPage } from '../../http/page.ts'
import type { Http } from '../../http/server.ts'
import { Problem } from '../../problems.ts'
import { findPerson } from '../../store/people.ts'
import type { System } from '../../system.ts'
import { isTestAct, personOfRequest } from '../authenticate.ts'

export { goOn, idIn } from '../../http/go-on.ts'

/** The person a page is made for. */
export interface Visitor {
  readonly id: PersonId
  readonly name: string
  readonly locale: string
  readonly restricted: boolean
  /** A test person, as whom somebody of their company looks around. */
  readonly acting: boolean
}

/** The routes of pages are added to this: the server and the system behind it. */
export interface PageScope {
  readonly http: Http
  readonly system: System
}

/** Who is signed in with this browser; null for nobody. */
export async function visitorOf(system: System, request: FastifyRequest): Promise<Visitor | null> {
  const id = await personOfRequest(system, request)
  const person = id === undefined ? undefined : await findPerson(system.app, id)
  if (person === undefined) return null
  const { displayName: name, locale, restricted } = person
  const acting = await isTestAct(system, request, person)
  return { id: person.id, name, locale, restricted, acting }
}

/** The person signed in. @throws {Problem} SIGN_IN */
export async function signedIn(system: System, request: FastifyRequest): Promise<Visitor> {
  const visitor = await visitorOf(system, request)
  if (visitor === null) throw new Problem('SIGN_IN')
  return visitor
}

/** What a page of ours is made of, beyond its words. */
export interface Shown {
  readonly title: string
  readonly body: Html
  readonly visitor: Visitor | null
  readonly here?: Place
  readonly width?: PageParts['width']
  readonly status?: number
}

/** Sends a page with the top bar of its visitor. */
export function show(
  reply: FastifyReply,
  { title, body, visitor, here = null, width, status }: Shown,
): FastifyReply {
  const text = page({
    title,
    body,
    nav: mainNav(visitor, here),
    ...(width !== undefined && { width }),
  })
  return sendPage(reply, text, status === undefined ? {} : { status })
}

/** The time pages speak of: for showing, never for deciding. */
export function pageTime({ clock }: Pick<System, 'clock'>): Instant {
  return clock.now()
}
