// Suspending a partner (INC-04): everything through it ends with the next read, on every server, with a record and a reason.
import { assertWholeLedger, makeWorld, onServer, testSystem } from '@countersign/testkit'
import { afterEach, describe, expect, it } from 'vitest'
import { freezePartner, resumePartner, suspendPartner } from '../src/acts/suspend-partner.ts'
import { findPartner } from '../src/store/partners.ts'
import { watchedLook } from './_watched-look.ts'

const looking = watchedLook()
const opened = await testSystem({ layers: { look: looking.look } })
const { system, clock, database } = opened
const second = await opened.second()
const world = await makeWorld(system, clock)
const other = await world.partner('matinee')
await world.grant('ana')
await world.grant('ana', { partner: other })
await world.say('ana', 'ana sings')
const { partner } = world.jukebox
const why = 'keys published by mistake'
afterEach(async () => {
  looking.forget()
  await resumePartner(system, { partner, why: 'the test is over' })
  await assertWholeLedger(database.owner, system)
})

const incidents = (): Promise<unknown[]> =>
  onServer(database.owner, async (client) => {
    const { rows } = await client.query(
      `select kind, detail from incidents where detail->>'why' <> 'the test is over' order by at, incident_id`,
    )
    return rows
  })
const registered = (): Promise<unknown[]> =>
  onServer(database.owner, async (client) => {
    const { rows } = await client.query<{ suspended: boolean }>(
      `select (record->>'suspended')::boolean as suspended from register_entries
       where kind = 'partner_suspended' order by n`,
    )
    return rows.map(({ suspended }) => suspended)
  })

describe('a suspended partner', () => {
  it('INC-04: is refused from the next read on, on every server; the others go on', async () => {
    expect((await world.read('ana')).items).toHaveLength(1)
    expect(await suspendPartner(second.system, { partner, why })).toBe('changed')
    for (const on of [system, second.system])
      await expect(world.ask('ana', {}, on)).rejects.toMatchObject({ code: 'SUSPENDED' })
    expect((await world.read('ana', { partner: other })).items).toHaveLength(1)
  })

  it('is refused the answer that was on its way when it was suspended', async () => {
    looking.after((times) => times === 1 && suspendPartner(second.system, { partner, why }))
    await expect(world.read('ana')).rejects.toMatchObject({ code: 'SUSPENDED' })
    expect(looking.times).toBe(2)
  })

  it('goes on when the suspension is lifted, and each change is a register entry and an incident, once', async () => {
    const [entries, reasons] = [(await registered()).length, (await incidents()).length]
    await suspendPartner(system, { partner, why })
    expect(await suspendPartner(system, { partner, why })).toBe('unchanged')
    clock.advance(1)
    await resumePartner(system, { partner, why: 'keys replaced' })
    expect(await resumePartner(system, { partner, why: 'keys replaced' })).toBe('unchanged')
    expect((await world.read('ana')).items).toHaveLength(1)
    expect((await registered()).slice(entries)).toEqual([true, false])
    expect((await incidents()).slice(reasons)).toEqual([
      { kind: 'suspended', detail: { why } },
      { kind: 'resumed', detail: { why: 'keys replaced' } },
    ])
  })

  it('stays what it was when the act that froze it comes to nothing', async () => {
    const before = (await incidents()).length
    const broken = system.turnstile.change({
      direction: 'tightens',
      async apply(session, at) {
        await freezePartner(system, session, partner, at, { kind: 'suspended', why })
        throw new Error('the act fails')
      },
    })
    await expect(broken).rejects.toThrow('the act fails')
    expect((await findPartner(system.app, partner))?.suspended).toBe(false)
    expect(await incidents()).toHaveLength(before)
  })

  it('can be suspended, and not resumed, while the ledger cannot be written; the record follows', async () => {
    const owner = (text: string) => onServer(database.owner, (client) => client.query(text))
    const before = (await registered()).length
    await owner('revoke insert on leaves from countersign_turnstile')
    try {
      await suspendPartner(system, { partner, why })
      expect((await findPartner(system.app, partner))?.suspended).toBe(true)
      await expect(resumePartner(system, { partner, why })).rejects.toMatchObject({
        code: 'LEDGER_UNAVAILABLE',
      })
    } finally {
      await owner('grant insert on leaves to countersign_turnstile')
    }
    await expect(world.read('ana')).rejects.toMatchObject({ code: 'SUSPENDED' })
    expect((await registered()).slice(before)).toEqual([true])
  })

  it('is refused for a partner that is not there', async () => {
    const nobody = 'partner_0190b5e27cc07a31a5c64dd8e1f2a3b4' as typeof partner
    await expect(suspendPartner(system, { partner: nobody, why })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})
