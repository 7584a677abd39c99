// Makes a world that shows something smaller for as long as it goes on showing it: what is left is what matters.
import { DAY_MS, type Instant } from '@countersign/protocol'
import type {
  MessageState,
  PersonState,
  ThreadState,
  WorldCall,
  WorldState,
} from '../../worlds/world-state.ts'

/** Whether a smaller world still shows what the first one showed. */
export type StillShows = (world: WorldState, call: WorldCall) => Promise<boolean>

/** At most so many smaller worlds are tried. */
const MOST_TRIES = 3_000

/** The smallest world found that still shows it, with its call. */
export async function shrink(
  world: WorldState,
  call: WorldCall,
  stillShows: StillShows,
): Promise<{ readonly world: WorldState; readonly call: WorldCall }> {
  let smallest = { world, call }
  let tries = 0
  const takes = async (candidate: typeof smallest): Promise<boolean> => {
    if (tries++ > MOST_TRIES || !(await stillShows(candidate.world, candidate.call))) return false
    smallest = candidate
    return true
  }
  for (let shrunk = true; shrunk && tries <= MOST_TRIES; ) {
    shrunk = false
    // Each step is offered from the smallest world so far; one that no longer applies offers nothing.
    for (const step of steps)
      for (let i = 0; i < step.size(smallest); ) {
        const candidate = step.take(smallest, i)
        if (candidate !== undefined && (await takes(candidate))) shrunk = true
        else i++
      }
  }
  return smallest
}

interface Sized {
  readonly world: WorldState
  readonly call: WorldCall
}

/** A way to make a world smaller, in as many places as it has. */
interface Step {
  size(of: Sized): number
  take(of: Sized, i: number): Sized | undefined
}

/** A step that changes the world only, and nothing when it changes nothing. */
function worldStep(
  size: (world: WorldState) => number,
  take: (world: WorldState, i: number, call: WorldCall) => WorldState | undefined,
): Step {
  return {
    size: ({ world }) => size(world),
    take({ world, call }, i) {
      const smaller = take(world, i, call)
      return smaller === undefined ? undefined : { world: smaller, call }
    },
  }
}

function without<T>(all: readonly T[], i: number): readonly T[] {
  return all.toSpliced(i, 1)
}

const dropThread = worldStep(
  ({ threads }) => threads.length,
  (world, i, call) => {
    const gone = world.threads[i]?.thread
    if (gone === undefined || gone === call.thread) return undefined
    const people = world.people.map((person) => ({
      ...person,
      grants: person.grants.map((grant) => ({
        ...grant,
        threads: grant.threads.filter((one) => one !== gone),
      })),
      countersignatures: person.countersignatures.filter(({ thread }) => thread !== gone),
    }))
    return { ...world, people, threads: without(world.threads, i) }
  },
)

const dropPerson = worldStep(
  ({ people }) => people.length,
  (world, i, call) => {
    const gone = world.people[i]?.person
    if (gone === undefined || gone === call.person) return undefined
    return {
      ...world,
      people: without(world.people, i),
      friendships: world.friendships.filter(({ people }) => !people.includes(gone)),
      threads: world.threads.map((thread) => ({
        ...thread,
        ...(thread.titleBy === gone && { title: null, titleBy: null }),
        stays: thread.stays.filter(({ person }) => person !== gone),
        messages: thread.messages
          .filter(({ author, originAuthor }) => author !== gone && originAuthor !== gone)
          .map((message) => ({
            ...message,
            mentions: message.mentions.filter(({ person }) => person !== gone),
            reactions: message.reactions.filter(({ person }) => person !== gone),
          })),
      })),
    }
  },
)

const dropFeature = worldStep(
  ({ features }) => features.length,
  (world, i, call) => {
    const gone = world.features[i]?.feature
    if (gone === undefined || gone === call.feature) return undefined
    const people = world.people.map((person) => ({
      ...person,
      grants: person.grants.filter(({ feature }) => feature !== gone),
      countersignatures: person.countersignatures.filter(({ feature }) => feature !== gone),
    }))
    return { ...world, people, features: without(world.features, i) }
  },
)

/** Everything a thread holds, as lists to take from and values to make plain. */
const inThreads: readonly ((thread: ThreadState) => readonly ThreadState[])[] = [
  (thread) => thread.messages.map((_, i) => ({ ...thread, messages: without(thread.messages, i) })),
  (thread) => thread.stays.map((_, i) => ({ ...thread, stays: without(thread.stays, i) })),
  (thread) => [
    { ...thread, setting: 'author' },
    { ...thread, title: null, titleBy: null },
    ...thread.stays.map((stay, i) => ({ ...thread, stays: thread.stays.with(i, { ...stay, leftAt: null }) })),
  ],
  (thread) =>
    thread.messages.flatMap((message, i) =>
      plainerMessages(message).map((plainer) => ({ ...thread, messages: thread.messages.with(i, plainer) })),
    ),
]

