// A person asks a company to delete what it got of theirs: for each feature, what came by their own yes and by others' apart (DEL-02).
import {
  type AskedDeletion,
  askableAfter,
  askDeletion as asked,
  type Deletion,
  type FeatureId,
  type Instant,
  type PartnerId,
  type PersonId,
} from '@countersign/protocol'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { deletionsOf, type GotThrough, insertDeletion, waysGot } from '../store/deletions.ts'
import type { System } from '../system.ts'
import { oweDeletion } from './owe.ts'

/** Who asks whom, about one feature or, with null, about everything. */
export interface DeletionWish {
  readonly person: PersonId
  readonly partner: PartnerId
  readonly feature: FeatureId | null
}

/** A way in which a company got something, and after which leaf there is something to ask for. */
export interface Askable extends GotThrough {
  readonly after: number
}

/** What a person may ask to be deleted now, of the ways something went out: never what an open ask is about, or what is gone. */
export function askableWays(
  ways: readonly GotThrough[],
  deletions: readonly Deletion[],
  at: Instant,
): readonly Askable[] {
  return ways.flatMap((way) => {
    const last = deletions.find(
      (one) => one.partner === way.partner && one.feature === way.feature && one.through === way.through,
    )
    const after = askableAfter(last, at)
    return after !== undefined && after < way.upTo ? [{ ...way, after }] : []
  })
}

/**
 * Asks, and has the company told. It takes nothing from a permission: what is live goes on until it is withdrawn.
 * @throws {Problem} NOTHING_TO_DELETE when it got nothing, or all of it was asked for already
 */
export async function askDeletion(
  system: Pick<System, 'app' | 'random' | 'turnstile' | 'settings'>,
  { person, partner, feature }: DeletionWish,
): Promise<readonly Deletion[]> {
  const { app, random, settings, turnstile } = system
  const { logId } = settings
  const ways = (await waysGot(app, person, logId)).filter(
    (way) => way.partner === partner && (feature === null || way.feature === feature),
  )
  if (ways.length === 0) throw new Problem('NOTHING_TO_DELETE')
  return turnstile.change<readonly Deletion[]>({
    direction: 'tightens',
    async apply(session, at) {
      const before = await deletionsOf(session, person, [partner])
      const made = askableWays(ways, before, at).map(
        (way): AskedDeletion =>
          asked({ ...way, id: makeId('deletion', at, random), person, logId, askedAt: at }),
      )
      if (made.length === 0) throw new Problem('NOTHING_TO_DELETE')
      for (const deletion of made) {
        await insertDeletion(session, deletion)
        await oweDeletion(system, session, deletion)
      }
      return {
        value: made,
        touches: [],
        records: made.map((deletion) => ({ person, partner, record: recordOf(deletion) })),
      }
    },
  })
}

function recordOf({ id, person, partner, feature, through, after, upTo, askedAt, dueAt }: AskedDeletion) {
  return {
    kind: 'deletion_asked',
    at: askedAt,
    person,
    deletion: id,
    partner,
    feature,
    through,
    after,
    up_to: upTo,
    due_at: dueAt,
  } as const
}
