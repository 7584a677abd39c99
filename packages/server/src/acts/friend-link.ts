// Links that make friends: made by one person, opened by another, once. Both have said yes then (COP-06).
import { DAY_MS, type Instant, type LinkId, type PersonId } from '@countersign/protocol'
import type { Touch } from '../gate/turnstile-port.ts'
import { makeId, makeSecret } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { anyBlocks } from '../store/blocks.ts'
import type { Session } from '../store/database.ts'
import {
  type FriendLink,
  friendLinksOf,
  insertFriendLink,
  makerOfLink,
  takeFriendLink,
} from '../store/friend-links.ts'
import { areFriends, deleteFriendRequest, insertFriendship } from '../store/friends.ts'
import { findPerson } from '../store/people.ts'
import { makersOf } from '../store/test-people.ts'
import type { System } from '../system.ts'
import { assertTogether } from './assert-together.ts'
import { secretHash } from './secret-hash.ts'

/** A link works for this long. */
export const LINK_MS = 14 * DAY_MS
/** Links of one person that work at the same time. */
const MOST_LINKS = 20

/**
 * Makes a link. Only the hash of its code is stored, so this is the one time the code can be seen.
 * @throws {Problem} FULL
 */
export async function makeFriendLink(
  { app, clock, random }: Pick<System, 'app' | 'clock' | 'random'>,
  person: PersonId,
): Promise<FriendLink & { readonly code: string }> {
  const madeAt = clock.now()
  if ((await friendLinksOf(app, person, madeAt)).length >= MOST_LINKS)
    throw new Problem('FULL', { detail: `A person has ${MOST_LINKS} links at most.` })
  const code = makeSecret(random)
  const id: LinkId = makeId('link', madeAt, random)
  const link = { id, madeAt, expiresAt: madeAt + LINK_MS }
  await insertFriendLink(app, { ...link, hash: secretHash(code), person })
  return { ...link, code }
}

/** Who made a link, for whoever holds it. @throws {Problem} NOT_FOUND for one that is unknown, used, over, or of a closed account */
export async function readFriendLink(
  { app, clock }: Pick<System, 'app' | 'clock'>,
  code: string,
): Promise<{ readonly person: PersonId; readonly name: string }> {
  const person = await makerOfLink(app, secretHash(code), clock.now())
  const maker = person === undefined ? undefined : await findPerson(app, person)
  if (maker === undefined || maker.account !== 'open') throw unusable()
  return { person: maker.id, name: maker.displayName }
}

/**
 * Opens a link: from here on its maker and this person are friends.
 * @throws {Problem} NOT_FOUND for one that cannot be used, also one's own; ALREADY for friends, who leave it for somebody else;
 *   LEDGER_UNAVAILABLE
 */
export async function openFriendLink(
  system: Pick<System, 'app' | 'clock' | 'live' | 'turnstile'>,
  { person, code }: { readonly person: PersonId; readonly code: string },
): Promise<PersonId> {
  const maker = await readFriendLink(system, code)
  if (maker.person === person) throw unusable()
  await assertTogether(system.app, [person, maker.person])
  if (await areFriends(system.app, person, maker.person))
    throw new Problem('ALREADY', { detail: 'You are friends.' })
  await system.turnstile.change({
    direction: 'loosens',
    apply: async (session, at) => {
      const touches = await friendByLink(session, { person, code, at })
      return { value: undefined, touches: [{ person }, ...touches], records: [] }
    },
  })
  system.live.tell({ type: 'friends', person: maker.person })
  return maker.person
}

/** Who made a link. @throws {Problem} NOT_FOUND for a test person's link too: whoever opens an account is real (OVR-02) */
export async function assertLinkOfPerson(
  system: Pick<System, 'app' | 'clock'>,
  code: string,
): Promise<PersonId> {
  const maker = await readFriendLink(system, code)
  if ((await makersOf(system.app, [maker.person])).size > 0) throw unusable()
  return maker.person
}

/** Uses a link up and makes the friendship, inside a change. @throws {Problem} NOT_FOUND when somebody was quicker */
export async function friendByLink(
  session: Session,
  { person, code, at }: { readonly person: PersonId; readonly code: string; readonly at: Instant },
): Promise<readonly Touch[]> {
  const maker = await takeFriendLink(session, secretHash(code), at)
  if (maker === undefined) throw unusable()
  if ((await findPerson(session, maker))?.account !== 'open') throw unusable()
  if (await anyBlocks(session, [maker], person)) throw unusable()
  await deleteFriendRequest(session, person, maker)
  await deleteFriendRequest(session, maker, person)
  await insertFriendship(session, person, maker, at)
  return [{ person: maker }]
}

function unusable(): Problem {
  return new Problem('NOT_FOUND', {
    detail: 'This link is unknown, used, or has run out. Ask for a new one.',
  })
}
