// Faults planted in a server on purpose, by name, so that a proof is seen to fail. They exist in the test tree only.
import type { Parts } from '../../../server/src/main.ts'

/** What a planted fault changes of a system's parts. */
export type Plant = () => Partial<Parts>

/** Every fault a server process can be started with. */
export const plants: Readonly<Record<string, Plant>> = {}
