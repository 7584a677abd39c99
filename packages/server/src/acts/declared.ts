// What somebody declared, or every mistake in it as a problem of the request.
import type { PartnerFileMistake, Result } from '@countersign/protocol'
import { Problem } from '../problems.ts'

/** The value. @throws {Problem} BAD_REQUEST with every mistake and its place */
export function declared<T>(result: Result<T, readonly PartnerFileMistake[]>): T {
  if (result.ok) return result.value
  throw new Problem('BAD_REQUEST', { errors: result.error })
}
