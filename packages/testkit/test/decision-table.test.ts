// The decision table through decide() itself: every row of vectors/decision, each built so that the call is made now.
import { type Decision, decide } from '@countersign/protocol'
import { describe, expect, test } from 'vitest'
import { type BuiltRow, buildRow } from '../src/decision-table/build.ts'
import { decisionTable } from '../src/decision-table/load.ts'

const NOW = Date.UTC(2026, 5, 1, 12)
const rows = decisionTable()

describe('the decision table through decide()', () => {
  test.each(rows.map((row, seed) => ({ row, seed, name: `${row.obligation} ${row.name}` })))(
    '$name',
    ({ row, seed }) => {
      const decision = decideRow(buildRow(row, { now: NOW, seed }))
      if (row.expected.outcome === 'refuse') expect(decision).toEqual(row.expected)
      else
        expect(decision).toMatchObject({
          outcome: 'permit',
          ...(row.expected.fields && { fields: row.expected.fields }),
        })
    },
  )

  test('every obligation of chapters 3.1 to 3.3 and 3.5 that is about deciding has rows', () => {
    expect([...new Set(rows.map(({ obligation }) => obligation))].sort()).toEqual(obligations)
    process.stdout.write(`decide(): ${rows.length} rows of the decision table\n`)
    expect(rows.length).toBeGreaterThan(200)
  })

  test('each verb alone: 8 permits and 56 refusals (SCP-02)', () => {
    const alone = rows.filter(({ name }) => name.startsWith('Each verb granted alone'))
    expect(alone.filter(({ expected }) => expected.outcome === 'permit')).toHaveLength(8)
    expect(alone.filter(({ expected }) => expected.outcome === 'refuse')).toHaveLength(56)
  })
})

const obligations = [
  'COP-01',
  'COP-02',
  'COP-03',
  'COP-05',
  'COP-06',
  'COP-07',
  'COP-08',
  'PER-01',
  'PER-02',
  'PER-03',
  'PER-04',
  'PER-05',
  'PER-06',
  'SCP-01',
  'SCP-02',
  'SCP-03',
  'SCP-04',
  'SUN-01',
  'SUN-02',
  'SUN-03',
  'SUN-04',
  'SUN-06',
]

/** The call first, then each item within it, as a look does; the first refusal stands, else the fields of the item. */
function decideRow({ request, facts, items, now }: BuiltRow): Decision {
  const call = decide({ ...request }, facts, now)
  if (call.outcome === 'refuse') return call
  const decisions = items.map((item) => decide({ ...request, item }, facts, now))
  return decisions.find(({ outcome }) => outcome === 'refuse') ?? decisions[0] ?? call
}
