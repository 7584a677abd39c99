// What every demo plays with.
import type { Figures } from './figures.ts'
import type { RegisterPartner } from './operator.ts'

/** What a demo plays with. */
export interface Stage {
  /** The address of the platform, without a trailing slash. */
  readonly platform: string
  readonly register: RegisterPartner
  readonly figures: Figures
}
