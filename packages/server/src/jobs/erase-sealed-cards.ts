// Erases cards that partners took away and nobody brought back within thirty days (WRT-04).
import { eraseSealedCards } from '../store/sealed-cards.ts'
import type { System } from '../system.ts'
import type { Job } from './runner.ts'

/** So many in one turn. */
const AT_ONCE = 500

/** Every hour. A card whose time is over cannot be brought back, whether it was erased or not. */
export function eraseSealed({ turnstile }: Pick<System, 'turnstile'>): Job {
  return {
    name: 'erase sealed cards',
    everyMs: 3_600_000,
    async run() {
      let erased: number
      do
        erased = await turnstile.change({
          direction: 'tightens',
          apply: async (session, at) => ({
            value: await eraseSealedCards(session, at, AT_ONCE),
            touches: [],
            records: [],
          }),
        })
      while (erased === AT_ONCE)
    },
  }
}
