// What the people's API takes: small parts its routes are put together from. Everything is strict; a name not known is refused.
import { type Instant, isPurpose, isVerb, type Purpose, type Verb } from '@countersign/protocol'
import { z } from 'zod'

export { id } from '../http/id-schema.ts'

/** The page of a list: 1 to 200 items, 50 unless said, from the start unless a cursor says where. */
export const page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().min(1).max(500).optional().meta({ description: 'The `next` of the page before.' }),
})

/** An instant as RFC 3339 in UTC, to the millisecond at most. */
export const instant = z.iso
  .datetime()
  .refine((text) => Date.parse(text) >= 0, { error: 'must be a time since 1970' })

/** The milliseconds of an `instant`. */
export function instantOf(text: string): Instant {
  return Date.parse(text)
}

/** One verb. */
export const verb = z
  .string()
  .refine(isVerb, { error: 'must be one of the eight verbs' }) as unknown as z.ZodType<Verb, Verb>

/** One purpose of the closed list. */
export const purpose = z
  .string()
  .refine(isPurpose, { error: 'must be a purpose of the list' }) as unknown as z.ZodType<Purpose, Purpose>

/** SHA-256 in hexadecimal. */
export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, { error: 'must be 64 lower-case hexadecimal digits' })

/** A password as typed; how long it must be, the act says. */
export const password = z.string().max(1_024)

/** A thread's title. */
export const title = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]+$/u, { error: 'must be one line' })

/** A language tag (BCP 47), such as `en` or `de-CH`. */
export const locale = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: 'must be a language tag' })
  .max(35)
