// Facts kept between calls: an answer vouches only for what it was checked for, so none of them goes stale unnoticed (design §5).
import { uuidOf } from '@countersign/protocol'
import { makeWorld, musicOffers, onServer, received, testSystem } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { createThread } from '../src/acts/create-thread.ts'
import { setThreadSetting } from '../src/acts/set-thread-setting.ts'
import { incidentsOf } from './_incidents.ts'

const { system, clock, database } = await testSystem()
const world = await makeWorld(system, clock)
const { people, thread, jukebox } = world

const listed = async (purpose: string, partner = jukebox) =>
  received(
    await system.gate.threads(
      {
        partner: partner.partner,
        feature: partner.feature,
        person: people.ana,
        purpose,
        fields: null,
        at: clock.now(),
      },
      { limit: 10, cursor: null },
    ),
  )

describe('facts that two calls share', () => {
  it('are not vouched for by a call of another purpose that rests on other threads', async () => {
    const partner = await world.partner('two-purposes', [
      ...musicOffers,
      { purpose: 'recommendations', verb: 'threads.list', fields: ['thread.title', 'thread.kind'] },
    ])
    const other = await createThread(system, { by: people.ana, kind: 'group', others: [people.ben] })
    await world.grant('ana', { partner, verbs: ['threads.list'], threads: [thread] })
    await world.grant('ana', {
      partner,
      verbs: ['threads.list'],
      threads: [other],
      purpose: 'recommendations',
    })
    expect((await listed('recommendations', partner)).items).toHaveLength(1)
    await setThreadSetting(system, { person: people.ben, thread: other, setting: 'closed' })
    expect((await listed('group_activity', partner)).items).toHaveLength(1)
    expect((await listed('recommendations', partner)).items).toEqual([])
    // Nor was it the exit check that caught it: there was nothing to catch.
    expect(await incidentsOf(system.app, partner.partner)).toEqual([])
  })

  it('are not vouched for by a list that weighs fewer people: no false incident, nothing held back', async () => {
    await world.grant('ana', { verbs: ['threads.list', 'messages.read'] })
    await world.say('chika', 'before')
    await listed('group_activity')
    await world.read('ana')
    await world.countersign('chika', { history: true })
    await listed('group_activity')
    expect((await world.read('ana')).items).toMatchObject([{ text: 'before' }])
    expect(await incidentsOf(system.app, jukebox.partner)).toEqual([])
  })

  it('are read anew when the ledger is at an earlier turn than they: a database brought back from a backup', async () => {
    await world.say('ana', 'last')
    expect((await world.read('ana')).items).toHaveLength(2)
    await onServer(database.owner, async (client) => {
      // As if the backup were older than Chika's answer, and than every turn since.
      await client.query('delete from countersignatures where person_id = $1', [uuidOf(people.chika)])
      await client.query('truncate chains, entries, leaves, ledger_turns, changes')
      await client.query(`update ledger_heads set size = 0, turn = 0, peaks = ''`)
    })
    expect((await world.read('ana')).items).toMatchObject([{ text: 'last' }])
  })

  it('are gone with the history they were read in, also when the new one has passed their turn', async () => {
    await world.countersign('emil', { history: true })
    await world.say('emil', 'of emil')
    expect((await world.read('ana')).items).toHaveLength(2)
    const turns = Number(
      (await onServer(database.owner, (client) => client.query('select turn from ledger_heads'))).rows[0]
        .turn,
    )
    await onServer(database.owner, async (client) => {
      await client.query('delete from countersignatures where person_id = $1', [uuidOf(people.emil)])
      await client.query('truncate chains, entries, leaves, ledger_turns, changes')
      await client.query(`update ledger_heads set size = 0, turn = 0, peaks = ''`)
    })
    for (let turn = 0; turn <= turns; turn++) await expect(world.read('dora')).rejects.toThrow()
    expect((await world.read('ana')).items).toMatchObject([{ text: 'last' }])
  })
})
