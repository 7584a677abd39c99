// How the public rooms answer: pages with the top bar of whoever looks, and data that says whether it changed.
import { hash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { personOfSession } from '../acts/session.ts'
import { mainNav, type Place } from '../http/main-nav.ts'
import { type PageParts, page, sendPage } from '../http/page.ts'
import { sessionSecretOf } from '../http/people-session.ts'
import { findPerson } from '../store/people.ts'
import type { System } from '../system.ts'

/** The answer to who has it already: no body (RFC 9110 §15.4.5). */
export const unchanged = z.null().describe('It is what `If-None-Match` names.')

/** Tags data that anybody may keep as long as they ask each time (RFC 9110 §13.1.2); whether the asker has it already. */
export function isKnown(request: FastifyRequest, reply: FastifyReply, body: object): boolean {
  const tag = `"${hash('sha256', JSON.stringify(body)).slice(0, 32)}"`
  void reply.headers({ etag: tag, 'cache-control': 'public, no-cache' })
  const known = request.headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''))
  return known !== undefined && (known.includes(tag) || known.includes('*'))
}

/** Sends a page anybody may see. Who is signed in shows in the top bar and changes nothing else. */
export async function showPage(
  system: System,
  request: FastifyRequest,
  reply: FastifyReply,
  { here, ...parts }: Omit<PageParts, 'nav'> & { readonly here: Place },
): Promise<FastifyReply> {
  const id = await personOfSession(system, sessionSecretOf(request, system.settings))
  const person = id === undefined ? undefined : await findPerson(system.app, id)
  const nav = mainNav(person === undefined ? null : { name: person.displayName }, here)
  return sendPage(reply, page({ ...parts, nav }))
}
