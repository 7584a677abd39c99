// message_N.json: who is in a thread and a part of what was said there, newest first, with every text repaired.
import { z } from 'zod'
import { displayName } from '../../acts/account-names.ts'
import { badRecord, type Place } from '../import-error.ts'
import { repairText } from './repair-text.ts'

/** Facebook takes 20,000 characters a message. */
const LONGEST_TEXT = 20_000

const text = (most: number) =>
  z
    .string()
    .transform(repairText)
    .refine((value) => value.length <= most, { error: `must have at most ${most} characters` })
    .refine((value) => value.isWellFormed(), { error: 'holds half a character' })
    .refine((value) => !value.includes('\0'), { error: 'holds a zero byte' })

/** Empty, or the export's word for it, for accounts that are gone. */
const name = text(200).refine((value) => value === '' || displayName.safeParse(value).success, {
  error: 'must be a name of 1 to 80 characters that shows all it holds',
})

/** Milliseconds, up to the year 9999. */
const instant = z.int().min(0).max(253_402_300_799_999)

/** Nobody reacted before 1973 or will after 5138: whatever is smaller than that in milliseconds is seconds. */
const reactionTime = instant.transform((at) => (at < 100_000_000_000 ? at * 1_000 : at))

const media = z.object({ uri: text(4_000) })

const reaction = z.object({
  reaction: text(64).transform((value, context) => {
    const found = [value, `${value}\ufe0f`].find((one) => /^\p{RGI_Emoji}$/v.test(one))
    if (found !== undefined) return found
    context.addIssue({ code: 'custom', message: 'must be one emoji' })
    return z.NEVER
  }),
  actor: name,
  /** Older exports do not say. */
  timestamp: reactionTime.optional(),
})

const message = z.object({
  sender_name: name,
  timestamp_ms: instant,
  content: text(LONGEST_TEXT).optional(),
  reactions: z.array(reaction).optional(),
  photos: z.array(media).optional(),
  videos: z.array(media).optional(),
  audio_files: z.array(media).optional(),
  gifs: z.array(media).optional(),
  files: z.array(media).optional(),
  sticker: media.optional(),
  share: z.object({ link: text(4_000).optional(), share_text: text(LONGEST_TEXT).optional() }).optional(),
  call_duration: z.number().optional(),
  is_unsent: z.boolean().optional(),
  is_taken_down: z.boolean().optional(),
})

const part = z.object({
  participants: z.array(z.object({ name })),
  messages: z.array(z.unknown()),
  title: text(1_000).optional(),
  thread_type: z.string().optional(),
  joinable_mode: z.unknown().optional(),
})

/** One message of an export. */
export type RawMessage = z.infer<typeof message>

/** A part; its messages are parsed, in the order of the file. */
export interface Part extends Omit<z.infer<typeof part>, 'messages'> {
  readonly file: string
  readonly messages: readonly { readonly raw: RawMessage; readonly place: Place }[]
}

/** @throws ImportError naming the message and its field */
export function parsePart(value: unknown, file: string): Part {
  const whole = checked(part, value, { file })
  const messages = whole.messages.map((one, i) => {
    const place = { file, message: i }
    return { raw: checked(message, one, place), place }
  })
  return { ...whole, file, messages }
}

/** zod says which field and which types it wants and got, never a value. */
function checked<T>(schema: z.ZodType<T>, value: unknown, place: Place): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const field = issue?.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')
  const wrong = issue?.message.replace(/^Invalid input: /, '').replace(/^Too /, 'too ') ?? 'is wrong'
  throw badRecord(place, field ? `${field.replace(/^\./, '')} ${wrong}` : wrong)
}
