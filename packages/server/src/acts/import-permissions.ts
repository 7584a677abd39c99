// Imported people, addresses, threads, memberships and friendships: what decisions read, so it goes through the turnstile.
import { type Instant, idOf, type LedgerRecord, type PersonId } from '@countersign/protocol'
import type { Touch } from '../gate/turnstile-port.ts'
import { keyCommitment } from '../ledger/person-key.ts'
import type { Session } from '../store/database.ts'
import {
  everInThread,
  insertAddresses,
  insertImportedFriends,
  insertImportedStays,
  insertImportedThreads,
  insertShells,
} from '../store/imports.ts'
import type {
  ImportedAddress,
  ImportedFriendship,
  ImportedMembership,
  ImportedPerson,
  ImportedThread,
  ImportSystem,
} from './import-batch.ts'
import { claim, type Fresh, freshOf, resolveTargets } from './import-rows.ts'

/** Brings people in as shells, each with a key and the entry that fixes it. */
export async function importPeople(system: ImportSystem, source: string, rows: readonly ImportedPerson[]) {
  const fresh = await freshOf(system.app, source, rows, ({ id, createdAt }) => ({
    kind: 'person',
    externalId: id,
    at: createdAt,
  }))
  const people = fresh.map(({ uuid }) => idOf('person', uuid))
  if (fresh.length > 0) await system.keyring.create(people)
  const commitments = new Map<PersonId, string>()
  for (const person of people) commitments.set(person, keyCommitment(await system.keyring.open(person)))
  return enter(system, source, fresh, {
    write: (session, claimed) =>
      insertShells(
        session,
        claimed.map(({ row, uuid }) => ({ ...row, personUuid: uuid })),
      ),
    touches: () => [],
    record: (one, at) => opened(idOf('person', one.uuid), at, commitments),
  })
}

/** Brings unverified addresses in; nothing in flight can rest on one, so nothing is touched. */
export async function importAddresses(
  system: ImportSystem,
  source: string,
  rows: readonly ImportedAddress[],
) {
  // An address has no time of its own in any source known; the start of time stands for that.
  const fresh = await freshOf(system.app, source, rows, ({ person, email }) => ({
    kind: 'address',
    externalId: `${person} ${email}`,
    at: 0,
  }))
  const targets = await resolveTargets(system.app, source, fresh, ({ person }) => [
    { kind: 'person', externalId: person },
  ])
  const addresses = fresh.map((one) => ({
    ...one,
    personUuid: targets.uuidOf(one, 'person', one.row.person),
    contactUuid: one.uuid,
    email: one.row.email,
  }))
  return enter(system, source, addresses, { write: insertAddresses, touches: () => [] })
}

/** Brings threads in, still without members. */
export async function importThreads(system: ImportSystem, source: string, rows: readonly ImportedThread[]) {
  const fresh = await freshOf(system.app, source, rows, ({ id, createdAt }) => ({
    kind: 'thread',
    externalId: id,
    at: createdAt,
  }))
  const targets = await resolveTargets(system.app, source, fresh, ({ title }) =>
    title === null ? [] : [{ kind: 'person', externalId: title.by }],
  )
  const threads = fresh.map((one) => ({
    ...one,
    threadUuid: one.uuid,
    kindOfThread: one.row.kind,
    createdAt: one.row.createdAt,
    title: one.row.title && {
      text: one.row.title.text,
      byUuid: targets.uuidOf(one, 'person', one.row.title.by),
    },
  }))
  return enter(system, source, threads, { write: insertImportedThreads, touches: () => [] })
}

/** Brings stays in. */
export async function importMemberships(
  system: ImportSystem,
  source: string,
  rows: readonly ImportedMembership[],
) {
  return enterStays(system, source, await staysOf(system, source, 'membership', rows))
}

/** Brings in the stays of those who look after a thread and are in no other record of it. */
export async function importModerators(
  system: ImportSystem,
  source: string,
  rows: readonly ImportedMembership[],
) {
  const stays = await staysOf(system, source, 'moderator', rows)
  const there = await everInThread(system.app, stays)
  const missing = stays.filter(({ threadUuid, personUuid }) => !there.has(`${threadUuid} ${personUuid}`))
  return enterStays(system, source, missing)
}

