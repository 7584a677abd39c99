// What the people's API answers: the shapes that feed OpenAPI, that every answer is checked against and that the app reads.
import { z } from 'zod'
import { card as cardSchema } from './cards.ts'
import { deletionStatement } from './deletion-statement.ts'
import { threadSettings } from './facts.ts'
import { noticeKinds } from './notice-kinds.ts'
import { message } from './people-messages.ts'
import { id, listOf, named, time } from './people-parts.ts'
import { consentReceipt } from './receipt-schema.ts'

export { disclosure, disclosureItems, disclosureTotal } from './people-disclosures.ts'
export { beginning, message, upload } from './people-messages.ts'
export { listOf, me } from './people-parts.ts'
export { tour } from './people-tour.ts'

/** The addresses of the person signed in. */
export const contacts = z.object({
  items: z.array(
    z.object({
      id: id('contact'),
      kind: z.enum(['email', 'phone']),
      value: z.string(),
      verified: z
        .boolean()
        .meta({ description: 'Whether I showed that it reaches me. No other leaves for anybody (COP-07).' }),
    }),
  ),
})

/** What signing in answers. */
export const session = z.object({ person: id('person'), expires_at: time })

/** A passkey of the person signed in. */
export const passkey = z.object({
  id: id('passkey'),
  name: z.string(),
  made_at: time,
  used_at: time.nullable(),
})

/** What is left of their recovery codes. */
export const recoveryCodes = z.object({ left: z.int(), made_at: time.nullable() })

/** A link of theirs that makes a friend. */
export const friendLink = z.object({ id: id('link'), made_at: time, expires_at: time })

/** What somebody who is not signed in can do here. */
export const entrance = z.object({
  sign_up: z
    .enum(['open', 'invited'])
    .meta({ description: 'With `invited`, a new account needs a friend’s link.' }),
  passkeys: z.boolean().meta({ description: 'Whether passkeys work at the address people type.' }),
  demo_people: z
    .array(named)
    .meta({ description: 'Made-up people who sign in with one click, in a demo only.' }),
})

/** A browser they are signed in with. */
export const device = z.object({
  id: id('session'),
  browser: z
    .string()
    .nullable()
    .meta({ description: 'As it said itself: “Firefox on Linux”. No address is kept.' }),
  made_at: time,
  seen_at: time.meta({ description: 'To about five minutes.' }),
  here: z.boolean().meta({ description: 'Whether it is the one that asks.' }),
})

/** A stretch of a thread, newest first. */
export const stretch = z.object({
  ...listOf(message).shape,
  newer: z.string().nullable().meta({
    description: 'The newest of these, when more was said after it: ask for what comes `after` it.',
  }),
})

/** How far members have read: each mark is the last message they had read. */
export const marks = z.object({
  items: z.array(z.object({ person: id('person'), message: id('message') })),
})

/** Whether others see how far the person has read. */
export const reading = z.object({
  shown: z.boolean().meta({ description: 'Who hides theirs does not see those of others either.' }),
})

/** A member of a thread. */
export const member = z.object({ id: id('person'), name: z.string(), joined_at: time })

/** A thread. */
export const thread = z.object({
  id: id('thread'),
  kind: z.enum(['direct', 'group']),
  title: z.string().nullable(),
  setting: z.enum(threadSettings).meta({ description: 'How it shares with partners, the floor included.' }),
  created_at: time,
  members: z.array(member),
  last_message: z
    .object({ id: z.string(), author: z.string(), sent_at: time, text: z.string(), kind: z.string() })
    .nullable(),
  unread: z.int().meta({ description: 'Messages of others after my mark; 100 stands for 100 or more.' }),
  read_to: z.string().nullable().meta({ description: 'The last message I marked as read.' }),
})

/** Friends and requests. */
export const friends = z.object({
  friends: z.array(z.object({ id: z.string(), name: z.string(), since: time })),
  requests: z.array(z.object({ id: z.string(), name: z.string(), since: time })),
})

/** Whom the person has blocked. */
export const blocks = z.object({ items: z.array(named) })

/** A permission with every field of TRN-02. */
export const grant = z.object({
  id: id('grant'),
  partner: named,
  feature: z.object({ id: z.string(), name: z.string(), summary: z.string() }),
  purpose: z.string(),
  verbs: z.array(z.string()),
  fields: z.array(z.string()),
  threads: z.array(z.string()),
  history: z.boolean(),
  given_at: time,
  ends_at: time,
  standing: z.enum(['live', 'feature_ended', 'void', 'withdrawn', 'superseded', 'expired', 'inactive']),
  ended_at: time.nullable(),
  last_used_at: time.nullable(),
  disclosures: z.int(),
  changes: z.array(z.object({ kind: z.string(), at: time })),
  consequence: z.string().meta({ description: 'What withdrawing does, to be shown before it is done.' }),
})

/** The exact card an answer is given on. */
export const askCard = z.object({
  partner: named,
  feature: z.string(),
  manifest_version: z.int(),
  purpose: z.string(),
  title: z.string(),
  lines: z.array(z.string()),
  labels: z.record(z.string(), z.string()),
  contact_choices: z
    .array(z.object({ field: z.string(), label: z.string() }))
    .meta({ description: 'What can be ticked as `contact_fields`; nothing is, unless the person does.' }),
  screen_hash: z.string(),
  locale: z.string().meta({ description: 'The language it is in: part of what is signed.' }),
  term_days: z.int().meta({ description: 'How long a yes counts at most.' }),
})

const answerFields = {
  partner: named,
  feature: z.object({ id: z.string(), name: z.string() }),
  purpose: z.string(),
  manifest_version: z.int(),
  thread: z.string().nullable(),
  answer: z.enum(['allow', 'never']),
  history: z.boolean(),
  contact_fields: z.array(z.string()),
  given_at: time,
  ends_at: time,
  ended_at: time.nullable(),
}

