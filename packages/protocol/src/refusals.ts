// The refusal codes (obligations §1) and what each says: one table from code to HTTP status and words.

interface RefusalEntry {
  readonly status: number
  readonly title: string
  readonly next: string
}

/** What a refusal says on the wire: RFC 9457 `title`, HTTP status, and what the caller can do next. */
export const refusals = {
  RESTRICTED: {
    status: 403,
    title: 'This person shares nothing with partners.',
    next: 'Stop calling for this person; only they can change it, on Countersign.',
  },
  SUSPENDED: {
    status: 403,
    title: 'The partner is suspended.',
    next: 'Ask the operator why, and settle it with them.',
  },
  CERT_OVERDUE: {
    status: 403,
    title: 'The yearly certification is overdue.',
    next: 'Certify with the operator; access returns at once.',
  },
  FEATURE_ENDED: {
    status: 403,
    title: 'The feature is not running.',
    next: 'Stop calling for this feature and delete what it obtained.',
  },
  REVIEW_MISSING: {
    status: 403,
    title: 'The feature has not been reviewed.',
    next: 'Use test accounts, or submit the manifest for review.',
  },
  NO_GRANT: {
    status: 403,
    title: 'This person has granted this feature nothing.',
    next: 'Ask for permission through the authorization endpoint.',
  },
  CONSENT_VOID: {
    status: 403,
    title: 'The permission was given on a screen that has been voided.',
    next: 'Ask for permission again; the new screen decides.',
  },
  WITHDRAWN: {
    status: 403,
    title: 'The permission was withdrawn.',
    next: 'Stop, and delete what is no longer needed.',
  },
  EXPIRED: { status: 403, title: 'The permission has run out.', next: 'Ask for permission again.' },
  INACTIVE: {
    status: 403,
    title: 'The person has not used this for 90 days.',
    next: 'The permission returns when the person signs in to you or sends through you.',
  },
  MANIFEST_WIDENED: {
    status: 403,
    title: 'The permission is for an earlier, narrower version of the feature.',
    next: 'Ask for permission for the new version.',
  },
  VERB_NOT_GRANTED: {
    status: 403,
    title: 'This power was not granted.',
    next: 'Ask for it through the authorization endpoint, or do without.',
  },
  PURPOSE_REQUIRED: {
    status: 400,
    title: 'The purpose is missing.',
    next: 'Send the header Countersign-Purpose with one purpose of the grant.',
  },
  PURPOSE_MISMATCH: {
    status: 403,
    title: 'The permission is for another purpose.',
    next: 'Call with a purpose the person granted, or ask for this one.',
  },
  NOT_GRANTED: {
    status: 403,
    title: 'A field was asked for that is not granted.',
    next: 'Leave the field out, or ask for permission for it.',
  },
  NOT_FOUND: {
    status: 404,
    title: 'There is no such thing here for this permission.',
    next: 'Use an id that the partner API gave for this person.',
  },
  DEPTH: {
    status: 403,
    title: 'Friends of friends are out of reach.',
    next: 'Ask only for friends of the person.',
  },
  NOT_YOURS: {
    status: 403,
    title: 'Only what this feature placed itself can be deleted.',
    next: 'Use the placement id of a card of yours.',
  },
  TICKET: {
    status: 403,
    title: 'The confirmation is missing, used, too old or for something else.',
    next: 'Let the person confirm again on the share sheet.',
  },
  BULK_STOP: {
    status: 429,
    title: 'Too many deletions in a minute; the partner is frozen.',
    next: 'Settle the incident with the operator.',
  },
} as const satisfies Record<string, RefusalEntry>

/** Why a partner's call is refused. Codes speak of the granting person's own state only. */
export type RefusalCode = keyof typeof refusals
