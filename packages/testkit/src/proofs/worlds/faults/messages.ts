// Faults of how messages are read: plan, query and projection, each gone wrong in one place.
import { type MessageId, type PersonId, projectMessage, uuidOf, wireTime } from '@countersign/protocol'
import type { ThreadNames } from '../../../../../server/src/gate/opaque-ids.ts'
import { planMessages } from '../../../../../server/src/gate/plan.ts'
import { messagesByAuthor } from '../../../../../server/src/store/gate-messages.ts'
import { WORLD_NOW } from '../../../worlds/draw-cast.ts'
import type { GateSteps } from '../stage.ts'
import { blindExit, type Fault, inLayer } from './fault.ts'

type Project = NonNullable<GateSteps['project']>
type Projected = NonNullable<ReturnType<Project>>

/** A projection that changes what the real one left. */
function projecting(change: (left: Projected, given: Parameters<Project>) => object): Project {
  return (...given) => {
    const left = projectMessage(...given)
    return left && { ...left, item: { ...left.item, ...change(left, given) } as Projected['item'] }
  }
}

/** A projection in which somebody is asked nothing. */
function askingNobodyFor(kinds: readonly string[] | 'anything'): Project {
  return (message, decideItem, names) =>
    projectMessage(
      message,
      (item) =>
        kinds === 'anything' || kinds.includes(item.kind)
          ? { outcome: 'permit', grant: 'grant_', fields: item.fields }
          : decideItem(item),
      names,
    )
}

const planning: readonly Omit<Fault, 'layer'>[] = [
  {
    what: 'the plan begins each stretch a millisecond late',
    duty: 'design §5',
    plant: { steps: { plan: stretching((one) => ({ ...one, start: one.start + 1 })) } },
  },
  {
    what: 'the plan leaves out what was sent this very millisecond',
    duty: 'design §5',
    plant: { steps: { plan: stretching((one) => ({ ...one, end: Math.min(one.end, WORLD_NOW) })) } },
  },
  {
    what: 'the plan leaves an author out',
    duty: 'design §5',
    plant: {
      steps: {
        plan: (...given) => ({
          ...planMessages(...given),
          stretches: planMessages(...given).stretches.slice(1),
        }),
      },
    },
  },
  {
    what: 'the plan has a stretch twice',
    duty: 'design §5',
    plant: {
      steps: {
        plan: (...given) => {
          const filter = planMessages(...given)
          return { ...filter, stretches: [...filter.stretches, ...filter.stretches.slice(0, 1)] }
        },
      },
    },
  },
  {
    what: 'the plan and the projection ask nobody',
    duty: 'COP-01',
    plant: {
      steps: {
        plan: (request, facts, held, thread, fields, now) => ({
          ...planMessages(request, facts, held, thread, fields, now),
          stretches: [...new Set(thread.memberships.map(({ person }) => person))].map((author) => ({
            author,
            start: 0,
            end: Number.MAX_SAFE_INTEGER,
          })),
        }),
        project: askingNobodyFor('anything'),
        exitCheck: blindExit,
      },
    },
  },
]

function stretching(
  change: (
    one: ReturnType<typeof planMessages>['stretches'][number],
  ) => ReturnType<typeof planMessages>['stretches'][number],
): typeof planMessages {
  return (...given) => {
    const filter = planMessages(...given)
    return { ...filter, stretches: filter.stretches.map(change) }
  }
}

