// Names who reviews, or ends that. Only whoever has the machine does: nobody is made a reviewer over HTTP (OVR-02).
import type { PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import { findPerson } from '../store/people.ts'
import { deleteReviewer, insertReviewer } from '../store/reviewers.ts'
import type { System } from '../system.ts'

/**
 * Names somebody a reviewer, or no more.
 * @throws {Problem} NOT_ALLOWED for an account that is not open or made for trying out; ALREADY when nothing changes;
 *   LEDGER_UNAVAILABLE
 */
export async function nameReviewer(
  { turnstile }: Pick<System, 'turnstile'>,
  { person, reviews }: { readonly person: PersonId; readonly reviews: boolean },
): Promise<void> {
  await turnstile.change({
    direction: reviews ? 'loosens' : 'tightens',
    async apply(session, at) {
      const found = await findPerson(session, person)
      if (found === undefined) throw new Problem('NOT_FOUND')
      if (reviews && (found.account !== 'open' || found.test))
        throw new Problem('NOT_ALLOWED', {
          detail: 'A reviewer is a person with an open account of their own.',
        })
      const changed = reviews
        ? await insertReviewer(session, person, at)
        : await deleteReviewer(session, person)
      if (!changed) throw new Problem('ALREADY')
      return { value: undefined, touches: [], records: [] }
    },
  })
}
