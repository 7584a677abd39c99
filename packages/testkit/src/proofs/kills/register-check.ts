// What was acknowledged is there, once, and what was not is there wholly or not at all: rows and ledger against the clients.
import { possibleStates, type Register } from './journal.ts'

/** The part of a register's history that is settled: acts up to `write` took entries up to one of `places`. */
interface Settled {
  readonly write: number
  readonly places: ReadonlySet<number>
}

/** Follows one register: what the ledger entered of it and what its row says, each time both are read. */
export interface RegisterCheck {
  /**
   * Everything wrong.
   * @param entered what the ledger, and what waits beside it, holds of the register, from the beginning, in order
   * @param row what the database's row says
   * @param from just before the database was read; `to` just after
   */
  look(entered: readonly string[], row: string | undefined, from: number, to: number): readonly string[]
}

/**
 * A check of one register.
 * @param told what the row says after an entry, as far as the entry tells
 */
export function checkRegister(
  register: Register,
  told: (row: string) => string = (row) => row,
): RegisterCheck {
  let settled: Settled = { write: 0, places: new Set([0]) }
  return {
    look(entered, row, from, to) {
      const { places, next } = matchEntries(register, settled, entered, from)
      settled = next
      const problems: string[] = []
      const { name } = register
      if (!places.has(entered.length)) problems.push(`${name}: ${unmatched(places, entered)}`)
      const possible = possibleStates(register, from, to)
      if (row === undefined) problems.push(`${name}: its row is gone`)
      else {
        if (!possible.has(row))
          problems.push(`${name}: its row says ${row}, it can only be ${[...possible].join(' or ')}`)
        const last = entered.at(-1) ?? told(register.before)
        if (told(row) !== last) problems.push(`${name}: its row says ${row}, the ledger ${last}`)
      }
      return problems
    },
  }
}

function unmatched(places: ReadonlySet<number>, entered: readonly string[]): string {
  const furthest = Math.max(-1, ...places)
  return furthest < 0
    ? 'something acknowledged was never entered, or not in its order'
    : `entry ${furthest + 1} of ${entered.length} (${entered[furthest]}) is of no act of its person`
}

/** How far the entries can be explained: each acknowledged act entered once, in order; any other once or not at all. */
function matchEntries(
  { writes, before, repeats }: Register,
  settled: Settled,
  entered: readonly string[],
  from: number,
): { readonly places: ReadonlySet<number>; readonly next: Settled } {
  let { places } = settled
  let next = settled
  for (let i = settled.write; i < writes.length; i++) {
    const write = writes[i]
    if (write === undefined) continue
    const { entry, ackedAt } = write
    const known = ackedAt !== undefined && ackedAt < from
    const reached = new Set<number>()
    for (const place of places) {
      if (entered[place] === entry) reached.add(place + 1)
      const stands = (place === 0 ? before : entered[place - 1]) === entry
      if (!known || (stands && repeats(entry) === 'enters nothing')) reached.add(place)
    }
    places = reached
    if (known) next = { write: i + 1, places }
  }
  return { places, next }
}
