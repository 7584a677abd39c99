// The ledger's checker sees what it is there to see: each fault is planted as the database's owner and named.
import { checkLedger, makeWorld, onServer, testSystem } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'

const { system, clock, database } = await testSystem()
const world = await makeWorld(system, clock)
const grant = await world.grant('ana')
await world.say('ana', 'ana sings')
await world.read('ana')
await world.withdraw('ana', grant.id)

/** What the checker says with a fault planted, which is taken away again. */
async function planted(fault: string, undo: string): Promise<readonly string[]> {
  await onServer(database.owner, (client) => client.query(fault))
  const { problems } = await checkLedger(database.owner, system)
  await onServer(database.owner, (client) => client.query(undo))
  return problems
}

describe('the checker', () => {
  it('finds an honest ledger whole', async () => {
    const report = await checkLedger(database.owner, system)
    expect(report.problems).toEqual([])
    expect(report.disclosures).toBe(1)
  })

  it.each([
    [
      'a changed record',
      `update entries set record = jsonb_set(record::jsonb, '{outcome}', '"NO_GRANT"') where kind = 'decision'`,
      `update entries set record = jsonb_set(record::jsonb, '{outcome}', '"permit"') where kind = 'decision'`,
      'does not commit to its record',
    ],
    [
      'a flipped bit of a leaf',
      'update leaves set leaf = set_byte(leaf, 65, get_byte(leaf, 65) # 1) where leaf_index = 3',
      'update leaves set leaf = set_byte(leaf, 65, get_byte(leaf, 65) # 1) where leaf_index = 3',
      'has another root than its leaves',
    ],
    [
      'a number left out',
      `update entries set n = n + 100 where kind = 'disclosure'`,
      `update entries set n = n - 100 where kind = 'disclosure'`,
      'follows',
    ],
    [
      'a disclosure behind its withdrawal',
      `update entries set leaf_index = 1000000 where kind = 'disclosure'`,
      `update entries set leaf_index = (select min(leaf_index) - 1 from entries where kind = 'grant_withdrawn') where kind = 'disclosure'`,
      'stands on nothing',
    ],
    [
      'a turn signed for another size',
      'update ledger_turns set size = size - 1 where turn = 2',
      'update ledger_turns set size = size + 1 where turn = 2',
      'signed something else',
    ],
    [
      'a time that goes back',
      'update entries set at = at - 100000 where leaf_index = 5',
      'update entries set at = at + 100000 where leaf_index = 5',
      'goes back in time',
    ],
  ])('names %s', async (_, fault, undo, said) => {
    expect((await planted(fault, undo)).join('\n')).toContain(said)
  })
})
