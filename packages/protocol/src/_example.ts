// What the unit tests of this folder are about: one person, one feature with two powers, one thread.
import type { CountersignatureFacts, GrantFacts, PersonFacts } from './facts.ts'
import { type GivenGrant, type GrantChoice, giveGrant } from './grant.ts'
import { type Id, type IdPrefix, newId } from './ids.ts'
import type { Manifest } from './manifest.ts'
import { DAY_MS } from './time.ts'

/** An identifier that is always the same for the same prefix and number. */
export function id<P extends IdPrefix>(prefix: P, n = 1): Id<P> {
  return newId(prefix, 0, new Uint8Array(10).fill(n))
}

/** A feature that reads texts and lists threads, for one purpose, for half a year. */
export const manifest: Manifest = {
  partner: id('partner'),
  feature: id('feature'),
  version: 1,
  offers: [
    { purpose: 'group_activity', verb: 'messages.read', fields: ['message.text', 'message.author'] },
    { purpose: 'group_activity', verb: 'threads.list', fields: ['thread.title'] },
  ],
  harvestBudget: 100,
  termDays: 180,
  texts: {},
  reviewId: 'review',
  publishedAt: 0,
}

/** A choice of both powers from instant 0 for 90 days. */
export const choice: GrantChoice = {
  id: id('grant'),
  person: id('person'),
  purpose: 'group_activity',
  verbs: ['messages.read', 'threads.list'],
  threads: [id('thread')],
  startAt: 0,
  endAt: 90 * DAY_MS,
  history: false,
  screenHash: 'c'.repeat(64),
  locale: 'en',
}

/** The grant of that choice. */
export function grant(more: Partial<GrantChoice> = {}): GivenGrant {
  const given = giveGrant(manifest, { ...choice, ...more })
  if (!given.ok) throw new Error(given.error)
  return given.value
}

/** A person with an account and these permissions. */
export function person(
  grants: readonly GrantFacts[],
  countersignatures: readonly CountersignatureFacts[] = [],
): PersonFacts {
  return {
    person: choice.person,
    account: 'open',
    test: false,
    restricted: false,
    grants,
    countersignatures,
    ownUse: {},
  }
}
