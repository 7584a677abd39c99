// An id in a request, for the APIs: validated at the edge, described in /openapi.json.
import { type Id, type IdPrefix, parseId } from '@countersign/protocol'
import { z } from 'zod'

/** An id of exactly one kind; any other kind is a malformed request, not a missing thing. */
export function id<P extends IdPrefix>(prefix: P): z.ZodType<Id<P>, Id<P>> {
  const schema = z
    .string()
    .refine((text) => parseId(prefix, text) !== undefined, {
      error: `must be the id of a ${prefix}: ${prefix}_…`,
    })
    .meta({ description: `Id of a ${prefix}.`, example: `${prefix}_0190c0ffee0070008000000000000000` })
  return schema as unknown as z.ZodType<Id<P>, Id<P>>
}
