// The bank fires thousands of deletes at once, of its own receipts and of ids it made up: it is stopped, and all comes back.
import { randomBytes } from 'node:crypto'
import type { Figures } from '../figures.ts'
import { notices } from '../people.ts'
import { outcomeOf } from '../reader.ts'
import type { Stage } from '../stage.ts'
import { type Household, type Sent, type Shown, seenBy } from './households.ts'
import { BANK, MOST_A_MINUTE, RECEIPTS, receiptOf } from './story.ts'

/** A household and its receipts. */
export interface Served {
  readonly household: Household
  readonly sent: readonly Sent[]
}

/** One delete, in milliseconds of this process's monotonic clock. */
interface Fired {
  readonly code: string
  readonly begun: number
  readonly ended: number
}

/** Whose eyes. */
type Reading = 'customer' | 'relative'
type Views = readonly ReadonlyMap<string, Shown>[]

/** Plays it: `deletes` at once over all connections, then the operator's restore. */
export async function deleteInBulk(
  { operator, figures }: Stage,
  served: readonly Served[],
  deletes: number,
): Promise<void> {
  const before = await viewsOf(served)
  const relatives = await viewsOf(served, 'relative')
  const since = Date.now()
  const fired = (await Promise.all(served.map((one) => fire(one, deletes / served.length)))).flat()
  judgeStop(fired, deletes, figures)
  const during = await viewsOf(served)
  const taken = receiptsThat(served, during, (now) => now?.tombstone === true)
  figures.atLeast('WRT-04', 'receipts that became tombstones', 1, taken)
  const changed = receiptsThat(served, during, (now, then) => now?.hash !== then?.hash, before)
  figures.atMost('WRT-04', 'receipts taken away, as customers see it', MOST_A_MINUTE, changed)
  await judgeFreeze(served, figures)
  const begun = performance.now()
  const { restored, gone } = await operator.restore(BANK, since)
  const seconds = secondsBetween(begun, performance.now())
  figures.equal('WRT-04', 'of them, brought back by the operator', changed, restored)
  figures.equal('WRT-04', 'of them, gone for good', 0, gone)
  figures.atMost('WRT-04', 'seconds that took', 60, seconds)
  judgeRestored(served, 'customer', [before, await viewsOf(served)], figures)
  judgeRestored(served, 'relative', [relatives, await viewsOf(served, 'relative')], figures)
  await judgeNotices(served, changed, figures)
}

/** Own receipts and made-up ids in turn, one after the other on this connection. */
async function fire({ household: { client }, sent }: Served, deletes: number): Promise<readonly Fired[]> {
  const fired: Fired[] = []
  for (let i = 0; i < deletes; i++) {
    const own = sent[Math.floor(i / 2) % sent.length]?.placement ?? ''
    const begun = performance.now()
    const code = await outcomeOf(client.remove(RECEIPTS, i % 2 === 0 ? own : madeUp(own)))
    fired.push({ code, begun, ended: performance.now() })
  }
  return fired
}

/** An id that looks like the other one. */
function madeUp(like: string): string {
  const start = like.indexOf('_') + 1
  const rest = randomBytes(like.length).toString('base64url')
  return like.slice(0, start) + rest.slice(0, like.length - start)
}

function judgeStop(fired: readonly Fired[], deletes: number, figures: Figures): void {
  const count = (...codes: readonly string[]): number =>
    fired.filter(({ code }) => codes.includes(code)).length
  figures.equal('WRT-04', 'deletes of own and made-up ids fired', deletes, fired.length)
  figures.equal('WRT-04', 'of them, answered with BULK_STOP', 1, count('BULK_STOP'))
  figures.atLeast('WRT-03', 'of them, refused with NOT_YOURS', 1, count('NOT_YOURS'))
  const all = count('permit', 'NOT_YOURS', 'BULK_STOP', 'SUSPENDED')
  figures.equal('WRT-04', 'of them, answered in any other way', 0, fired.length - all)
  const stop = fired.find(({ code }) => code === 'BULK_STOP')?.ended ?? Number.POSITIVE_INFINITY
  const first = Math.min(...fired.map(({ begun }) => begun))
  figures.atMost('WRT-04', 'seconds from the first delete to the stop', 60, secondsBetween(first, stop))
  const after = fired.filter(({ begun }) => begun > stop)
  const suspended = after.filter(({ code }) => code === 'SUSPENDED').length
  figures.atLeast('WRT-04', 'deletes begun after the stop', deletes / 2, after.length)
  figures.equal('WRT-04', 'of those, not refused with SUSPENDED', 0, after.length - suspended)
}

/** Frozen is frozen: it can no more write than delete, for any customer. */
async function judgeFreeze(served: readonly Served[], figures: Figures): Promise<void> {
  const codes = await Promise.all(
    served.map(({ household: { client } }) => outcomeOf(client.draft(RECEIPTS, receiptOf(0, 0)))),
  )
  const frozen = codes.filter((code) => code === 'SUSPENDED').length
  const what = `of ${served.length} customers, for whom the bank is frozen for writing too`
  figures.equal('WRT-04', what, served.length, frozen)
}

function judgeRestored(
  served: readonly Served[],
  who: Reading,
  [before, after]: readonly [Views, Views],
  figures: Figures,
): void {
  const total = served.reduce((sum, { sent }) => sum + sent.length, 0)
  const same = receiptsThat(
    served,
    after,
    (now, then) => now !== undefined && now.hash === then?.hash,
    before,
  )
  figures.equal('WRT-04', `receipts with the hash they had, as each ${who} sees them`, total, same)
}

/** Each customer hears of each receipt: that it was taken away, the one above too, and that the operator brought it back. */
async function judgeNotices(served: readonly Served[], changed: number, figures: Figures): Promise<void> {
  const all = (await Promise.all(served.map(({ household }) => notices(household.customer)))).flat()
  const told = (kind: string): number => all.filter((notice) => notice.kind === kind).length
  const removed = 'notices to customers that a receipt was taken away'
  figures.equal('WRT-04', removed, changed + 1, told('placement_removed'))
  const restored = 'notices to customers that it was brought back for them'
  figures.equal('WRT-04', restored, changed, told('placement_restored'))
}

function viewsOf(served: readonly Served[], as: Reading = 'customer'): Promise<Views> {
  return Promise.all(served.map(({ household }) => seenBy(household[as], household)))
}

/** How many receipts fit, by how they are seen now and how they were. */
function receiptsThat(
  served: readonly Served[],
  now: Views,
  fits: (now: Shown | undefined, then: Shown | undefined) => boolean,
  then: Views = now,
): number {
  return served
    .map(({ sent }, i) => sent.filter(({ message }) => fits(now[i]?.get(message), then[i]?.get(message))))
    .reduce((sum, fitting) => sum + fitting.length, 0)
}

function secondsBetween(begun: number, ended: number): number {
  return Math.round((ended - begun) / 100) / 10
}
