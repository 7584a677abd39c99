// What ends by the clock: grants that run out and features whose time is over make the same duties as if somebody ended them.
import { makeId } from '../ports/random.ts'
import { type Duty, insertDuties } from '../store/duties.ts'
import { type EndedGrant, endedFeatures, expiredGrants, grantsAtEnd } from '../store/ended-access.ts'
import type { System } from '../system.ts'
import type { Job } from './runner.ts'

/** So many grants are said to have ended in one transaction. */
const AT_ONCE = 500

/**
 * Every five seconds. The gate refuses from the instant of the end, whenever this runs; it is only what tells partners
 * (DEL-04: within a day). A feature's end is told once for the feature and once for each person whose grant was in force.
 */
export function findEnded({ app, random }: Pick<System, 'app' | 'random'>): Job {
  const ended = (
    { person, grant, partner, feature, purpose, verbs, endAt }: EndedGrant,
    why: 'expired' | 'feature_ended',
    at = endAt,
  ): Duty => ({
    kind: 'access.ended',
    id: makeId('duty', at, random),
    at,
    person,
    partner,
    feature,
    grant,
    ended: { powers: [{ purpose, verbs }], threads: null, why },
  })
  const addAll = async (find: () => Promise<readonly Duty[]>): Promise<void> => {
    for (;;) {
      const duties = await find()
      await insertDuties(app, duties)
      if (duties.length < AT_ONCE) return
    }
  }
  return {
    name: 'find ended',
    everyMs: 5_000,
    async run({ since, at }) {
      for (const feature of await endedFeatures(app, at)) {
        await addAll(async () =>
          (await grantsAtEnd(app, feature, AT_ONCE)).map((grant) =>
            ended(grant, 'feature_ended', feature.endAt),
          ),
        )
        // Last: from then on the feature is taken to have been told of.
        const { partner, feature: id, endAt } = feature
        const duty = { id: makeId('duty', endAt, random), at: endAt, partner, feature: id } as const
        await insertDuties(app, [{ kind: 'feature.ended', ...duty }])
      }
      await addAll(async () =>
        (await expiredGrants(app, since ?? at, at, AT_ONCE)).map((grant) => ended(grant, 'expired')),
      )
    },
  }
}
