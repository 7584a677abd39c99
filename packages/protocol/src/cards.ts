// Cards a partner can propose: data with canonical links, drawn by the platform, never by the partner (design §7).
import { z } from 'zod'
import { plainWords } from './plain-words.ts'
import { isPlainAddress, NOT_PLAIN } from './web-address.ts'

const link = z
  .url({ protocol: /^https$/, hostname: z.regexes.domain })
  .max(500)
  .refine(isPlainAddress, { error: NOT_PLAIN })
const seconds = z.int().min(1).max(86_400)

/** One song. */
export const songCard = z.strictObject({
  type: z.literal('song'),
  title: plainWords(200),
  artist: plainWords(200),
  album: plainWords(200).optional(),
  seconds: seconds.optional(),
  link,
})

/** A list of songs. */
export const playlistCard = z.strictObject({
  type: z.literal('playlist'),
  title: plainWords(200),
  songs: z
    .array(z.strictObject({ title: plainWords(200), artist: plainWords(200), seconds: seconds.optional() }))
    .min(1)
    .max(100),
  link,
})

/** Every card there is. Unknown types and unknown fields are refused, so nothing can ride along. */
export const card = z.discriminatedUnion('type', [songCard, playlistCard])

/** A card as it is stored and drawn. */
export type Card = z.infer<typeof card>
