// A form that could not be done comes back with what was wrong about it, when that was the person's to mend.
import type { FastifyReply } from 'fastify'
import { Problem, problems } from '../../problems.ts'
import type { Trouble } from './frame.ts'

/** Does what a form asks for, or shows the form again with its trouble. Refusals and our own failures go on to be answered. */
export async function orTrouble(
  act: () => Promise<FastifyReply>,
  again: (trouble: Trouble, status: number) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { status, title, next } = problems[error.code]
    if (![400, 409, 422, 429].includes(status)) throw error
    const said = error.detail === undefined ? `${title} ${next}` : `${error.detail} ${next}`
    return again({ title: error.errors.length > 0 ? title : said, errors: error.errors }, status)
  }
}
