// The facts decide() takes, picked from a world in memory: no SQL, no plan, nothing left out because it seems not to matter.
import {
  type AccessRequest,
  type CountersignatureFacts,
  type CountersignatureId,
  type Facts,
  type GrantFacts,
  type GrantId,
  type Manifest,
  type PersonFacts,
  type PersonId,
  stricter,
  type ThreadId,
} from '@countersign/protocol'
import type { FeatureState, PersonState, ThreadState, WorldCall, WorldState } from './world-state.ts'

/** A call as decide() takes it. */
export function requestOf(call: WorldCall): AccessRequest {
  const { partner, feature, person, verb, purpose, fields, thread } = call
  return { partner, feature, person, verb, purpose, fields, thread }
}

/** The facts of a call that names this thread, or none; others are all other people the thread or the friends touch. */
export function factsOf(world: WorldState, call: WorldCall, thread: ThreadId | null): Facts {
  const partner = found(world.partners.find((one) => one.partner === call.partner))
  const feature = found(world.features.find((one) => one.feature === call.feature))
  const person = found(world.people.find((one) => one.person === call.person))
  const here = world.threads.find((one) => one.thread === thread)
  const touched = new Set(here === undefined ? friendsOf(world, call.person) : peopleOf(here))
  const others = world.people
    .filter((other) => other !== person && touched.has(other.person))
    .map((other) => [other.person, personFacts(world, feature, other)] as const)
  const { startAt, endAt } = feature
  return {
    partner,
    feature: { feature: feature.feature, partner: feature.partner, startAt, endAt },
    liveManifest: liveManifest(feature, person),
    person: personFacts(world, feature, person),
    thread: here
      ? { thread: here.thread, setting: stricter(world.floor, here.setting), memberships: here.stays }
      : null,
    others: new Map(others),
  }
}

/** Whose permission things in a thread can stand on: everybody who is or was in it, and whoever gave it its title. */
function peopleOf({ stays, titleBy }: ThreadState): readonly PersonId[] {
  return [...stays.map(({ person }) => person), ...(titleBy === null ? [] : [titleBy])]
}

/** Who is friends with somebody now. */
export function friendsOf(world: WorldState, person: PersonId): readonly PersonId[] {
  return world.friendships.flatMap(({ people: [a, b] }) => (a === person ? [b] : b === person ? [a] : []))
}

/** Readings of the decision, 2. */
function liveManifest({ manifests }: FeatureState, { test }: PersonState): Manifest | null {
  const reviewed = manifests.filter(({ reviewId }) => reviewId !== null)
  return (test || reviewed.length === 0 ? manifests : reviewed).at(-1) ?? null
}

function personFacts(world: WorldState, feature: FeatureState, of: PersonState): PersonFacts {
  const screenVoided = (screenHash: string): boolean =>
    world.voidedScreens.some((one) => one.partner === feature.partner && one.screenHash === screenHash)
  const signed = (id: GrantId | CountersignatureId): boolean => !of.unsigned.includes(id)
  return {
    person: of.person,
    account: of.account,
    test: of.test,
    restricted: of.restricted,
    grants: of.grants
      .filter((grant) => grant.feature === feature.feature)
      .flatMap((grant): GrantFacts[] => {
        const manifest = feature.manifests.find(({ version }) => version === grant.manifestVersion)
        if (manifest === undefined) return []
        const joined = { screenVoided: screenVoided(grant.screenHash), signed: signed(grant.id) }
        return [{ grant, manifest, ...joined }]
      }),
    countersignatures: of.countersignatures
      .filter((answer) => answer.feature === feature.feature)
      .map(
        (countersignature): CountersignatureFacts => ({
          countersignature,
          screenVoided: screenVoided(countersignature.screenHash),
          signed: signed(countersignature.id),
        }),
      ),
    ownUse: Object.fromEntries(
      of.ownUses.filter((use) => use.partner === feature.partner).map(({ verb, at }) => [verb, at]),
    ),
  }
}

function found<T>(one: T | undefined): T {
  if (one === undefined) throw new Error('a call names somebody or something its world does not have')
  return one
}
