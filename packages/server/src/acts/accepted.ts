// From the protocol's transitions to the server's problems: one mapping for every act that makes one.
import type { CountersignatureError, GrantError, Result } from '@countersign/protocol'
import { Problem } from '../problems.ts'

/**
 * The value of a transition that went through.
 * @throws {Problem} the transition's own code; ALREADY when what should change has ended
 */
export function accepted<T>(result: Result<T, GrantError | CountersignatureError>): T {
  if (result.ok) return result.value
  const { error } = result
  throw new Problem(error === 'GRANT_ENDED' || error === 'ANSWER_ENDED' ? 'ALREADY' : error)
}
