// The partner API's shapes: they validate what comes in, and describe it in /openapi.json.
import { card, partnerEvent, purposeNames, verbs } from '@countersign/protocol'
import { z } from 'zod'
import { problemResponse } from '../http/problem-schema.ts'

/** How many items a page has at most. */
const MAX_LIMIT = 200

/** The query of every list. A parameter that is not here is refused, so that none is silently ignored. */
export const listQuery = z.strictObject({
  fields: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('Only these fields, separated by commas; all that are granted unless said.'),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'is a whole number')
    .transform(Number)
    .pipe(z.int().max(MAX_LIMIT))
    .default(50)
    .describe(`Items per page, 1 to ${MAX_LIMIT}.`),
  cursor: z.string().min(1).max(2000).optional().describe('The `next` of the page before.'),
})

/** The query of the lists of friends: COP-08 lets nobody look beyond the person's own. */
export const friendsQuery = listQuery.extend({
  depth: z
    .string()
    .regex(/^[1-9]$/, 'is a whole number from 1 to 9')
    .transform(Number)
    .default(1)
    .describe('1 is the person’s own friends; anything more is refused as DEPTH.'),
})

/** The thread of a path: an opaque id that this API gave for this person. */
export const threadPath = z.strictObject({ thread: z.string().min(1).max(200) })

/** The header that says why; whether it is one that was granted is decided, not validated. */
export const purposeHeader = z
  .object({
    'countersign-purpose': z
      .string()
      .max(100)
      .optional()
      .describe(`Why: ${purposeNames.join(', ')}.`),
  })
  .loose()

const opaque = z.string().describe('Opaque; means something for this partner and this person only.')
const time = z.iso.datetime()

const disclosure = z.object({
  subject: opaque.describe(
    'Opaque: the word the answer has for somebody it shows; a new one in every answer for somebody it does not.',
  ),
  n: z.int().min(1).describe('Number in the delivery chain: always the last one plus one.'),
  index: z.int().min(0).describe('Place of its entry in the public log.'),
})

const pageOf = <T extends z.ZodType>(item: T, what: string) =>
  z
    .object({ items: z.array(item), next: z.string().nullable(), disclosures: z.array(disclosure) })
    .describe(`${what} Possibly incomplete, always: what others did not allow leaves no trace.`)

/** A page of threads. */
export const threadsPage = pageOf(
  z.object({
    kind: z.literal('thread'),
    id: opaque,
    title: z.string().optional(),
    thread_kind: z.enum(['direct', 'group']).optional(),
  }),
  'The threads the person picked.',
)

/** A page of messages. */
export const messagesPage = pageOf(
  z.object({
    kind: z.enum(['message', 'card', 'forward']),
    id: opaque,
    text: z.string().optional(),
    sent_at: time.optional(),
    author: opaque.optional(),
    edited_at: time.optional(),
    reply_to: opaque.optional(),
    reactions: z.array(z.object({ emoji: z.string(), author: opaque })).optional(),
    attachments: z.array(z.object({ name: z.string(), media_type: z.string() })).optional(),
    card: card.optional(),
  }),
  'What was written in a thread, newest first.',
)

/** A page of members. */
export const membersPage = pageOf(
  z.object({
    kind: z.literal('member'),
    id: opaque,
    name: z.string().optional(),
    joined_at: time.optional(),
  }),
  'Those in a thread who allowed it.',
)

/** A page of friends. */
export const friendsPage = pageOf(
  z.object({
    kind: z.literal('friend'),
    id: opaque,
    name: z.string().optional(),
    since: time.optional().describe('Since when they are friends.'),
  }),
  'The friends who allowed the same feature themselves.',
)

const contact = {
  kind: z.literal('contact'),
  id: opaque,
  email: z.string().optional(),
  phone: z.string().optional(),
}

/** A page of contact fields that friends let pass. */
export const friendContactsPage = pageOf(
  z.object({
    ...contact,
    friend: opaque
      .optional()
      .describe('Whose it is, as the list of friends names them; absent where that list does not.'),
  }),
  'The verified contact fields that friends let pass through their friends, one object each.',
)

/** A page of the person's own contact fields. */
export const ownContactPage = pageOf(
  z.object(contact),
  'The person’s own verified contact fields, one object each.',
)

/** A proposed card. There is no way to leave out that it comes through the partner (WRT-02). */
export const draftBody = z.strictObject({ card })

/** A draft that waits for its person. */
export const draftAnswer = z.object({
  draft: z.string(),
  share_url: z.url().describe('Where the person picks a thread and confirms; send them there.'),
  expires_at: time,
})

/** The draft of a path. */
export const draftPath = z.strictObject({ draft: z.string().min(1).max(200) })

/** The placement of a path: an opaque id that this API gave for this person. */
export const placementPath = z.strictObject({ placement: z.string().min(1).max(200) })

/** What became of a draft. Nothing says where it was placed. */
export const draftState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting') }),
  z.object({
    state: z.literal('placed'),
    placement: opaque.describe(
      'With it the card can be taken back: DELETE /partner/v1/placements/{placement}.',
    ),
  }),
  z.object({ state: z.literal('expired') }),
])

/** The powers of a feature over one person. */
export const accessAnswer = z.object({
  powers: z.array(
    z.object({
      purpose: z.enum(purposeNames),
      verbs: z.array(z.enum(verbs)),
      until: time.describe('When it ends or ended.'),
      state: z.enum(['held', 'ended']),
    }),
  ),
  delivery_key: z.string().describe('The key of the delivery chain for this person, base64url.'),
})

/** What every route can answer instead. */
export const problems = Object.fromEntries(
  Object.entries({
    400: 'The request is not understood, or has no purpose.',
    401: 'The token or the proof of its key does not hold.',
    403: 'Refused; the code says why.',
    404: 'There is no such thing for this permission.',
    429: 'Too many calls.',
    503: 'Nothing can be released now.',
  }).map(([status, description]) => [status, problemResponse(description)]),
)

/** What a route that takes a body can answer instead, too. */
export const bodyProblems = {
  413: problemResponse('The body is too large.'),
  415: problemResponse('The body is not application/json.'),
}

/** How every route is opened: a token bound to the key that proves itself with each call. */
export const security = [{ dpop: [] }]

/** How a client opens what is for itself: with a token it got by its own key, of the scope `events`. */
export const clientSecurity = [{ dpop: ['events'] }]

/** A stream of events. */
export const eventStream = {
  description:
    'Server-sent events: `id` and `event` are the id and the type of the JSON in `data`. At least once, in one order.',
  content: { 'text/event-stream': { schema: partnerEvent } },
}

/** What a stream answers to a partner with a webhook. */
export const webhookInstead = problemResponse('The events of this partner go to its webhook.')

/** A page of what somebody asks to be deleted. */
export const deletionItems = z.object({
  items: z.array(
    z.object({
      kind: z.string().describe('What of it is theirs: a message, a reaction to one, a name as a member …'),
      id: opaque.describe('The id this API gave the object it was in.'),
    }),
  ),
  next: z.string().nullable(),
})

/** What a second statement meets. */
export const statedAlready = problemResponse('You have said what you did; it is not said anew.')

/** A route without query parameters. */
export const noQuery = z.strictObject({})

/** An answer without a body. */
export const nothing = z.null().describe('Done.')
