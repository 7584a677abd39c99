// The permission screen as JSON: what it shows, what it takes, below an authorization's own address and for the browser it began in.
import { z } from 'zod'
import { preview } from './people-api.ts'
import { signed } from './signing-api.ts'

const titled = z.object({ title: z.string(), note: z.string() })

/** A screen, with what is the reader's own beside its words. Nothing on it is chosen: what is ticked is the reader's doing (PER-03). */
export const permissionScreen = z.object({
  guard: z.string().meta({ description: 'To be sent back: only who could read this page has it.' }),
  screen_hash: z.string().meta({ description: 'SHA-256 of the very words below, as they are kept.' }),
  person: z.object({ id: z.string(), name: z.string() }),
  partner: z.string(),
  feature: z.string(),
  manifest_version: z.int(),
  locale: z.string().meta({ description: 'The language of the company’s own words, `lead`.' }),
  title: z.string(),
  lead: z.string(),
  asks: z.string(),
  beyond: z.string(),
  choices_title: z.string(),
  choices_note: z.string(),
  purposes: z.array(
    z.object({
      purpose: z.string(),
      title: z.string(),
      choices: z.array(
        z.object({
          key: z.string(),
          verb: z.string(),
          fields: z.array(z.string()),
          label: z.string(),
          covers: z.string(),
        }),
      ),
    }),
  ),
  threads: titled.nullable().meta({ description: 'Null when nothing asked for is about threads.' }),
  own_threads: z
    .array(z.object({ id: z.string(), title: z.string().nullable(), others: z.array(z.string()) }))
    .meta({ description: 'Those of the reader’s to tick; `others` are the names of who else is in one.' }),
  history: z.object({ label: z.string(), note: z.string() }).nullable(),
  until: z.object({
    label: z.string(),
    note: z.string(),
    unless_chosen: z.iso.date(),
    earliest: z.iso.date(),
    latest: z.iso.date(),
  }),
  not_title: z.string(),
  not: z.array(z.string()),
  back_title: z.string(),
  back: z.string(),
  no: z.string(),
  yes: z.string(),
})

/** What is ticked on a screen, and the words it is ticked on. */
export const permissionTicks = z.strictObject({
  guard: z.string().max(100),
  screen_hash: z.string().max(100),
  choices: z.array(z.string().max(200)).max(200),
  threads: z.array(z.string().max(100)).max(500),
  history: z.boolean(),
  until: z.iso.date().meta({ description: 'It ends at the end of this day, in UTC.' }),
})

/** The answer to a screen: a yes with its ticks, or a no, which says nothing else. */
export const permissionAnswer = z.discriminatedUnion('answer', [
  z.strictObject({
    answer: z.literal('yes'),
    ...permissionTicks.shape,
    signed: z
      .array(signed)
      .max(50)
      .optional()
      .meta({ description: 'One statement for each purpose ticked.' }),
  }),
  z.strictObject({ answer: z.literal('no'), guard: z.string().max(100) }),
])

/** Where the browser goes on to, once it has answered. */
export const permissionAnswered = z.object({ next: z.string() })

/** Which of the reader's own words the ticks would give now, thread by thread. Nothing has gone. */
export const permissionPreview = z.object({
  items: z.array(z.object({ purpose: z.string(), thread: z.string(), ...preview.shape })),
})
