// Release (design §5 step 3): what is through leaves within a second, once, or the ledger is told that it did not.
import type { DecisionId } from '@countersign/protocol'
import { ownChain, type ToEnter } from '../ledger/append.ts'
import { Problem } from '../problems.ts'
import type { SubjectDisclosure } from './disclosure-records.ts'
import type { Call } from './gate.ts'
import type { GateContext } from './read.ts'
import type { Passed } from './turnstile.ts'

/** Bytes start within this time of their commit, or are dropped (design §5 step 3). */
const RELEASE_WITHIN_MS = 1_000
/** An answer nobody sends is counted as gone after this time, so that no withdrawal waits for it for ever. */
const ABANDONED_AFTER_MS = 5_000

/** What is through leaves once, in time or not at all; what did not leave is said in the ledger. */
export function leavesOnce(
  context: Pick<GateContext, 'clock' | 'turnstile'>,
  call: Call,
  {
    decision,
    passed,
    subjects,
  }: { decision: DecisionId; passed: Passed; subjects: readonly SubjectDisclosure[] },
): (write: () => Promise<boolean>) => Promise<void> {
  const abandoned = setTimeout(() => passed.done(), ABANDONED_AFTER_MS)
  abandoned.unref()
  let released = false
  return async (write) => {
    if (released) throw new Error('an answer leaves once')
    released = true
    try {
      const inTime = context.clock.monotonic() - passed.committedAt <= RELEASE_WITHIN_MS
      if (inTime && (await write())) return
      await context.turnstile.enter((at) => corrections(call, decision, subjects, at))
      if (!inTime) throw new Problem('BUSY', { decision, detail: 'The answer came too late to leave.' })
    } finally {
      clearTimeout(abandoned)
      passed.done()
    }
  }
}

/** No byte of the answer left: said in every chain it was entered in. */
function corrections(
  call: Call,
  decision: DecisionId,
  subjects: readonly SubjectDisclosure[],
  at: number,
): readonly ToEnter[] {
  const record = { kind: 'correction', at, decision, why: 'not_started' } as const
  const delivery: ToEnter = { key: { person: call.person, partner: call.partner, chain: 'delivery' }, record }
  const people = new Set([call.person, ...subjects.map(({ person }) => person)])
  return [
    ...(subjects.length > 0 ? [delivery] : []),
    ...[...people].map((person): ToEnter => ({ key: ownChain(person, call.partner), record })),
  ]
}
