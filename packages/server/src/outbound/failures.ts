// Why the server did not reach, or did not take, something outside: a closed list, each with its words.

/** Every way in which reaching out ends without an answer. The words say nothing of what was found at an address. */
export const outboundFailures = {
  ADDRESS_REFUSED:
    'The address is not one this server reaches: https, a public host by its name, the usual port and no user name.',
  REDIRECT_REFUSED: 'The answer sends elsewhere, and that is not followed here. Name the final address.',
  TOO_LARGE: 'The answer is larger than what is taken.',
  TOO_SLOW: 'The answer was not complete in time.',
  WRONG_TYPE: 'The answer is not of a type that is taken, or it is compressed.',
  UNREACHABLE: 'Nothing could be reached there, or not over a trusted connection.',
} as const satisfies Record<string, string>

/** The name of such a failure: fit for logs and columns, as it holds nothing of the address. */
export type OutboundFailure = keyof typeof outboundFailures

/** Thrown inside this room only; `send` turns it into a result. */
export class OutboundError extends Error {
  readonly failure: OutboundFailure

  constructor(failure: OutboundFailure) {
    super(failure)
    this.name = 'OutboundError'
    this.failure = failure
  }
}
