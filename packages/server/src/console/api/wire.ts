// The shapes of the console's API: what it takes and what it answers, snake_case and RFC 3339 on the wire.
import type { Instant } from '@countersign/protocol'
import { z } from 'zod'
import { id } from '../../http/id-schema.ts'
import { staffRoles } from '../../store/partner-staff.ts'

/** An instant as the wire has it. */
export const wireTime = (at: Instant): string => new Date(at).toISOString()

const time = z.iso.datetime()

/** The company of a path. */
export const ofCompany = z.object({ partner: id('partner') })

/** What somebody may do for a company. */
export const role = z
  .enum(staffRoles)
  .describe('Owners decide who works for the company, and what it takes away from everybody.')

/** A text the acts judge themselves, so that the console says what `countersign partner lint` says. */
export const text = z.string().max(500)

/** A list of one kind of thing. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) })

/** A company in somebody's list. */
export const place = z.object({ partner: z.string(), slug: z.string(), name: z.string(), role })

const version = z.object({ version: z.int(), published_at: time, review_id: z.string().nullable() })

/** A company with its software and its features. */
export const company = z.object({
  partner: z.string(),
  slug: z.string(),
  name: z.string(),
  homepage: z.string(),
  suspended: z.boolean(),
  certified_until: time,
  role,
  client: z
    .object({
      client_id: z.string(),
      redirect_uris: z.array(z.string()),
      keys: z.array(z.record(z.string(), z.string())).describe('Public keys.'),
    })
    .nullable(),
  features: z.array(
    z.object({
      feature: z.string(),
      slug: z.string(),
      start_at: time,
      end_at: time.nullable(),
      newest: version.nullable().describe('What test accounts have.'),
      in_force: version.nullable().describe('What people have; null before a review.'),
    }),
  ),
})

/** One call of a partner's software. */
export const request = z.object({
  request: z.string(),
  at: time,
  method: z.string(),
  route: z.string(),
  status: z.int(),
  code: z.string().nullable(),
  decision: z.string().nullable(),
  purpose: z.string().nullable(),
  sub: z.string().nullable().describe('The company’s own name for the person.'),
  ms: z.int(),
  left_out: z.int().describe('Calls after this one that were too many at once to be kept.'),
})
