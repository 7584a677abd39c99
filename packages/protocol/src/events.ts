// What partners are told (design §7 "Events"): thin, so that what an event is about is fetched through the gate or not at all.
import { z } from 'zod'
import { type Purpose, purposeNames } from './purposes.ts'
import { type Verb, verbs } from './verbs.ts'

const opaque = z.string().min(1).max(200)
const person = opaque.describe('The `sub` the partner knows the person under.')
const feature = z.string().min(1).max(40).describe('The slug of the feature.')
const thread = opaque.describe('The id the partner API has for the thread.')
const item = opaque.describe('The id the partner API had for the message.')

const power = z.object({ purpose: z.enum(purposeNames), verbs: z.array(z.enum(verbs)).min(1) })

/** Why a power ended. Each is about the person's own permission or the partner's feature, never about anybody else. */
export const endings = [
  'withdrawn',
  'narrowed',
  'superseded',
  'given_back',
  'code_replayed',
  'account_closed',
  'expired',
  'switched_off',
  'feature_ended',
] as const

/** One of them. */
export type Ending = (typeof endings)[number]

const eventOf = <Type extends string, Data extends z.ZodRawShape>(type: Type, data: Data) =>
  z.object({
    id: z
      .string()
      .regex(/^event_[0-9a-f]{32}$/)
      .describe('The same whenever the event is told again.'),
    type: z.literal(type),
    timestamp: z.iso.datetime().describe('When it was made.'),
    data: z.object(data),
  })

/** An event as it goes over the wire. Receivers ignore what they do not know. */
export const partnerEvent = z.discriminatedUnion('type', [
  eventOf('thread.changed', { person, feature, thread }),
  eventOf('item.edited', { person, feature, thread, item }),
  eventOf('item.deleted', { person, feature, thread, item }),
  eventOf('access.ended', {
    person,
    feature,
    powers: z.array(power).min(1),
    threads: z.array(opaque).optional().describe('Only for these threads; for all where it is absent.'),
    why: z.enum(endings),
  }),
  eventOf('feature.ended', { feature }),
  eventOf('deletion.asked', {
    deletion: z
      .string()
      .regex(/^deletion_[0-9a-f]{32}$/)
      .describe('Names the ask: its items are fetched by it, and it is answered.'),
    feature,
    person: person
      .optional()
      .describe(
        'Who asks, where it came through their own permission; nobody is named where it came through others.',
      ),
    due: z.iso.datetime().describe('Answer by then: silence suspends the partner.'),
  }),
])

/** An event as it goes over the wire. */
export type PartnerEvent = z.infer<typeof partnerEvent>
/** What kind of event. */
export type EventType = PartnerEvent['type']

/** Powers that ended together. */
export interface EndedPower {
  readonly purpose: Purpose
  readonly verbs: readonly Verb[]
}

/**
 * Data events say that there is something to fetch and are dropped with the permission. Duty events say what to delete or
 * stop, name only what the partner has had already, and survive every permission.
 */
export const eventKinds = {
  'thread.changed': 'data',
  'item.edited': 'duty',
  'item.deleted': 'duty',
  'access.ended': 'duty',
  'feature.ended': 'duty',
  'deletion.asked': 'duty',
} as const satisfies Readonly<Record<EventType, 'data' | 'duty'>>
