// A world of one feature, as a decision's facts say it, put into a database by the loader of whole worlds.
import type {
  Facts,
  Manifest,
  PersonFacts,
  PersonId,
  StoredMessage,
  ThreadFacts,
} from '@countersign/protocol'
import type { Session } from '../../server/src/store/database.ts'
import { storeWorlds } from './store-worlds.ts'
import type { MessageState, PersonState, WorldState } from './worlds/world-state.ts'

/** A thread with what was said in it. */
export interface LoadableThread extends ThreadFacts {
  readonly title: { readonly title: string; readonly by: PersonId } | null
  readonly messages: readonly StoredMessage[]
}

/** Everything a decision can read, ready to be stored. */
export interface LoadableWorld {
  readonly partner: Facts['partner']
  readonly feature: Facts['feature']
  readonly manifests: readonly Manifest[]
  readonly persons: readonly PersonFacts[]
  readonly threads: readonly LoadableThread[]
  readonly friendships: WorldState['friendships']
}

/** Stores a world through the connection of the database's owner, past turnstile and ledger. Every id must be new to it. */
export function loadWorld(owner: Session, world: LoadableWorld): Promise<void> {
  return storeWorlds(owner, [worldOf(world)])
}

/** The display name a loaded person has: unlike any other, so that a search of an answer finds it or nothing. */
export function nameOf(id: PersonId): string {
  return `Person ${id.slice(-16)}`
}

/** The verified e-mail address a loaded person has: unlike any other too. */
export function emailOf(id: PersonId): string {
  return `${id.slice(-16)}@mail.example`
}

function worldOf({ partner, feature, manifests, persons, threads, friendships }: LoadableWorld): WorldState {
  return {
    now: 0,
    floor: 'author',
    partners: [partner],
    features: [{ ...feature, manifests }],
    voidedScreens: persons.flatMap(({ grants, countersignatures }) => [
      ...grants.filter(({ screenVoided }) => screenVoided).map(({ grant }) => grant),
      ...countersignatures.filter((one) => one.screenVoided).map((one) => one.countersignature),
    ]),
    people: persons.map((facts) => personOf(facts, partner.partner)),
    friendships,
    threads: threads.map(({ thread, setting, memberships: stays, title, messages }) => ({
      thread,
      kind: 'group',
      setting,
      stays,
      title: title?.title ?? null,
      titleBy: title?.by ?? null,
      messages: messages.map(messageOf),
    })),
  }
}

function personOf(facts: PersonFacts, partner: Facts['partner']['partner']): PersonState {
  const { person, account, test, restricted, ownUse } = facts
  return {
    person,
    name: nameOf(person),
    account,
    test,
    restricted,
    contacts: [{ kind: 'email', value: emailOf(person), verified: true }],
    grants: facts.grants.map(({ grant }) => grant),
    countersignatures: facts.countersignatures.map(({ countersignature }) => countersignature),
    unsigned: [
      ...facts.grants.flatMap(({ grant, signed }) => (signed ? [] : [grant.id])),
      ...facts.countersignatures.flatMap((one) => (one.signed ? [] : [one.countersignature.id])),
    ],
    ownUses: Object.entries(ownUse).map(([verb, at]) => ({ partner, verb: verb as keyof typeof ownUse, at })),
  }
}

function messageOf({ id, replyTo, ...rest }: StoredMessage): MessageState {
  return { ...rest, message: id, replyTo: replyTo?.id ?? null, deletedAt: null }
}
