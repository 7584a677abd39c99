// What a reviewer would ask about the powers of a declaration: more than its purposes need, or more at once than one yes should mean.
import {
  DEFAULT_TERM_DAYS,
  type FeatureDeclaration,
  fieldsOf,
  type Offer,
  type Purpose,
  type Verb,
} from '@countersign/protocol'
import type { Remark } from './lint-partner-file.ts'

/** The powers a purpose can need. What is not here has to be explained to a reviewer, so it is better left out (SCP-01, SCP-02). */
const powersFor: Readonly<Record<Purpose, readonly Verb[]>> = {
  share_content: ['messages.write', 'messages.delete'],
  recommendations: ['threads.list', 'messages.read', 'messages.write', 'friends.list'],
  group_activity: ['threads.list', 'messages.read', 'members.see', 'messages.write'],
  payment_receipts: ['messages.write', 'messages.delete'],
  find_friends: ['friends.list', 'friends.contact', 'contact.own'],
  assistance: ['threads.list', 'messages.read', 'members.see', 'messages.write', 'messages.delete'],
  search: ['threads.list', 'messages.read', 'members.see'],
  profiling: ['threads.list', 'messages.read', 'friends.list'],
  advertising: ['threads.list', 'contact.own'],
}

/** Purposes that live off what people say: the first thing a review asks is why nothing less would do. */
const livesOffPeople: readonly Purpose[] = ['profiling', 'advertising']

/** With more powers than these a person cannot tell what one yes means (UX-01). */
const MOST_POWERS = 4

/** Asking for two of two fields tells nothing; asking for all of many does. */
const MANY_FIELDS = 3

/** What is doubtful about the powers of one feature. */
export function remarksOnPowers({ offers, term_days }: FeatureDeclaration): readonly Remark[] {
  const powers = new Set(offers.map(({ verb }) => verb))
  const remarks: Remark[] = offers.flatMap((offer, i) => remarksOnOffer(offer, `offers.${i}`))
  if (powers.size > MOST_POWERS)
    remarks.push({
      rule: 'many-powers',
      level: 'warning',
      at: 'offers',
      problem: `One feature holds ${powers.size} powers. Split it, so that people can say yes to one part and no to another.`,
    })
  if (term_days > DEFAULT_TERM_DAYS)
    remarks.push({
      rule: 'long-term',
      level: 'warning',
      at: 'term_days',
      problem: `Permissions would last ${term_days} days. ${DEFAULT_TERM_DAYS} is usual; people can always say yes again.`,
    })
  return remarks
}

function remarksOnOffer({ purpose, verb, fields }: Offer, at: string): readonly Remark[] {
  const remarks: Remark[] = []
  const needed = powersFor[purpose]
  if (!needed.includes(verb))
    remarks.push({
      rule: 'power-without-need',
      level: 'warning',
      at,
      problem: `${purpose} does not need ${verb}. Leave it out, or offer it for the purpose it is for; ${purpose} can need ${needed.join(', ')}.`,
    })
  const possible = fieldsOf[verb]
  if (possible.length >= MANY_FIELDS && fields.length === possible.length)
    remarks.push({
      rule: 'every-field',
      level: 'warning',
      at: `${at}.fields`,
      problem: `Asks for every field of ${verb}. Name those the feature shows or counts, and leave the others with people.`,
    })
  if (verb === 'messages.read' && livesOffPeople.includes(purpose))
    remarks.push({
      rule: 'reads-for-itself',
      level: 'warning',
      at,
      problem: `People's messages for ${purpose}: a review asks why nothing less would do. Have that answer ready, or ask for less.`,
    })
  return remarks
}
