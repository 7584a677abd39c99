// A deployment whose floor is all-parties: no thread is looser, whoever sets it (COP-02, COP-03).
import { describe, expect, it } from 'vitest'
import { problem, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { url, world, clock } = await peopleServer({ floor: 'all-parties' })
const ana = await signedInBrowser(url, world.login('ana'))
const ben = await signedInBrowser(url, world.login('ben'))

describe('the floor', () => {
  it('refuses anything looser', async () => {
    expect(problem(await ana.patch(`/threads/${world.thread}`, { setting: 'author' }))).toBe(
      '403 NOT_ALLOWED',
    )
  })

  it('is where a new thread begins; stricter and back is allowed', async () => {
    const { body } = await ana.post('/threads', { kind: 'group', members: [world.people.ben] })
    expect(body.setting).toBe('all-parties')
    expect((await ben.patch(`/threads/${body.id}`, { setting: 'closed' })).body.setting).toBe('closed')
    expect((await ben.patch(`/threads/${body.id}`, { setting: 'all-parties' })).body.setting).toBe(
      'all-parties',
    )
  })

  it('where everyone must agree, everyone hears that a permission changed, and not whose (COP-03)', async () => {
    clock.advance(1_000)
    const grant = await world.grant('ana')
    await world.countersign('ben')
    await world.withdraw('ana', grant.id)
    for (const browser of [ana, ben]) {
      const { items } = (await browser.get('/notices')).body
      const changes = items.filter((notice: { kind: string }) => notice.kind === 'permission_changed')
      expect(changes).toHaveLength(3)
      expect(JSON.stringify(changes)).not.toMatch(/person_/)
      expect(changes[0].partner.name).toBe('Jukebox')
    }
  })

  it('a "never" where nothing was allowed is not heard of: nobody learns who refused', async () => {
    const before = (await ana.get('/notices')).body.items.length
    const { partner, feature } = world.jukebox
    const asked = { partner, feature, purpose: 'group_activity', manifest_version: 1 }
    const chika = await signedInBrowser(url, world.login('chika'))
    const query = new URLSearchParams({ ...asked, manifest_version: '1' })
    const { screen_hash } = (await chika.get(`/answers/card?${query}`)).body
    const never = await chika.put('/answers', {
      ...asked,
      screen_hash,
      thread: world.thread,
      answer: 'never',
    })
    expect(never.status).toBe(200)
    expect((await ana.get('/notices')).body.items).toHaveLength(before)
  })
})