/** Brings friendships in. */
export async function importFriendships(
  system: ImportSystem,
  source: string,
  rows: readonly ImportedFriendship[],
) {
  const fresh = await freshOf(system.app, source, rows, ({ person, friend, since }) => ({
    kind: 'friendship',
    externalId: `${person} ${friend}`,
    at: since,
  }))
  const targets = await resolveTargets(system.app, source, fresh, ({ person, friend }) => [
    { kind: 'person', externalId: person },
    { kind: 'person', externalId: friend },
  ])
  const friends = fresh.map((one) => ({
    ...one,
    personUuid: targets.uuidOf(one, 'person', one.row.person),
    friendUuid: targets.uuidOf(one, 'person', one.row.friend),
    since: one.row.since,
  }))
  return enter(system, source, friends, {
    write: insertImportedFriends,
    touches: (claimed) =>
      [...new Set(claimed.flatMap(({ personUuid, friendUuid }) => [personUuid, friendUuid]))].map((uuid) => ({
        person: idOf('person', uuid),
      })),
  })
}

type FreshStay = Fresh<ImportedMembership> & {
  readonly threadUuid: string
  readonly personUuid: string
  readonly joinedAt: Instant
  readonly leftAt: Instant | null
}

async function staysOf(
  system: ImportSystem,
  source: string,
  kind: 'membership' | 'moderator',
  rows: readonly ImportedMembership[],
): Promise<readonly FreshStay[]> {
  const fresh = await freshOf(system.app, source, rows, ({ id, joinedAt }) => ({
    kind,
    externalId: id,
    at: joinedAt,
  }))
  const targets = await resolveTargets(system.app, source, fresh, ({ thread, person }) => [
    { kind: 'thread', externalId: thread },
    { kind: 'person', externalId: person },
  ])
  return fresh.map((one) => ({
    ...one,
    threadUuid: targets.uuidOf(one, 'thread', one.row.thread),
    personUuid: targets.uuidOf(one, 'person', one.row.person),
    joinedAt: one.row.joinedAt,
    leftAt: one.row.leftAt,
  }))
}

/**
 * A stay is entered for no person: `membership_changed` records what somebody did here, and nobody did anything here.
 * The thread is touched, so that an answer in flight looks again at who is in it.
 */
function enterStays(system: ImportSystem, source: string, stays: readonly FreshStay[]) {
  return enter(system, source, stays, {
    write: insertImportedStays,
    touches: (claimed) =>
      [...new Set(claimed.map(({ threadUuid }) => threadUuid))].map((uuid) => ({
        thread: idOf('thread', uuid),
      })),
  })
}

interface Entering<F> {
  readonly write: (session: Session, claimed: readonly F[]) => Promise<void>
  readonly touches: (claimed: readonly F[]) => readonly Touch[]
  readonly record?: (one: F, at: Instant) => { readonly person: PersonId; readonly record: LedgerRecord }
}

/** Claims and writes what is fresh in one change; makes none when nothing is. */
async function enter<F extends Fresh<unknown>>(
  system: ImportSystem,
  source: string,
  fresh: readonly F[],
  { write, touches, record }: Entering<F>,
): Promise<readonly number[]> {
  if (fresh.length === 0) return []
  return system.turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      const claimed = await claim(session, source, fresh)
      if (claimed.length > 0) await write(session, claimed)
      return {
        value: claimed.map(({ place }) => place),
        touches: touches(claimed),
        records: record === undefined ? [] : claimed.map((one) => ({ ...record(one, at), partner: null })),
      }
    },
  })
}

function opened(person: PersonId, at: Instant, commitments: ReadonlyMap<PersonId, string>) {
  const commitment = commitments.get(person)
  if (commitment === undefined) throw new Error('a person without a key cannot be entered')
  return { person, record: { kind: 'account_opened', at, person, key_commitment: commitment } as const }
}
