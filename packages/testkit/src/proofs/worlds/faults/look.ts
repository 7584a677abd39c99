// Faults of look, exit check and the lists of friends, each gone wrong in one place.
import { createExitCheck, type ExitCheck } from '../../../../../server/src/gate/exit-check.ts'
import { type Looked, look } from '../../../../../server/src/gate/look.ts'
import { friendsWhoAnswered } from '../../../../../server/src/store/friend-facts.ts'
import { verifiedContacts } from '../../../../../server/src/store/gate-contacts.ts'
import type { WorldState } from '../../../worlds/world-state.ts'
import type { GateSteps } from '../stage.ts'
import { blindExit, type Fault, inLayer } from './fault.ts'

/** A look whose outcome is changed. */
function looking(change: (looked: Looked) => Looked): GateSteps['look'] {
  return async (...given) => change(await look(...given))
}

/** An exit check after which the result is changed. */
function exiting(
  change: (result: Awaited<ReturnType<ExitCheck>>) => Awaited<ReturnType<ExitCheck>>,
): GateSteps['exitCheck'] {
  return (context) => {
    const check = createExitCheck(context)
    return async (...given) => change(await check(...given))
  }
}

const tightened: NonNullable<Fault['shows']> = ({ floor }) => floor !== 'author'

const lookingFaults: readonly Omit<Fault, 'layer'>[] = [
  {
    what: 'a refused look is taken for a permit',
    duty: 'design §2',
    plant: {
      steps: {
        look: looking((looked) =>
          looked.decision.outcome === 'refuse'
            ? { ...looked, decision: { outcome: 'permit', grant: 'grant_', fields: [] } }
            : looked,
        ),
      },
    },
  },
  {
    what: 'the look’s clock is an hour slow',
    duty: 'design §4',
    plant: {
      steps: {
        look: (session, context, ...rest) => {
          const { clock } = context
          const slow = { ...clock, decisionTime: (at: number) => clock.decisionTime(at) - 3_600_000 }
          return look(session, { ...context, clock: slow }, ...rest)
        },
      },
    },
  },
  {
    what: 'the look does not know the deployment’s floor',
    duty: 'COP-03',
    shows: tightened,
    plant: {
      steps: {
        look: (session, context, ...rest) => look(session, { ...context, floor: 'author' }, ...rest),
      },
    },
  },
  {
    what: 'a page names a next one although nothing follows',
    duty: 'COP-01',
    plant: {
      steps: {
        look: async (session, context, call, reading, page) => {
          const looked = await look(session, context, call, reading, page)
          const first = looked.outgoing.at(-1)?.object['id']
          if (looked.next !== null || reading.verb !== 'members.see' || page.cursor !== null) return looked
          return { ...looked, next: typeof first === 'string' ? first : null }
        },
      },
    },
  },
  {
    what: 'a page is cut before what is withheld is made up for',
    duty: 'COP-01',
    plant: {
      steps: {
        look: looking((looked) =>
          looked.next === null ? looked : { ...looked, outgoing: looked.outgoing.slice(0, -1) },
        ),
      },
    },
  },
]

const exitFaults: readonly Omit<Fault, 'layer'>[] = [
  {
    what: 'the exit check strips one too many',
    duty: 'SCP-05',
    plant: {
      steps: {
        exitCheck: exiting(({ outgoing, stripped, ...rest }) => ({
          ...rest,
          outgoing: outgoing.slice(1),
          stripped,
        })),
      },
    },
  },
  {
    what: 'the exit check’s clock is a day fast',
    duty: 'SCP-05',
    plant: {
      steps: {
        exitCheck: ({ clock, ...context }) =>
          createExitCheck({
            ...context,
            clock: { ...clock, decisionTime: (at: number) => clock.decisionTime(at) + 86_400_000 },
          }),
      },
    },
  },
  {
    what: 'look and exit check know of no tightened floor',
    duty: 'SCP-05',
    shows: tightened,
    plant: {
      steps: {
        look: (session, context, ...rest) => look(session, { ...context, floor: 'author' }, ...rest),
        exitCheck: (context) => createExitCheck({ ...context, floor: 'author' }),
      },
    },
  },
]

const listFaults: readonly Omit<Fault, 'layer'>[] = [
  {
    what: 'a friend is left out of the list',
    duty: 'COP-06',
    plant: { steps: { friends: async (...given) => (await friendsWhoAnswered(...given)).slice(1) } },
  },
  {
    what: 'friends carry a time that is not theirs',
    duty: 'COP-06',
    plant: {
      steps: {
        friends: async (...given) =>
          (await friendsWhoAnswered(...given)).map((one) => ({ ...one, since: one.since + 1 })),
        exitCheck: blindExit,
      },
    },
  },
  {
    what: 'a contact comes with names',
    duty: 'COP-07',
    plant: {
      steps: (world: WorldState): Partial<GateSteps> => ({
        present: (object) => ({ ...object, name: world.people.map(({ name }) => name).join() }),
        exitCheck: blindExit,
      }),
    },
  },
  {
    what: 'contacts are given to whoever asks first',
    duty: 'COP-07',
    plant: {
      steps: {
        contacts: async (session, people) => {
          const rows = await verifiedContacts(session, people)
          return rows.map((row, i) => ({ ...row, value: rows[i + 1]?.value ?? row.value }))
        },
        exitCheck: blindExit,
      },
    },
  },
]

/** Look, exit check and lists, gone wrong. */
export const lookFaults: readonly Fault[] = [
  ...inLayer('look', lookingFaults),
  ...inLayer('exit check', exitFaults),
  ...inLayer('lists', listFaults),
]
