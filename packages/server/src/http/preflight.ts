// A browser asking whether a page of another site may send what it wants to (Fetch standard, CORS-preflight request).
import type { FastifyRequest } from 'fastify'
import { Problem } from '../problems.ts'

/** @throws {Problem} NOT_FOUND for any other OPTIONS: that is asked of an address which answers none */
export function assertPreflight({ headers }: Pick<FastifyRequest, 'headers'>): void {
  if (headers.origin === undefined || headers['access-control-request-method'] === undefined)
    throw new Problem('NOT_FOUND')
}
