// The time of a call, on the machine's own clock: what is there when a call begins is seen, and no two steps of it disagree.
import { setTimeout as wait } from 'node:timers/promises'
import type { Instant } from '@countersign/protocol'
import { makeWorld, onServer, received, testSystem } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { useProof } from '../src/oauth/access-token.ts'
import { systemClock } from '../src/ports/clock.ts'
import { incidentsOf } from './_incidents.ts'

const noTime = (): void => undefined
// The machine's clock, which nobody moves on.
const clock = { ...systemClock, advance: noTime, set: noTime }
const { system, database } = await testSystem({ clock })
const world = await makeWorld(system, clock)
const { people, jukebox } = world
await world.grant('ana', { history: true, verbs: ['threads.list', 'messages.read'] })
await world.countersign('ben', { history: true })

let proofs = 0
/** The time of a call that begins now. */
async function begin(): Promise<Instant> {
  proofs += 1
  const at = await useProof(system, 'key', `proof ${proofs}`, Date.now() + 60_000)
  if (at === undefined) throw new Error('a proof that was used before')
  return at
}
const texts = async (at: Instant): Promise<readonly unknown[]> =>
  (await received(await world.ask('ana', { at }))).items.map(({ text }) => text)
const incidents = (): ReturnType<typeof incidentsOf> => incidentsOf(system.app, jukebox.partner)

describe('the time of a call', () => {
  it('is not earlier in the exit check than in the look, whichever has its facts at hand', async () => {
    await world.say('ben', 'one')
    // A list of this one thread leaves the exit check with facts that a read of its messages uses, and the look without.
    const call = { ...jukebox, person: people.ana, purpose: 'group_activity', fields: null }
    await received(await system.gate.threads({ ...call, at: await begin() }, { limit: 1, cursor: null }))
    const at = await begin()
    await wait(5)
    await world.say('ben', 'two')
    expect(await texts(at)).toEqual(['two', 'one'])
    expect(await incidents()).toEqual([])
  })

  it('sees whatever was acknowledged before, also when the database’s clock was put back', async () => {
    await texts(await begin())
    await onServer(database.owner, (client) =>
      client.query('update ledger_heads set head_time = head_time + 60000'),
    )
    await world.say('ben', 'three')
    expect(await texts(await begin())).toEqual(['three', 'two', 'one'])
    expect(await incidents()).toEqual([])
  })

  it('is given once for each proof', async () => {
    const once = () => useProof(system, 'key', 'the same', Date.now() + 60_000)
    const times = await Promise.all([once(), once(), once()])
    expect(times.filter((time) => time !== undefined)).toHaveLength(1)
  })
})
