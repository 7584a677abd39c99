// Every error a caller can cause or must know of: one table from code to HTTP status and words (RFC 9457).
import { type RefusalCode, refusals } from '@countersign/protocol'

interface ProblemEntry {
  readonly status: number
  readonly title: string
  readonly next: string
}

const own = {
  BAD_REQUEST: {
    status: 400,
    title: 'The request is not understood.',
    next: 'Correct what `errors` names and send it again.',
  },
  BAD_JSON: {
    status: 400,
    title: 'The body is not JSON.',
    next: 'Send one JSON object with content type application/json.',
  },
  BAD_CURSOR: {
    status: 400,
    title: 'The cursor is not one of this list.',
    next: 'Start again without a cursor.',
  },
  SIGN_IN: { status: 401, title: 'You are not signed in.', next: 'Sign in and try again.' },
  WRONG_PASSWORD: {
    status: 401,
    title: 'The name or the password is wrong.',
    next: 'Check both and try again.',
  },
  PASSKEY: {
    status: 401,
    title: 'This passkey opens nothing here.',
    next: 'Try once more, use another one, or sign in with your password.',
  },
  WRONG_CODE: {
    status: 401,
    title: 'The code opens nothing: it is wrong, used or too old, or belongs to another name.',
    next: 'Check it, use another one, or ask for a mail.',
  },
  INVITED_ONLY: {
    status: 403,
    title: 'New accounts are by invitation here.',
    next: 'Ask somebody who is here for a link, or the operator for an invitation.',
  },
  PROVE_AGAIN: {
    status: 403,
    title: 'This needs to be you, and it is a while since you showed it.',
    next: 'Enter your password or use a passkey, then do it again.',
  },
  NO_PASSKEYS: {
    status: 409,
    title: 'Passkeys do not work at this address.',
    next: 'Sign in with your password; passkeys need an address with a name, not a number.',
  },
  SIGN_WITH_KEY: {
    status: 403,
    title: 'This needs the signature of a key of yours that counts.',
    next: 'Do it in a browser whose key counts. A new one counts once another of your devices vouches for it, or after seven days.',
  },
  SIGN_AGAIN: {
    status: 409,
    title: 'What was signed came too late, or in the wrong order.',
    next: 'Read the number and the time at /api/v1/keys and sign anew.',
  },
  BAD_STATEMENT: {
    status: 422,
    title: 'The signature is not over this.',
    next: 'Read again what it is about, and sign exactly that.',
  },
  LAST_WAY_IN: {
    status: 409,
    title: 'This is the only way into your account.',
    next: 'Set a password or add another passkey first.',
  },
  BAD_TOKEN: {
    status: 401,
    title: 'The access token is missing, ended or bound to another key.',
    next: 'Refresh it, or connect again, and prove your key with DPoP.',
  },
  WRONG_ORIGIN: {
    status: 403,
    title: 'The request came from another site.',
    next: "Act on Countersign's own pages.",
  },
  NOT_ALLOWED: { status: 403, title: 'You may not do that here.', next: 'Ask a person who may.' },
  NOT_FOUND: refusals.NOT_FOUND,
  METHOD: { status: 405, title: 'That is not done here.', next: 'See the API description at /openapi.json.' },
  ALREADY: {
    status: 409,
    title: 'That has already happened.',
    next: 'Look at the current state; nothing needs doing.',
  },
  ASKED_ALREADY: {
    status: 409,
    title: 'This thread has been asked for this company within twelve months.',
    next: 'Each person can still answer or change their answer.',
  },
  NOTHING_TO_DELETE: {
    status: 409,
    title: 'There is nothing more to ask this company to delete.',
    next: 'Look at what it got, what you asked before and what it answered.',
  },
  NAME_TAKEN: { status: 409, title: 'That name is taken.', next: 'Choose another one.' },
  FULL: { status: 409, title: 'There is no room for more.', next: 'Remove one first.' },
  NOT_RUNNING: {
    status: 409,
    title: 'The company is suspended, or no feature of it is left.',
    next: 'Settle the suspension with the operator, or register a feature first.',
  },
  WEBHOOK: {
    status: 409,
    title: 'The events of this partner go to its webhook.',
    next: 'Take them there, or remove the webhook to follow the stream.',
  },
  LAST_OWNER: {
    status: 409,
    title: 'A company keeps one owner.',
    next: 'Make somebody else an owner first.',
  },
  STILL_AT_COMPANY: {
    status: 409,
    title: 'You still work for a company here.',
    next: 'Leave its console first, or hand it to somebody else.',
  },
  SCREEN_CHANGED: {
    status: 409,
    title: 'The text has changed since it was shown.',
    next: 'Read it again and answer what it says now.',
  },
  NOT_OFFERED: {
    status: 422,
    title: 'The feature does not offer that.',
    next: 'Choose from what its manifest offers.',
  },
  NOTHING_CHOSEN: {
    status: 422,
    title: 'Nothing was chosen.',
    next: 'Choose at least one thing, or refuse.',
  },
  THREADS_MISSING: { status: 422, title: 'No thread was chosen.', next: 'Choose the threads this is for.' },
  TERM_TOO_LONG: {
    status: 422,
    title: 'The time is too long.',
    next: 'Choose an end within twelve months (180 days for an answer).',
  },
  END_NOT_AFTER_START: { status: 422, title: 'The end is not after the start.', next: 'Choose a later end.' },
  WOULD_WIDEN: {
    status: 422,
    title: 'A permission is only made narrower here.',
    next: 'For more, let the company ask on a new permission screen.',
  },
  NEVER_HAS_NO_HISTORY: {
    status: 422,
    title: '"Never" covers everything already.',
    next: 'Leave `history` out.',
  },
  NEVER_HAS_NO_CONTACT: {
    status: 422,
    title: '"Never" hands over no contact details.',
    next: 'Leave `contact_fields` out.',
  },
  CONTACT_NEEDS_ALL_THREADS: {
    status: 422,
    title: 'Contact details go with an answer for all threads only.',
    next: 'Answer with `thread` null, or leave `contact_fields` out.',
  },
  REQUEST_OVER: {
    status: 410,
    title: 'This request is over.',
    next: 'Go back to the company that sent you and start again there.',
  },
  TOO_MANY_CONTACTS: {
    status: 409,
    title: 'You have as many addresses as one person can.',
    next: 'Take one away first.',
  },
  CODE_OVER: {
    status: 410,
    title: 'This code is too old, or is not for you.',
    next: 'Enter the address again; a new mail comes.',
  },
  MAIL_UNAVAILABLE: {
    status: 503,
    title: 'The mail could not be sent.',
    next: 'Nothing was kept; try again in a moment.',
  },
  RESTORE_OVER: {
    status: 410,
    title: 'The time to bring this back is over.',
    next: 'Nothing of it is kept any more.',
  },
  TOO_MANY_SUBMISSIONS: {
    status: 429,
    title: 'The company has entered as many changes as a day takes.',
    next: 'Giving powers back, removing keys and ending features go on; wait with the rest, or ask the operator.',
  },
  TOO_MANY_EXPORTS: {
    status: 429,
    title: 'You have taken everything along five times within a day.',
    next: 'Wait a day, or fetch the last one again while it lasts.',
  },
  FILE_TOO_LARGE: {
    status: 413,
    title: 'The file is larger than files may be here.',
    next: 'Send a smaller one.',
  },
  FILES_FULL: {
    status: 429,
    title: 'You have sent as much as a day takes.',
    next: 'Send the rest tomorrow.',
  },
  NOT_WHOLE: {
    status: 409,
    title: 'Not all of the file has arrived.',
    next: 'Send the missing pieces, then finish it again.',
  },
  BAD_PICTURE: {
    status: 422,
    title: 'The picture cannot be read to its end, or is too large to be shown.',
    next: 'Choose another one, or make it smaller.',
  },
  TOO_LARGE: { status: 413, title: 'That is too large.', next: 'Send less at once.' },
  TOO_SLOW: {
    status: 408,
    title: 'The request did not arrive whole in time.',
    next: 'Send it again without pausing.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    title: 'The headers are too large.',
    next: "Send fewer or shorter ones; clearing this site's cookies may help.",
  },
  UPGRADE: {
    status: 426,
    title: 'This is a WebSocket.',
    next: 'Open it as one, from a page of ours.',
  },
  WRONG_TYPE: { status: 415, title: 'The body has the wrong type.', next: 'Send application/json.' },
  TOO_MANY: { status: 429, title: 'Too many requests.', next: 'Wait as long as Retry-After says.' },
  INTERNAL: {
    status: 500,
    title: 'Something went wrong on our side.',
    next: 'Try again; tell the operator the request id if it stays.',
  },
  LEDGER_UNAVAILABLE: {
    status: 503,
    title: 'The record of disclosures cannot be written, so nothing is released.',
    next: 'Try again in a moment. Withdrawing still works.',
  },
  DATABASE_UNAVAILABLE: {
    status: 503,
    title: 'The database cannot be reached.',
    next: 'Try again in a moment.',
  },
  STORAGE_UNAVAILABLE: {
    status: 503,
    title: 'Something cannot be stored or read on our side.',
    next: 'Nothing was done; try again later. The operator finds the cause with countersign doctor.',
  },
  STOPPING: {
    status: 503,
    title: 'The server is being stopped.',
    next: 'Try again in a moment; nothing was done.',
  },
  CATALOGUE: {
    status: 502,
    title: 'The company gave no answer that could be used.',
    next: 'Try again later, or send something from its own page.',
  },
  BUSY: {
    status: 503,
    title: 'Permissions kept changing while this was read.',
    next: 'Try again in a moment.',
  },
} as const satisfies Record<string, ProblemEntry>

/** Every code on the wire: refusals of the decision and errors of our own. */
export const problems = { ...refusals, ...own }

/** A stable code, as in the `code` member of every error answer. */
export type ProblemCode = RefusalCode | keyof typeof own

/**
 * An error with a stable code. `detail` may say more for this case; it never holds personal data. `errors` names the
 * places of a malformed request.
 */
export class Problem extends Error {
  override name = 'Problem'
  readonly code: ProblemCode
  readonly detail: string | undefined
  readonly errors: readonly { readonly at: string; readonly problem: string }[]
  /** The decision that refused, when one did. */
  readonly decision: string | undefined

  constructor(
    code: ProblemCode,
    more: { detail?: string; errors?: Problem['errors']; decision?: string; cause?: unknown } = {},
  ) {
    super(more.detail ?? problems[code].title, { cause: more.cause })
    this.code = code
    this.detail = more.detail
    this.errors = more.errors ?? []
    this.decision = more.decision
  }
}