function plainerMessages(message: MessageState): readonly MessageState[] {
  return [
    { ...message, replyTo: null },
    { ...message, editedAt: null },
    { ...message, deletedAt: null },
    { ...message, kind: 'message', card: null, originAuthor: null, originSentAt: null },
    ...message.reactions.map((_, i) => ({ ...message, reactions: without(message.reactions, i) })),
    ...message.attachments.map((_, i) => ({ ...message, attachments: without(message.attachments, i) })),
    ...message.mentions.map((_, i) => ({ ...message, mentions: without(message.mentions, i) })),
  ]
}

/** Everything a person holds. */
const inPeople: readonly ((person: PersonState) => readonly PersonState[])[] = [
  (person) => person.grants.map((_, i) => ({ ...person, grants: without(person.grants, i) })),
  (person) =>
    person.countersignatures.map((_, i) => ({
      ...person,
      countersignatures: without(person.countersignatures, i),
    })),
  (person) => [
    { ...person, unsigned: [] },
    { ...person, ownUses: [] },
    { ...person, contacts: [] },
    { ...person, test: false },
    { ...person, restricted: false },
    { ...person, account: 'open' },
  ],
  (person) => [
    ...person.contacts.map((_, i) => ({ ...person, contacts: without(person.contacts, i) })),
    ...person.ownUses.map((_, i) => ({ ...person, ownUses: without(person.ownUses, i) })),
    ...person.grants.flatMap((grant, i) => [
      { ...person, grants: person.grants.with(i, { ...grant, history: false }) },
      ...grant.threads.map((_, t) => {
        const threads = without(grant.threads, t)
        return { ...person, grants: person.grants.with(i, { ...grant, threads }) }
      }),
      ...grant.verbs.slice(1).map((_, v) => {
        const verbs = without(grant.verbs, v + 1)
        return { ...person, grants: person.grants.with(i, { ...grant, verbs }) }
      }),
      ...grant.fields.map((_, f) => {
        const fields = without(grant.fields, f)
        return { ...person, grants: person.grants.with(i, { ...grant, fields }) }
      }),
    ]),
    ...person.countersignatures.map((answer, i) => ({
      ...person,
      countersignatures: person.countersignatures.with(i, { ...answer, history: false }),
    })),
  ],
]

const inRegister: readonly ((world: WorldState) => readonly WorldState[])[] = [
  (world) => [
    { ...world, floor: 'author' },
    { ...world, friendships: [] },
    { ...world, voidedScreens: [] },
    ...world.friendships.map((_, i) => ({ ...world, friendships: without(world.friendships, i) })),
    ...world.voidedScreens.map((_, i) => ({ ...world, voidedScreens: without(world.voidedScreens, i) })),
    ...world.features.map((feature, i) => ({
      ...world,
      features: world.features.with(i, { ...feature, endAt: null }),
    })),
    ...world.features.flatMap((feature, i) =>
      feature.manifests.map((_, m) => {
        const manifests = without(feature.manifests, m)
        return { ...world, features: world.features.with(i, { ...feature, manifests }) }
      }),
    ),
  ],
]

/** A step over the places some smaller worlds are at. One that is the same as before shows nothing new and is passed over. */
function each(smaller: (world: WorldState) => readonly WorldState[]): Step {
  return worldStep(
    (world) => smaller(world).length,
    (world, i) => {
      const candidate = smaller(world)[i]
      return candidate === undefined || JSON.stringify(candidate) === JSON.stringify(world)
        ? undefined
        : candidate
    },
  )
}

const wholeDays: Step = worldStep(
  (world) => instantsOf(world).length,
  (world, i) => {
    const at = instantsOf(world)[i]
    if (at === undefined || at % DAY_MS === 0 || at === world.now) return undefined
    return JSON.parse(JSON.stringify(world), (_, value: unknown) =>
      value === at ? at - (at % DAY_MS) : value,
    ) as WorldState
  },
)

/** Every instant of a world, once. */
function instantsOf(world: WorldState): readonly Instant[] {
  const found = new Set<Instant>()
  JSON.stringify(world, (_, value: unknown) => {
    if (typeof value === 'number' && value > 1e12) found.add(value)
    return value
  })
  return [...found]
}

const plainCall: Step = {
  size: () => 1,
  take: ({ world, call }) => (call.fields === null ? undefined : { world, call: { ...call, fields: null } }),
}

const steps: readonly Step[] = [
  dropThread,
  dropPerson,
  dropFeature,
  ...inThreads.map((smaller) =>
    each((world) =>
      world.threads.flatMap((thread, i) =>
        smaller(thread).map((one) => ({ ...world, threads: world.threads.with(i, one) })),
      ),
    ),
  ),
  ...inPeople.map((smaller) =>
    each((world) =>
      world.people.flatMap((person, i) =>
        smaller(person).map((one) => ({ ...world, people: world.people.with(i, one) })),
      ),
    ),
  ),
  ...inRegister.map(each),
  plainCall,
  wholeDays,
]
