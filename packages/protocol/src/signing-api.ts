// What the people's API takes and answers about keys and what they sign (docs/design/007).
import { z } from 'zod'
import { keyKinds, keyOrigins } from './person-key.ts'

/** What a key signed, as it is sent with its act: the JSON text, without the frames a server puts before it. */
export const signed = z
  .strictObject({
    statement: z.string().min(2).max(600_000).meta({ description: 'The statement\u2019s text, RFC 8785.' }),
    signature: z
      .string()
      .max(200)
      .meta({ description: 'base64url: r and s, 64 bytes, of a device; DER of a passkey.' }),
    passkey: z
      .strictObject({ authenticator_data: z.string().max(2_000), client_data_json: z.string().max(4_000) })
      .optional()
      .meta({ description: 'What a passkey says beside its signature, base64url.' }),
  })
  .meta({ description: 'The act, signed by a key of the person (docs/design/007).' })

/** The key a browser shows. */
export const shownKey = z.strictObject({
  public_key: z.string().max(200).meta({ description: 'P-256 in SPKI form, base64url.' }),
  label: z.string().trim().min(1).max(100).optional().meta({ description: 'What its person knows it by.' }),
})

const time = z.string().meta({ description: 'RFC 3339, UTC.' })

/** A key of the person signed in. */
export const signingKey = z.object({
  name: z.string().meta({ description: 'SHA-256 of its public half, hexadecimal.' }),
  kind: z.enum(keyKinds),
  came: z.enum(keyOrigins),
  state: z.enum(['waits', 'counts', 'ended']),
  label: z.string().nullable(),
  made_at: time,
  since: time.meta({ description: 'From when it counts.' }),
  until: time.nullable(),
})

/** The person's keys, and what the next statement has to say. */
export const signingKeys = z.object({
  items: z.array(signingKey),
  person: z.string(),
  origin: z.string().meta({ description: 'The log\u2019s name: the second frame of what is signed.' }),
  n: z.int().meta({ description: 'The number of the last statement; the next says one more.' }),
  now: z.int().meta({
    description: 'Milliseconds: what `said_at` is weighed by. It may be five minutes old and not ahead.',
  }),
})
