// What "who got what" is answered with: from the ledger, without others' words and without who granted (TRN-01, TRN-04).
import { z } from 'zod'
import { card } from './cards.ts'
import { id, listOf, named, time } from './people-parts.ts'

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

/** One item of a disclosure, of the reader's own. */
const disclosureItem = z.object({
  kind: z.string(),
  thread: named.nullable(),
  message: z
    .object({
      id: id('message'),
      sent_at: time,
      state: z.enum(['stands', 'edited_since', 'deleted_since']),
      text: z.string().meta({ description: 'As it is now; empty for one deleted since.' }),
      card: card.nullable(),
    })
    .nullable(),
  contact: z.string().nullable().meta({ description: 'The address it was, as long as it is still mine.' }),
})

/** One disclosure down to its items. Together, those told and those counted are as many as `disclosure.items`. */
export const disclosureItems = z.object({
  disclosure,
  verb: z.string().nullable().meta({ description: 'What was asked for; null through somebody else.' }),
  ...listOf(disclosureItem).shape,
  untold: z
    .array(
      z.object({
        kind: z.string(),
        count: z.int(),
        why: z.enum(['others_words', 'all_threads', 'few_people']),
      }),
    )
    .meta({
      description:
        'Items of which it is not told which they were: it would say what somebody else answered, or whose connection it was.',
    }),
})
