// Whether the promises page could be built without a false claim, from what the tests said last (UX-03).

import { flagged } from '../packages/server/src/everyone/promises/claims.ts'
import {
  ownPlaces,
  type PromisePlaces,
  promisesReader,
} from '../packages/server/src/everyone/promises/read-promises.ts'
import type { Outcome } from './_run.ts'

/** Builds the page's content; fails when it cannot be built, or when a test that a claim is tied to failed. */
export async function checkPromises(places: PromisePlaces = ownPlaces): Promise<Outcome> {
  try {
    const wrong = flagged(await promisesReader(places)())
    return { passed: wrong.length === 0, output: wrong.join('\n') }
  } catch (error) {
    return { passed: false, output: error instanceof Error ? error.message : String(error) }
  }
}
