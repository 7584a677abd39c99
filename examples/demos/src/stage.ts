// What every demo plays with.
import type { Figures } from './figures.ts'
import type { Operator } from './operator.ts'

/** What a demo plays with. */
export interface Stage {
  /** The address of the platform, without a trailing slash. */
  readonly platform: string
  readonly operator: Operator
  readonly figures: Figures
  /** Whether to play with a tenth of the crowd, where a demo has one: a quick look, not the size its duty names. */
  readonly tenth: boolean
}
