// Cards a partner can propose: data with canonical links, drawn by the platform, never by the partner (design §7).
import { z } from 'zod'
import { currencyCodes } from './currencies.ts'
import { visibleWords } from './plain-words.ts'
import { isPlainAddress, NOT_PLAIN } from './web-address.ts'

// One address for one thing, the same whoever is sent it: queries and fragments are where tokens and trackers ride.
const link = z
  .url({ protocol: /^https$/, hostname: z.regexes.domain })
  .max(500)
  .refine(isPlainAddress, { error: NOT_PLAIN })
  .refine((address) => !/[?#]/.test(address), {
    error: 'must be the canonical address of the thing, without `?` and `#`',
  })
const seconds = z.int().min(1).max(86_400)
/** Of what runs longer than a song: whole minutes, as they are shown. */
const minutes = z.int().min(1).max(1_440)
const year = z.int().min(1800).max(2200)
const title = visibleWords(200)

/** One song. */
export const songCard = z.strictObject({
  type: z.literal('song'),
  title,
  artist: visibleWords(200),
  album: visibleWords(200).optional(),
  seconds: seconds.optional(),
  link,
})

/** A list of songs. */
export const playlistCard = z.strictObject({
  type: z.literal('playlist'),
  title,
  songs: z
    .array(z.strictObject({ title, artist: visibleWords(200), seconds: seconds.optional() }))
    .min(1)
    .max(100),
  link,
})

/** One film. */
export const filmCard = z.strictObject({
  type: z.literal('film'),
  title,
  year: year.optional(),
  director: visibleWords(200).optional(),
  minutes: minutes.optional(),
  link,
})

/** A show, or one season or episode of it. */
export const showCard = z
  .strictObject({
    type: z.literal('show'),
    title,
    year: year.optional(),
    season: z.int().min(0).max(1_000).optional(),
    episode: z.int().min(0).max(100_000).optional(),
    episode_title: visibleWords(200).optional(),
    minutes: minutes.optional(),
    link,
  })
  .refine(({ episode, episode_title }) => episode_title === undefined || episode !== undefined, {
    error: 'an `episode_title` needs its `episode`',
    path: ['episode'],
  })

const receipt = {
  type: z.literal('receipt'),
  /** In minor units of the currency, as ISO 4217 counts them: 1250 is 12.50 euros, or 1,250 yen. */
  amount: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  currency: z.enum(currencyCodes),
  from: visibleWords(100),
  to: visibleWords(100),
  reference: visibleWords(140).optional(),
  link: link.optional(),
}
/** To the second: nothing finer is shown. */
const instant = z.iso.datetime({ precision: 0 })

/** A payment: asked for, made, or given back. What it says is the partner's word, and is drawn as that. */
export const receiptCard = z.discriminatedUnion('state', [
  z.strictObject({ ...receipt, state: z.literal('requested') }),
  z.strictObject({ ...receipt, state: z.literal('paid'), paid_at: instant }),
  z.strictObject({ ...receipt, state: z.literal('refunded'), paid_at: instant, refunded_at: instant }),
])

/** A page of the web. Its picture, where people see one, is none of the partner's doing. */
export const linkCard = z.strictObject({
  type: z.literal('link'),
  title,
  author: visibleWords(200).optional(),
  link,
})

/** A few words of the partner's own. They are drawn as its words, not as those of the person who sends the card. */
export const noteCard = z.strictObject({ type: z.literal('note'), text: visibleWords(280) })

/** Every card there is. Unknown types and unknown fields are refused, so nothing can ride along. */
export const card = z.discriminatedUnion('type', [
  songCard,
  playlistCard,
  filmCard,
  showCard,
  receiptCard,
  linkCard,
  noteCard,
])

/** A card as it is stored and drawn. */
export type Card = z.infer<typeof card>

/** The name of a kind of card. */
export type CardType = Card['type']
