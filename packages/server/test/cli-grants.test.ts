// What `countersign grant list` reads: permissions by person and partner, ended ones too, page after page.

import { makeWorld, testSystem } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { listAllGrants } from '../src/store/grant-overview.ts'

const opened = await testSystem()
const world = await makeWorld(opened.system, opened.clock)
const { app } = opened.system
const ana = await world.grant('ana')
await world.grant('ben')
await world.withdraw('ana', ana.id)

describe('permissions', () => {
  it('are listed in the order they were made, ended ones too', async () => {
    const all = await listAllGrants(app, { limit: 10 })
    expect(all.map(({ person, state }) => [person, state])).toEqual([
      [world.people.ana, 'withdrawn'],
      [world.people.ben, 'given'],
    ])
  })

  it('are listed by person and by partner', async () => {
    const { people, jukebox } = world
    expect(await listAllGrants(app, { person: people.ben, limit: 10 })).toHaveLength(1)
    expect(await listAllGrants(app, { person: people.emil, limit: 10 })).toEqual([])
    expect(await listAllGrants(app, { partner: jukebox.partner, limit: 10 })).toHaveLength(2)
    expect(
      await listAllGrants(app, { person: people.ana, partner: jukebox.partner, limit: 10 }),
    ).toHaveLength(1)
  })

  it('come in pages', async () => {
    const [first] = await listAllGrants(app, { limit: 1 })
    const rest = await listAllGrants(app, { limit: 1, after: first?.id })
    expect(rest.map(({ person }) => person)).toEqual([world.people.ben])
    expect(await listAllGrants(app, { limit: 1, after: rest[0]?.id })).toEqual([])
  })
})