/** A countersignature. */
export const answer = z.object({
  id: id('countersignature'),
  ...answerFields,
  standing: z.enum(['live', 'feature_ended', 'ended', 'expired', 'void']),
  disclosures: z.int(),
})

/** What of one's own words would go by a permission or a yes; nothing has gone. */
export const preview = z.object({
  items: z.array(
    z.object({
      sent_at: time.nullable(),
      text: z.string().nullable(),
      card: cardSchema.nullable(),
      attachments: z.array(z.string()).meta({ description: 'Names of files.' }),
    }),
  ),
  more: z.boolean().meta({ description: 'Whether older ones would go too.' }),
  nothing: z.string().nullable().meta({
    description:
      'Why nothing would go now: `NEVER` for an answer of one’s own at the other scope, or a refusal’s code.',
  }),
})

/** An ask and one's own answer to it. */
export const ask = z.object({
  id: id('ask'),
  thread: z.string(),
  asked_at: time,
  card: askCard,
  answer: z
    .object({
      id: z.string(),
      answer: z.enum(['allow', 'never']),
      thread: z.string().nullable(),
      ends_at: time,
    })
    .nullable(),
})

/** What companies may have of my own words in one thread, and what I may answer or ask there. */
export const sharing = z.object({
  restricted: z.boolean().meta({ description: 'I share nothing with any company.' }),
  reach: z.array(
    z.object({
      partner: named,
      since: time.nullable().meta({ description: 'Null for what was written before, too.' }),
      until: time,
    }),
  ),
  asks: z.array(ask),
  offers: z
    .array(z.object({ grant: id('grant'), partner: named, purpose: z.string() }))
    .meta({ description: 'Permissions of mine here for which I may ask the others, once in twelve months.' }),
  choices: z.array(z.enum(threadSettings)).meta({ description: 'How this thread may be set to share.' }),
})

/** A partner's proposal. */
export const draft = z.object({
  id: id('draft'),
  partner: z.object({ id: z.string(), name: z.string(), homepage: z.string() }),
  card: cardSchema,
  card_hash: z.string(),
  expires_at: time,
})

/** A ticket to confirm. */
export const ticket = z.object({
  id: id('ticket'),
  draft: z.string(),
  thread: z.string(),
  card_hash: z.string(),
  expires_at: time,
})

/** A notice. It names no actor. */
export const notice = z.object({
  id: id('notice'),
  kind: z.enum(noticeKinds),
  partner: named.nullable(),
  feature: z.string().nullable(),
  thread: z.string().nullable(),
  at: time,
  seen_at: time.nullable(),
})

/** A receipt after one event (REC-02). */
export const receipt = z.object({
  id: z.string(),
  event: z.string(),
  at: time,
  jws: z.string().meta({
    description:
      'Compact JWS (RFC 7515) over `receipt`, by a key of `/receipt-keys.json`. This is what counts.',
  }),
  receipt: consentReceipt,
})

/** An ask that a company delete, and what became of it (DEL-02). */
export const deletion = z.object({
  id: id('deletion'),
  partner: named,
  feature: z.object({ id: z.string(), name: z.string() }),
  through: z.enum(['own', 'other']),
  state: z.enum(['asked', 'overdue', 'answered']),
  asked_at: time,
  due_at: time,
  answered_at: time.nullable(),
  late: z.boolean().meta({ description: 'Whether the time passed before anything was said.' }),
  items: z.int().nullable().meta({
    description: 'How many different items the record says it got, counted when it answered.',
  }),
  statement: deletionStatement.nullable().meta({ description: 'What the company says, in its words.' }),
  all_gone: z
    .boolean()
    .meta({ description: 'Whether by what it says nothing is left, and its count is the record’s.' }),
})

/** Everything about one company and me. */
const company = z.object({
  partner: z.object({ id: z.string(), name: z.string(), homepage: z.string() }),
  live: z
    .boolean()
    .meta({ description: 'Whether it may get something of mine or write for me, the switch aside.' }),
  permissions: z.array(grant),
  answers: z.array(answer),
  totals: z.object({
    disclosures: z.int(),
    items: z.int(),
    items_through_others: z.int(),
    first_at: time.nullable(),
    last_at: time.nullable(),
  }),
  days: z
    .array(z.object({ day: z.iso.date(), items: z.int(), items_through_others: z.int() }))
    .meta({ description: 'In UTC, the oldest first; days on which it got nothing are left out.' }),
  last_refused: z.object({ at: time, code: z.string() }).nullable(),
  deletions: z.array(deletion).meta({ description: 'What I asked it to delete, the newest first.' }),
  deletable: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .meta({ description: 'Features through which it got something that I may ask it to delete now.' }),
})

/** The privacy centre at a glance. Through whom something went, when it was somebody else, is written nowhere. */
export const privacy = z.object({
  restricted: z.boolean(),
  companies: z.array(company),
  threads: z
    .array(z.object({ id: z.string(), title: z.string() }))
    .meta({ description: 'What the threads named above are called.' }),
})

/** Everything of mine, ready to be fetched. */
export const preparedExport = z.object({
  id: id('export'),
  expires_at: time.meta({ description: 'Until then it can be fetched, and fetched again.' }),
  counts: z.object({
    messages: z.int(),
    disclosures: z.int(),
    permissions: z.int(),
    answers: z.int(),
  }),
})

/** How far fetching has come. */
export const exportProgress = z.object({
  state: z.enum(['ready', 'running', 'whole']),
  done: z.int(),
  total: z.int(),
  expires_at: time,
})
