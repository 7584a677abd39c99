// From the protocol's transitions to the server's problems: one mapping for every act that makes one.
import type { CountersignatureError, DeletionError, GrantError, Result } from '@countersign/protocol'
import { Problem } from '../problems.ts'

/**
 * The value of a transition that went through.
 * @throws {Problem} the transition's own code; ALREADY when what should change has ended
 */
export function accepted<T>(
  result: Result<T, GrantError | CountersignatureError | Exclude<DeletionError, 'DELETION_NOT_DUE'>>,
): T {
  if (result.ok) return result.value
  const { error } = result
  throw new Problem(isOver(error) ? 'ALREADY' : error)
}

const over = ['GRANT_ENDED', 'ANSWER_ENDED', 'DELETION_ANSWERED'] as const

function isOver(error: string): error is (typeof over)[number] {
  return over.some((one) => one === error)
}
