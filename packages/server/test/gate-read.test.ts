// One read through the gate, end to end: only what everyone allowed leaves, and each disclosure is recorded first.
import { uuidOf } from '@countersign/protocol'
import { makeWorld, onServer, testSystem } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'

const { system, clock, database } = await testSystem()
const world = await makeWorld(system, clock)

describe('a read through the gate', () => {
  it('is refused without a grant, and the refusal is entered (PER-01, REC-04)', async () => {
    await expect(world.read('dora')).rejects.toMatchObject({ code: 'NO_GRANT' })
    const { rows } = await onServer(database.owner, (client) =>
      client.query(
        `select record->>'outcome' as outcome from entries where kind = 'decision' and record->>'person' = $1`,
        [world.people.dora],
      ),
    )
    expect(rows).toEqual([{ outcome: 'NO_GRANT' }])
  })

  it('gives what everyone allowed and enters it before it leaves (COP-01, REC-04)', async () => {
    await world.grant('ana')
    await world.countersign('ben')
    for (const who of ['ana', 'ben', 'chika'] as const) await world.say(who, `${who} sings`)
    const got = await world.read('ana')
    expect(got.items.map(({ text }) => text)).toEqual(['ben sings', 'ana sings'])
    expect(got.body).not.toContain('chika')
    const { rows } = await onServer(database.owner, (client) =>
      client.query(`select chain, kind from entries where record->>'decision' = $1 order by leaf_index`, [
        got.decision,
      ]),
    )
    expect(rows.map(({ chain, kind }) => `${chain} ${kind}`)).toEqual([
      'partner decision',
      'delivery delivery',
      'delivery delivery',
      'partner disclosure',
      'partner disclosure',
    ])
    expect(got.disclosures.map(({ n }) => n)).toEqual([1, 2])
  })

  it('answers "refused", "not asked" and "wrote nothing" with the same bytes (COP-01)', async () => {
    const items = async (): Promise<string> => JSON.stringify((await world.read('ana')).items)
    const before = await items()
    await world.say('emil', 'emil was not asked')
    expect(await items()).toBe(before)
    await world.countersign('emil', { answer: 'never' })
    await world.say('emil', 'emil said never')
    expect(await items()).toBe(before)
  })

  it('ends a person\'s own "never" when they connect the company themselves, and says so', async () => {
    await world.grant('emil')
    await world.say('emil', 'emil connected it after all')
    expect((await world.read('emil')).items.map(({ text }) => text)).toEqual(['emil connected it after all'])
    const { rows } = await onServer(database.owner, (client) =>
      client.query(
        `select kind from entries where person_id = $1 and kind like 'countersignature%' or person_id = $1 and kind = 'grant_given'
         order by leaf_index`,
        [uuidOf(world.people.emil)],
      ),
    )
    expect(rows.map(({ kind }) => kind)).toEqual([
      'countersignature_given',
      'countersignature_ended',
      'grant_given',
    ])
  })
})
