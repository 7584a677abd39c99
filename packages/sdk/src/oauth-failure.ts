// The one mapping from what the OAuth library throws to the SDK's errors.
import { AuthorizationResponseError, ResponseBodyError } from 'openid-client'
import {
  AuthorizationError,
  type CountersignError,
  isCountersignError,
  UnexpectedAnswerError,
} from './errors.ts'

/** The SDK's error for anything thrown while talking OAuth. */
export function oauthFailure(error: unknown): CountersignError {
  const ours = ownIn(error)
  if (ours !== undefined) return ours
  if (error instanceof ResponseBodyError || error instanceof AuthorizationResponseError) {
    return new AuthorizationError(error.error, error.error_description ?? 'the server gave no reason', error)
  }
  const reason = error instanceof Error ? error.message : 'something that is not an Error was thrown'
  return new UnexpectedAnswerError(`OAuth could not go on: ${reason}`, { cause: error })
}

/** An error of ours, also where the library wrapped it: our own `fetch` throws inside it. */
function ownIn(error: unknown): CountersignError | undefined {
  if (isCountersignError(error)) return error
  return error instanceof Error && error.cause !== undefined ? ownIn(error.cause) : undefined
}
