// Why a company was refused, in words for the person whose data it asked for.
import type { Instant, RefusalCode } from '@countersign/protocol'
import { refusals } from '@countersign/protocol'

const refusalWords: Partial<Record<RefusalCode, string>> = {
  RESTRICTED: 'Your switch is on.',
  NO_GRANT: 'You allowed it nothing.',
  WITHDRAWN: 'You had withdrawn the permission.',
  EXPIRED: 'Your permission had run out.',
  INACTIVE: 'You had not used it for 90 days.',
  VERB_NOT_GRANTED: 'You had not allowed that.',
  NOT_GRANTED: 'It asked for more than you allowed.',
  PURPOSE_MISMATCH: 'It named a purpose you had not allowed.',
  PURPOSE_REQUIRED: 'It did not say what for.',
  NOT_FOUND: 'It asked for a thread you had not picked.',
}

/** Why a company was refused, in words for the person whose data it asked for. */
export function refusedOf(
  refusal: { readonly at: Instant; readonly code: RefusalCode } | undefined,
): { readonly at: Instant; readonly words: string } | null {
  if (refusal === undefined) return null
  return { at: refusal.at, words: refusalWords[refusal.code] ?? refusals[refusal.code].title }
}
