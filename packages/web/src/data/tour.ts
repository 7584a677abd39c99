// What the tour shows of this installation, for whoever looks.
import type { tour } from '@countersign/protocol/people-api'
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { call } from './call.ts'

/** All of it. */
export type Tour = z.infer<typeof tour>
/** A company that can be tried. */
export type TourCompany = NonNullable<Tour['companies']['music']>

/** The query for it. */
export const tourQuery = queryOptions({ queryKey: ['tour'], queryFn: () => call<Tour>('GET', '/tour') })
