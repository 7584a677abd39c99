// Everything that can go wrong for a partner, as one union told apart by `code`.
import { type RefusalCode, refusals } from '@countersign/protocol/refusals'

/** Codes of the platform that are not refusals of the decision: the caller's mistakes and passing conditions. */
export const problemCodes = [
  'BAD_REQUEST',
  'BAD_JSON',
  'BAD_CURSOR',
  'BAD_TOKEN',
  'NOT_OFFERED',
  'METHOD',
  'TOO_LARGE',
  'TOO_SLOW',
  'HEADERS_TOO_LARGE',
  'WRONG_TYPE',
  'TOO_MANY',
  'INTERNAL',
  'LEDGER_UNAVAILABLE',
  'DATABASE_UNAVAILABLE',
  'STORAGE_UNAVAILABLE',
  'STOPPING',
  'BUSY',
  'WEBHOOK',
  'ALREADY',
] as const

/** A code of the platform that is not a refusal of the decision. */
export type ProblemCode = (typeof problemCodes)[number]

/** What an error answer said, beside its code (RFC 9457). */
export interface ProblemDetails {
  readonly status: number
  readonly title: string
  /** What to do next, in the platform's words. */
  readonly detail: string
  /** The platform's id of the request, for its operator; null when the answer named none. */
  readonly request: string | null
}

/** The platform decided no, recorded it, and says why. It speaks of the granting person's own state only. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError'
  readonly code: RefusalCode
  /** The recorded decision that refused; null when the answer named none. */
  readonly decision: string | null
  readonly problem: ProblemDetails

  constructor(code: RefusalCode, decision: string | null, problem: ProblemDetails) {
    super(`${code}: ${problem.title} ${problem.detail}`)
    this.code = code
    this.decision = decision
    this.problem = problem
  }
}

/** The platform could not or would not handle the request. `UNKNOWN_PROBLEM` is a code newer than this SDK. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly code: ProblemCode | 'UNKNOWN_PROBLEM'
  readonly problem: ProblemDetails

  constructor(code: ProblemCode | 'UNKNOWN_PROBLEM', problem: ProblemDetails) {
    super(`${code}: ${problem.title} ${problem.detail}`)
    this.code = code
    this.problem = problem
  }
}

/**
 * Evidence about the delivery chain (design §6): this answer did not carry the number that had to come next. A later
 * number means that something was recorded as delivered to this partner which it never received; an earlier one, that a
 * number was given out twice. The chain goes on from the higher number, so the error is raised once.
 */
export class DeliveryGapError extends Error {
  override readonly name = 'DeliveryGapError'
  readonly code = 'DELIVERY_GAP'
  /** The number that had to come next. */
  readonly expected: number
  /** The number that came. */
  readonly received: number
  /** The decision whose answer showed it. */
  readonly decision: string | null

  constructor(expected: number, received: number, decision: string | null) {
    super(
      `the delivery chain should go on with ${expected} and went on with ${received}: keep this and the answer, and ask the operator`,
    )
    this.expected = expected
    this.received = received
    this.decision = decision
  }
}

/** The tokens of a connection are over: withdrawn, run out or revoked. Let the person connect again. */
export class ConnectionEndedError extends Error {
  override readonly name = 'ConnectionEndedError'
  readonly code = 'CONNECTION_ENDED'
}

/** The person said no on the permission screen, or the authorization server refused the request. */
export class AuthorizationError extends Error {
  override readonly name = 'AuthorizationError'
  readonly code = 'AUTHORIZATION_REFUSED'
  /** The OAuth error code, such as `access_denied` (RFC 6749 §4.1.2.1). */
  readonly oauthError: string

  constructor(oauthError: string, description: string, cause: unknown) {
    super(`${oauthError}: ${description}`, { cause })
    this.oauthError = oauthError
  }
}

/** The platform cannot be reached. What was asked may or may not have happened. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
  readonly code = 'UNREACHABLE'
}

/** The answer is not what the partner API or OAuth promises, so nothing of it was used. */
export class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError'
  readonly code = 'UNEXPECTED_ANSWER'
}

/** Every error the SDK throws for what happens outside the caller's code: switch on `code`. */
export type CountersignError =
  | RefusalError
  | ProblemError
  | DeliveryGapError
  | ConnectionEndedError
  | AuthorizationError
  | UnreachableError
  | UnexpectedAnswerError

const classes = [
  RefusalError,
  ProblemError,
  DeliveryGapError,
  ConnectionEndedError,
  AuthorizationError,
  UnreachableError,
  UnexpectedAnswerError,
] as const

/** Whether a thrown value is one of the SDK's, so that a switch on its `code` covers everything. */
export function isCountersignError(error: unknown): error is CountersignError {
  return classes.some((each) => error instanceof each)
}

/** Whether `code` is a refusal of the decision. */
export function isRefusalCode(code: unknown): code is RefusalCode {
  return typeof code === 'string' && Object.hasOwn(refusals, code)
}

/** Whether `code` is one of the platform's other codes. */
export function isProblemCode(code: unknown): code is ProblemCode {
  return problemCodes.includes(code as ProblemCode)
}
