// A preview: which of a person's own words a permission would give, by the gate's own look, before the permission is given (PER-03).
// Shown to that person and to nobody else; nothing is released, so nothing is entered.
import {
  type Facts,
  type GivenGrant,
  type Instant,
  isOutdone,
  type OutgoingMessage,
  type PersonFacts,
  type RefusalCode,
  type ThreadId,
} from '@countersign/protocol'
import type { Session } from '../store/database.ts'
import type { KeptFacts } from './kept-facts.ts'
import { type Known, type LookContext, look } from './look.ts'
import type { OpaqueIds } from './opaque-ids.ts'
import { readMessages } from './read-messages.ts'

/** A permission as it would be given, and the thread that is asked about. */
export interface Wish {
  /** As the act would make it now; it is stored nowhere. */
  readonly grant: GivenGrant
  readonly thread: ThreadId
  /** Decision time. */
  readonly at: Instant
  readonly limit: number
}

/**
 * What of the person's own would leave, newest first; or why nothing would. It says nothing about anybody else: it is made as
 * if nobody else had answered, so it is the same bytes whatever others did (COP-01).
 */
export type Preview =
  | { readonly outcome: 'permit'; readonly messages: readonly OutgoingMessage[]; readonly more: boolean }
  | { readonly outcome: 'refuse'; readonly code: RefusalCode }

/** Looks as a partner's read would, supposing the permission. @param session one that can write nothing */
export async function previewOwnWords(
  session: Session,
  context: Omit<LookContext, 'keptByLook'>,
  ids: OpaqueIds,
  { grant, thread, at, limit }: Wish,
): Promise<Preview> {
  const { partner, feature, person, purpose } = grant
  const { decision, outgoing, next } = await look(
    session,
    { ...context, keptByLook: supposing(grant) },
    { partner, feature, person, purpose, at, fields: null },
    readMessages(ids, thread),
    { limit, cursor: null },
  )
  if (decision.outcome === 'refuse')
    return { outcome: 'refuse', code: decision.code === 'WITHHELD' ? 'NO_GRANT' : decision.code }
  // What `readMessages` gathers is outgoing messages; nobody else has answered, so each is the person's own.
  const own = outgoing.filter(({ disclosed }) => disclosed.every((subject) => subject.person === person))
  return {
    outcome: 'permit',
    messages: own.map(({ object }) => object as unknown as OutgoingMessage),
    more: next !== null,
  }
}

/** Facts that are read anew, changed as supposed, and kept for nobody: no call of a partner ever finds them. */
function supposing(grant: GivenGrant): KeptFacts<Known> {
  const facts: KeptFacts<Known> = {
    find: () => undefined,
    keep: (_, known, readAt) => ({
      facts: suppose(grant, known),
      readAt,
      turn: readAt.turn,
      learn: () => undefined,
    }),
    get anew() {
      return facts
    },
  }
  return facts
}

function suppose(grant: GivenGrant, known: Known): Known {
  const { facts, registered, threads } = known
  const manifest = registered.manifests.get(grant.manifestVersion)
  if (manifest === undefined) return known
  const alone: Facts = {
    ...facts,
    person: {
      ...facts.person,
      grants: [
        // Giving takes the place of what was given before for the same purpose.
        ...facts.person.grants.filter(({ grant: { purpose } }) => purpose !== grant.purpose),
        { grant, manifest, screenVoided: false, signed: true },
      ],
      countersignatures: facts.person.countersignatures.filter(
        ({ countersignature }) => !isOutdone(countersignature, grant),
      ),
    },
    thread: facts.thread && asIfAlone(facts.thread),
    others: new Map([...facts.others].map(([person, other]) => [person, silent(other)])),
  }
  return {
    registered,
    facts: alone,
    threads: new Map([...threads].map(([id, thread]) => [id, asIfAlone(thread)])),
  }
}

/** Whether everybody has agreed is not the reader's to know: what would leave once they had is shown. */
function asIfAlone<T extends NonNullable<Facts['thread']>>(thread: T): T {
  return thread.setting === 'all-parties' ? { ...thread, setting: 'author' } : thread
}

function silent(other: PersonFacts): PersonFacts {
  return { ...other, grants: [], countersignatures: [] }
}
