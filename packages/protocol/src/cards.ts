// Cards a partner can propose: data with canonical links, drawn by the platform, never by the partner (design §7).
import { z } from 'zod'

const words = (max: number) => z.string().trim().min(1).max(max)
const link = z.url({ protocol: /^https$/, hostname: z.regexes.domain }).max(500)
const seconds = z.int().min(1).max(86_400)

/** One song. */
export const songCard = z.strictObject({
  type: z.literal('song'),
  title: words(200),
  artist: words(200),
  album: words(200).optional(),
  seconds: seconds.optional(),
  link,
})

/** A list of songs. */
export const playlistCard = z.strictObject({
  type: z.literal('playlist'),
  title: words(200),
  songs: z
    .array(z.strictObject({ title: words(200), artist: words(200), seconds: seconds.optional() }))
    .min(1)
    .max(100),
  link,
})

/** Every card there is. Unknown types and unknown fields are refused, so nothing can ride along. */
export const card = z.discriminatedUnion('type', [songCard, playlistCard])

/** A card as it is stored and drawn. */
export type Card = z.infer<typeof card>
