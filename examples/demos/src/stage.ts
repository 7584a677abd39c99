// What every demo plays with.
import type { Figures } from './figures.ts'
import type { Operator } from './operator.ts'

/** What a demo plays with. */
export interface Stage {
  /** The address of the platform, without a trailing slash. */
  readonly platform: string
  readonly operator: Operator
  readonly figures: Figures
  /** How many of a crowd of so many are there: all, or for a quick look a tenth or a hundredth, but at least some. */
  crowd(full: number, least?: number): number
  /** Says what is going on, for whoever waits. */
  say(line: string): void
}
