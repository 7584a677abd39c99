// What a company says it did when a person asks it to delete: part of the partner API, kept as evidence (DEL-03).
import { z } from 'zod'

const words = z.string().trim().min(1).max(500)

/**
 * The statement. `derived_data` has no default: who leaves it out has not answered (DEL-03), for copies that went and a model
 * that stayed is how it was in 2018.
 */
export const deletionStatement = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('deleted'),
    items: z
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .describe(
        'How many of the items that were asked about are gone, those deleted before it was asked included.',
      ),
    sub_holders: z
      .array(
        z.strictObject({
          name: z.string().trim().min(1).max(100),
          deleted: z.boolean().describe('Whether they confirmed that theirs is gone.'),
        }),
      )
      .max(50)
      .describe('Everybody the items were handed on to; an empty list says nobody.'),
    derived_data: z
      .discriminatedUnion('made', [
        z.strictObject({ made: z.literal(false) }),
        z.strictObject({ made: z.literal(true), deleted: z.boolean(), what: words }),
      ])
      .describe('What was made from the items, such as profiles and models, and whether it is gone too.'),
  }),
  z.strictObject({
    outcome: z.literal('kept'),
    why: z.enum(['legal_duty', 'legal_claim', 'other']),
    words: words.describe('Why, for the person to read.'),
  }),
])

/** What a company says it did. */
export type DeletionStatement = z.infer<typeof deletionStatement>

/** One thing a person asks to be deleted, as the partner knows it. An item of several answers is named several times. */
export interface DeletionItem {
  /** What of it is theirs: a message, a reaction to one, a name as a member, and so on. */
  readonly kind: string
  /** The id the partner API had for the object it was in. */
  readonly id: string
}
