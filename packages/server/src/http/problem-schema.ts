// The shape of every error answer (RFC 9457), as /openapi.json describes it.
import { z } from 'zod'

/** Every error, as RFC 9457 says it. */
const problemAnswer = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    request: z.string(),
    errors: z.array(z.object({ at: z.string(), problem: z.string() })).optional(),
  })
  .describe('A problem (RFC 9457) with a stable code.')

/** A response that is a problem. */
export function problemResponse(description: string): object {
  return { description, content: { 'application/problem+json': { schema: problemAnswer } } }
}

/** What a route can answer instead, where it does not say so itself: whatever the caller can get wrong, and no ledger. */
export function withProblems(response: object): object {
  if (Object.keys(response).some((status) => status.startsWith('4'))) return response
  return {
    ...response,
    '4xx': problemResponse(
      'The request is not understood, not allowed, or not possible now; the code says why.',
    ),
    503: problemResponse('It cannot be recorded now, so it was not done.'),
  }
}
