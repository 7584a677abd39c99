// Why something is not in an answer: the reading that withholds it, said so that a person can follow.
import type { Field, PersonId } from '@countersign/protocol'

/** What stands against something leaving. Readings are numbered in docs/design/004-readings-of-the-decision.md. */
export interface Objection {
  readonly reading: number
  readonly why: string
  /** On whose account, where it is somebody's. */
  readonly person?: PersonId
}

/** Something the answer might have held and does not: a whole object, a field of one, or a part within a field. */
export interface Withheld extends Objection {
  /** What it is, with its id. */
  readonly what: string
  readonly field?: Field
}

/** Where the oracle tells what it withholds and why; judging itself never reads it back. */
export type Note = (withheld: Withheld) => void

/** For judging without an explanation. */
export const unsaid: Note = () => undefined
