// Why somebody reports a message: a closed list.

/** The reasons; `danger` is for a threat to somebody's life or health. */
export const reportReasons = ['spam', 'abuse', 'danger', 'other'] as const
/** One of them. */
export type ReportReason = (typeof reportReasons)[number]
