// The faults a race must find: what a caching layer or a server in a hurry would do. Planted in server processes of proofs only.
import { look } from '../../../../server/src/gate/look.ts'
import type { Parts } from '../../../../server/src/main.ts'
import type { System } from '../../../../server/src/system.ts'
import { rest } from './race.ts'

type Look = typeof look
type Looked = Awaited<ReturnType<Look>>

/** How long the planted cache believes what it found. */
const CACHED_MS = 200
/** How long after its acknowledgement a planted act is done: longer than a read takes on a busy machine. */
const LATE_MS = 1_000
/** How long a planted server dawdles in front of each turn, so that something comes in between more often. */
const DAWDLING_MS = 20

/** A look the turnstile never finds too old, whose facts nobody uses again. */
function unchecked(looked: Looked): Looked {
  return { ...looked, horizon: Number.POSITIVE_INFINITY, kept: undefined }
}

/** A change check that finds that no change concerns anybody. */
const concernsNobody = (): boolean => false

/** A cache of permits that was added on purpose: what a look found counts for a while, whatever happened since. */
export function cache(): Partial<Parts> {
  const found = new Map<string, { readonly looked: Promise<Looked>; readonly at: number }>()
  const cachedLook: Look = async (session, context, call, reading, page) => {
    const { at: _, ...asked } = call
    const name = JSON.stringify([asked, reading.verb, reading.thread, page])
    const known = found.get(name)
    const fresh = known !== undefined && performance.now() - known.at < CACHED_MS
    const entry = fresh
      ? known
      : { looked: look(session, context, call, reading, page), at: performance.now() }
    found.set(name, entry)
    return unchecked(await entry.looked)
  }
  return { layers: { look: cachedLook, exitCheck: believe }, concerns: concernsNobody }
}

/** No change check in the turnstile: what changed between look and turn is not noticed. Only the ledger's order shows it. */
export function noChangeCheck(): Partial<Parts> {
  const uncheckedLook: Look = async (...call) => unchecked(await look(...call))
  return {
    layers: { look: uncheckedLook, exitCheck: believe },
    concerns: concernsNobody,
    atTurnPoint: (point) => (point === 'before-lock' ? rest(DAWDLING_MS) : undefined),
  }
}

/** An exit check that takes the look's word for everything. */
const believe: NonNullable<NonNullable<Parts['layers']>['exitCheck']> = async (
  _session,
  _at,
  { outgoing, turn },
) => ({ outgoing, stripped: [], turn })

/** Acts that tighten are acknowledged first and done a moment later. What they throw is lost, as it would be. */
export function earlyAcknowledgement(system: System): System {
  const { turnstile } = system
  return {
    ...system,
    turnstile: {
      async change(change) {
        if (change.direction === 'loosens') return turnstile.change(change)
        const made = rest(LATE_MS).then(() => turnstile.change(change))
        made.catch(() => undefined)
        // Acts that tighten have nothing to return but an answer's id, and that is lost too.
        return undefined as Awaited<typeof made>
      },
    },
  }
}
