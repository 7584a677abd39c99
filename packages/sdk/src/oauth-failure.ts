// The one mapping from what the OAuth library throws to the SDK's errors.
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client'
import {
  AuthorizationError,
  type CountersignError,
  isCountersignError,
  UnexpectedAnswerError,
  UnreachableError,
} from './errors.ts'

/** The SDK's error for anything thrown while talking OAuth. */
export function oauthFailure(error: unknown): CountersignError {
  if (isCountersignError(error)) return error
  if (error instanceof ResponseBodyError || error instanceof AuthorizationResponseError) {
    return new AuthorizationError(error.error, error.error_description ?? 'the server gave no reason', error)
  }
  if (isUnreachable(error)) {
    return new UnreachableError('the platform cannot be reached: check the issuer, then try again', {
      cause: error,
    })
  }
  const reason = error instanceof Error ? error.message : 'something that is not an Error was thrown'
  return new UnexpectedAnswerError(`OAuth could not go on: ${reason}`, { cause: error })
}

/** Whether an error is of the way there (fetch failed, timed out) rather than of an answer. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof ClientError) return error.code === 'OAUTH_TIMEOUT' || isUnreachable(error.cause)
  if (error instanceof Error && error.name === 'TimeoutError') return true
  // Fetch rejects with a TypeError whose cause is the system's error.
  return error instanceof TypeError && error.cause instanceof Error
}
