// Why the server did not reach, or did not take, something outside: a closed list.

/** Every way in which reaching out ends without an answer. A name says nothing of what was found at an address. */
export type OutboundFailure =
  /** Not an address this server reaches: https, a public host by its name, the usual port and no user name. */
  | 'ADDRESS_REFUSED'
  /** What was to be sent was held back once the connection stood. */
  | 'NOT_SENT'
  /** The answer sends elsewhere, and that is not followed. */
  | 'REDIRECT_REFUSED'
  /** The answer is larger than what is taken. */
  | 'TOO_LARGE'
  /** The answer was not complete in time. */
  | 'TOO_SLOW'
  /** The answer is not of a type that is taken, or it is compressed. */
  | 'WRONG_TYPE'
  /** Nothing could be reached there, or not over a trusted connection. */
  | 'UNREACHABLE'

/** Thrown inside this room only; `send` turns it into a result. */
export class OutboundError extends Error {
  readonly failure: OutboundFailure

  constructor(failure: OutboundFailure) {
    super(failure)
    this.name = 'OutboundError'
    this.failure = failure
  }
}
