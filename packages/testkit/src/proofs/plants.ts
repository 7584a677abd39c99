// Faults planted in a server on purpose, by name, so that a proof is seen to fail. They exist in the test tree only.
import type { Parts } from '../../../server/src/main.ts'
import type { System } from '../../../server/src/system.ts'
import { earlyCommit } from './kills/early-commit.ts'
import { cache, earlyAcknowledgement, noChangeCheck } from './races/plants.ts'

/** What a planted fault changes: the parts a system is composed of, or the system that is served. */
export interface Plant {
  readonly parts?: (parts: Parts) => Partial<Parts> | Promise<Partial<Parts>>
  readonly served?: (system: System) => System
}

/** Every fault a server process can be started with. */
export const plants: Readonly<Record<string, Plant>> = {
  cache: { parts: cache },
  'no-change-check': { parts: noChangeCheck },
  'early-acknowledgement': { served: earlyAcknowledgement },
  'early-release': { parts: (parts) => earlyCommit(parts) },
}
