// What the tour is answered with: this installation in numbers, and no person of it but whoever looks.
import { z } from 'zod'
import { me, time } from './people-parts.ts'
import { verbs } from './verbs.ts'

const tourCompany = z
  .object({
    name: z.string(),
    homepage: z.string(),
    offers: z.array(z.object({ feature: z.string(), purpose: z.string(), verbs: z.array(z.enum(verbs)) })),
  })
  .nullable()
  .meta({
    description: 'A company that can be tried, and what its features may ask for today, purpose by purpose.',
  })

/** What the tour shows of this installation. */
export const tour = z.object({
  me: me.nullable().meta({ description: 'Who is looking; null for somebody who is not signed in.' }),
  companies: z.object({ music: tourCompany, film: tourCompany, bank: tourCompany, contacts: tourCompany }),
  register: z.object({
    companies: z.int(),
    over: z.int().meta({ description: 'Companies none of whose features goes on.' }),
    features: z.int(),
    features_ended: z.int(),
  }),
  ended_film: z
    .object({ company: z.string(), slug: z.string(), name: z.string(), start_at: time, end_at: time })
    .nullable()
    .meta({ description: 'The feature about films that ended first.' }),
})
