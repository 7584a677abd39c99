// What every room with pages needs of forms: ids out of addresses, and where to go once something is done.
import { type Id, type IdPrefix, parseId } from '@countersign/protocol'
import type { FastifyReply } from 'fastify'
import { Problem } from '../problems.ts'

/** Answers a form: the browser goes on to a page of ours, so that reloading sends nothing again. */
export function goOn(reply: FastifyReply, path: string): FastifyReply {
  return reply.header('cache-control', 'no-store').redirect(path, 303)
}

/** An id out of an address or a form. @throws {Problem} NOT_FOUND for anything else: an id of another kind is nobody's */
export function idIn<P extends IdPrefix>(prefix: P, text: unknown): Id<P> {
  const id = parseId(prefix, text)
  if (id === undefined) throw new Problem('NOT_FOUND')
  return id
}
