// What "who got what" is answered with: from the ledger, without others' words and without who granted (TRN-01, TRN-04).
import { z } from 'zod'
import { named, time } from './people-parts.ts'

/** One disclosure: from the ledger, without others' words and without who granted. */
export const disclosure = z.object({
  at: time,
  partner: named,
  feature: z.object({ id: z.string(), name: z.string() }),
  purpose: z.string(),
  through: z.enum(['own', 'other']),
  under: z.string(),
  fields: z.array(z.string()),
  items: z.int(),
  kinds: z.record(z.string(), z.int()),
  delivered: z.boolean(),
  ledger: z.object({ n: z.int(), index: z.int() }),
})

/** What one partner got in all. */
export const disclosureTotal = z.object({
  partner: named,
  disclosures: z.int(),
  items: z.int(),
  first_at: time,
  last_at: time,
})