const querying: readonly Omit<Fault, 'layer'>[] = [
  {
    what: 'the query loses the last message of each page',
    duty: 'design §5',
    plant: { steps: { query: async (...given) => (await messagesByAuthor(...given)).slice(0, -1) } },
  },
  {
    what: 'the query orders messages of one instant the other way round',
    duty: 'design §5',
    plant: {
      steps: {
        query: async (...given) =>
          (await messagesByAuthor(...given)).toSorted(
            ({ place: a }, { place: b }) => b.sentAt - a.sentAt || a.position - b.position,
          ),
      },
    },
  },
  {
    what: 'the query begins a page anew at the message where the one before ended',
    duty: 'design §5',
    plant: {
      steps: {
        query: (session, filter, page) =>
          messagesByAuthor(session, filter, {
            ...page,
            before: { ...page.before, position: Math.min(page.before.position + 1, Number.MAX_SAFE_INTEGER) },
          }),
      },
    },
  },
  {
    what: 'the query forgets reactions',
    duty: 'design §5',
    plant: {
      steps: {
        query: async (...given) =>
          (await messagesByAuthor(...given)).map((one) => ({
            ...one,
            message: { ...one.message, reactions: [] },
          })),
      },
    },
  },
  {
    what: 'the query takes who forwarded for who wrote it first',
    duty: 'COP-01',
    plant: {
      steps: {
        query: async (...given) =>
          (await messagesByAuthor(...given)).map((one) => {
            const { message } = one
            return message.originAuthor === null
              ? one
              : {
                  ...one,
                  message: { ...message, originAuthor: message.author, originSentAt: message.sentAt },
                }
          }),
        exitCheck: blindExit,
      },
    },
  },
]

const projectingFaults: readonly Omit<Fault, 'layer'>[] = [
  {
    what: 'the projection asks nobody, and the exit check strips it',
    duty: 'SCP-05',
    plant: { steps: { project: askingNobodyFor('anything') } },
  },
  {
    what: 'the projection asks nobody, and no exit check follows',
    duty: 'COP-01',
    plant: { steps: { project: askingNobodyFor('anything'), exitCheck: blindExit } },
  },
  {
    what: 'the projection leaves every mention as it is',
    duty: 'COP-01',
    plant: { steps: { project: askingNobodyFor(['mention']), exitCheck: blindExit } },
  },
  {
    what: 'the projection shows every reaction',
    duty: 'COP-01',
    plant: { steps: { project: askingNobodyFor(['reaction']), exitCheck: blindExit } },
  },
  {
    what: 'the projection links to what it withholds',
    duty: 'COP-01',
    plant: {
      steps: {
        project: projecting((_, [{ replyTo }, , names]) =>
          replyTo === null ? {} : { reply_to: names.message(replyTo.id) },
        ),
        exitCheck: blindExit,
      },
    },
  },
  {
    what: 'the projection tells when a withheld answer was sent',
    duty: 'COP-01',
    plant: {
      steps: {
        project: projecting((_, [{ replyTo }]) =>
          replyTo === null ? {} : { answers: wireTime(replyTo.sentAt) },
        ),
        exitCheck: blindExit,
      },
    },
  },
  {
    what: 'the projection counts the reactions it withholds',
    duty: 'COP-01',
    plant: {
      steps: {
        project: projecting((_, [{ reactions }]) => ({ reaction_count: reactions.length })),
        exitCheck: blindExit,
      },
    },
  },
  {
    what: 'the projection gives a plain id',
    duty: 'SCP-06',
    plant: { steps: { project: projecting((_, [{ author }]) => ({ author })), exitCheck: blindExit } },
  },
  {
    what: 'the projection gives a plain UUID',
    duty: 'SCP-06',
    plant: { steps: { project: projecting((_, [{ id }]) => ({ id: uuidOf(id) })), exitCheck: blindExit } },
  },
  {
    what: 'authors carry their members’ ids without members.see',
    duty: 'SCP-06',
    plant: {
      steps: {
        project: (message, decideItem, names) =>
          projectMessage(message, decideItem, {
            message: (one: MessageId) => names.message(one),
            author: (person: PersonId) => (names as ThreadNames).member(person),
          }),
        exitCheck: blindExit,
      },
    },
  },
  {
    what: 'the projection marks a text it has cut',
    duty: 'COP-01',
    plant: {
      steps: {
        project: projecting(({ item }, [{ text }]) =>
          item.text !== undefined && item.text !== text ? { cut: true } : {},
        ),
        exitCheck: blindExit,
      },
    },
  },
]

const ofMessages: NonNullable<Fault['shows']> = (_, { verb }) => verb === 'messages.read'

/** Plan, query and projection, gone wrong. */
export const messageFaults: readonly Fault[] = [
  ...inLayer('plan', planning, ofMessages),
  ...inLayer('query', querying, ofMessages),
  ...inLayer('projection', projectingFaults, ofMessages),
]
