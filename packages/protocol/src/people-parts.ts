// What the shapes of the people's API are put together from.
import { z } from 'zod'

/** An instant. */
export const time = z.string().meta({ description: 'RFC 3339, UTC.' })
/** An id, of a thing of this kind. */
export const id = (what: string) => z.string().meta({ description: `Id of a ${what}.` })
/** Something with a name. */
export const named = z.object({ id: z.string(), name: z.string() })

/** A list's answer: its items, and the cursor of the next page, if there is one. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() })

/** The person signed in. */
export const me = z.object({
  id: id('person'),
  name: z.string(),
  locale: z.string(),
  restricted: z.boolean().meta({ description: 'The master switch "share nothing of mine with partners".' }),
  acting: z
    .boolean()
    .meta({ description: 'Whether this is a test person, as whom somebody of their company acts.' }),
})
