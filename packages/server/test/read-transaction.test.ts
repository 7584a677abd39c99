// A transaction that can write nothing: what it declares ends with it, whoever ends it, and its connection serves the next one.
import { newId, type PersonId } from '@countersign/protocol'
import { freshDatabase } from '@countersign/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { openDatabase, type Session } from '../src/store/database.ts'
import { declare } from '../src/store/declare.ts'

const database = await freshDatabase()
const onIdleError = (): void => undefined
// One connection, so that each transaction gets what the one before it left.
const gate = openDatabase(database.as('countersign_gate'), { size: 1, onIdleError })
afterAll(() => gate.close())

const person: PersonId = newId('person', 1, new Uint8Array(10))
const declared = async (session: Session): Promise<unknown> =>
  (await session.query(`select coalesce(current_setting('countersign.people', true), '') as people`)).rows[0]
const connection = async (session: Session): Promise<unknown> =>
  (await session.query('select pg_backend_pid() as pid')).rows[0]
const nothing = { people: '' }

describe('a read', () => {
  it('ends without being told to, and with it what it declared', async () => {
    await gate.read((session) => declare(session, { people: [person] }))
    expect(await gate.read(declared)).toEqual(nothing)
  })

  it('ends behind what was asked last, and answers that all the same', async () => {
    const seen = await gate.read(async (session) => {
      const asked = Promise.all([declare(session, { people: [person] }), declared(session)])
      session.finish()
      return (await asked)[1]
    })
    expect(seen).not.toEqual(nothing)
    expect(await gate.read(declared)).toEqual(nothing)
    expect(await declared(gate)).toEqual(nothing)
  })

  it('takes no statement after the last one: it would stand outside of the transaction', async () => {
    const late = gate.read(async (session) => {
      session.finish()
      // Refused, not thrown: what was asked beside it must still be heard.
      return Promise.all([declare(session, { people: [person] }), session.query('select 1')])
    })
    await expect(late).rejects.toThrow('after the last one')
    expect(await gate.read(declared)).toEqual(nothing)
  })

  it('can write nothing', async () => {
    const written = gate.read((session) => session.query('create table mine (n int)'))
    await expect(written).rejects.toThrow('read-only transaction')
  })

  it.each(['before its end was sent', 'after it'])(
    'that fails %s leaves a connection as good as new',
    async (when) => {
      const before = await gate.read(connection)
      const failing = gate.read(async (session) => {
        const asked = Promise.all([declare(session, { people: [person] }), session.query('select 1 / 0')])
        if (when === 'after it') session.finish()
        await asked
      })
      await expect(failing).rejects.toThrow('division by zero')
      expect(await gate.read(declared)).toEqual(nothing)
      expect(await gate.read(connection)).toEqual(before)
    },
  )

  it('whose connection is cut says so, and the next one gets another', async () => {
    const cut = gate.read((session) => session.query('select pg_terminate_backend(pg_backend_pid())'))
    await expect(cut).rejects.toThrow()
    expect(await gate.read(declared)).toEqual(nothing)
  })
})
