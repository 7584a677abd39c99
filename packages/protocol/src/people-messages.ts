// What the people's API answers about messages and the files in them; the rest is in people-api.ts.
import { z } from 'zod'
import { card as cardSchema } from './cards.ts'
import { id, named, time } from './people-parts.ts'

const path = z.string().meta({ description: 'Path on this server, for who can read the message.' })
const side = z.int().meta({ description: 'In pixels, of the whole picture, as it is meant to be seen.' })

/** A file of a message. */
const attachment = z.object({
  id: id('attachment'),
  name: z.string(),
  media_type: z.string().meta({ description: 'Found from its bytes; a picture is `image/webp`.' }),
  alt: z.string().meta({ description: 'What its sender says is in it; empty for nothing.' }),
  size: z
    .int()
    .nullable()
    .meta({ description: 'In bytes; null when only its name is known, after an import.' }),
  file: path.nullable().meta({ description: 'Path of its bytes, to be saved; never shown in a page.' }),
  picture: z
    .object({ width: side, height: side, small: path, medium: path, whole: path })
    .nullable()
    .meta({ description: 'Of a picture: 480, 1280 and 4096 pixels at most on its longer side.' }),
})

/** A file on its way. */
export const beginning = z.object({
  id: id('upload'),
  piece_bytes: z.int().meta({ description: 'Each piece has so many bytes, the last one what is left.' }),
})

/** A file that is all there, ready to be sent. */
export const upload = z.object({
  id: id('upload'),
  name: z.string(),
  media_type: z.string(),
  size: z.int(),
  picture: z.object({ width: side, height: side }).nullable(),
})

/** A message. Deleted ones keep their place, and nothing else. */
export const message = z.object({
  id: id('message'),
  thread: id('thread'),
  author: named,
  sent_at: time,
  kind: z.enum(['message', 'card', 'forward']),
  text: z.string(),
  mentions: z.array(z.object({ person: z.string(), start: z.int(), end: z.int() })),
  card: cardSchema.nullable(),
  origin_author: named.nullable(),
  reply_to: z.string().nullable(),
  answers: z.object({ id: z.string(), author: named, excerpt: z.string().nullable() }).nullable().meta({
    description:
      'What `reply_to` names, as far as I could read it; the excerpt is null for a card and for what was deleted.',
  }),
  link_card: z
    .object({
      link: z.string(),
      title: z.string(),
      author: z.string().nullable(),
      provider: z.string(),
      picture: z.string().nullable().meta({ description: 'Path of our copy.' }),
    })
    .nullable()
    .meta({ description: 'What the page behind its link said of itself when it was sent.' }),
  edited_at: time.nullable(),
  deleted_at: time.nullable(),
  restorable_until: time.nullable().meta({
    description:
      'Not null when the partner in `via` took the card away: its author can bring it back until then.',
  }),
  reactions: z.array(z.object({ emoji: z.string(), person: named })),
  attachments: z.array(attachment),
  via: z
    .object({ partner: named, label: z.string() })
    .nullable()
    .meta({ description: 'Through which partner it came. The platform writes the label; nothing hides it.' }),
})
