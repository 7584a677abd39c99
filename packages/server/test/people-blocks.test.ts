// Blocking: what who is blocked can no longer begin, and that nothing tells them.
import { onServer } from '@countersign/testkit'
import { afterEach, expect, it } from 'vitest'
import { problem, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { url, world, database } = await peopleServer()
const { people } = world
const ana = await signedInBrowser(url, world.login('ana'))
const ben = await signedInBrowser(url, world.login('ben'))
const chika = await signedInBrowser(url, world.login('chika'))
const block = () => ana.put(`/blocks/${people.ben}`)
afterEach(() => ana.delete(`/blocks/${people.ben}`))
const befriend = async (): Promise<void> => {
  await ana.post('/friends', { person: people.ben })
  await ben.post('/friends', { person: people.ana })
}

it('nobody blocks themselves, or somebody who is not here; ending none is nothing', async () => {
  expect(problem(await ana.put(`/blocks/${people.ana}`))).toBe('404 NOT_FOUND')
  const nobody = people.ana.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
  expect(problem(await ana.put(`/blocks/${nobody}`))).toBe('404 NOT_FOUND')
  expect(problem(await ana.delete(`/blocks/${people.ben}`))).toBe('404 NOT_FOUND')
})

it('who is blocked opens no thread with its person and adds them to none, as where nobody is', async () => {
  const group = (await ben.post('/threads', { kind: 'group', members: [people.chika] })).body.id
  expect((await block()).status).toBe(204)
  expect((await block()).status).toBe(204)
  const refused = [
    await ben.post('/threads', { kind: 'direct', members: [people.ana] }),
    await ben.post('/threads', { kind: 'group', members: [people.chika, people.ana] }),
    await ben.post(`/threads/${group}/members`, { person: people.ana }),
  ]
  expect(refused.map(problem)).toEqual(refused.map(() => '404 NOT_FOUND'))
  expect((await chika.post(`/threads/${group}/members`, { person: people.ana })).status).toBe(201)
  await ana.delete(`/threads/${group}/members/me`)
})

it('who is blocked is told of a thread both are in what anybody would be', async () => {
  const group = (await ana.post('/threads', { kind: 'group', members: [people.ben] })).body.id
  await block()
  expect(problem(await ben.post(`/threads/${group}/members`, { person: people.ana }))).toBe('409 ALREADY')
})

it('a block ends a friendship, and asking again looks as always and reaches nobody', async () => {
  await befriend()
  expect((await ana.get('/friends')).body.friends.map(({ id }: { id: string }) => id)).toContain(people.ben)
  await block()
  expect((await ben.get('/friends')).body.friends).toEqual([])
  expect((await ben.post('/friends', { person: people.ana })).body).toEqual({
    person: people.ana,
    state: 'requested',
  })
  await ben.post('/friends', { login: world.login('ana') })
  expect((await ana.get('/friends')).body.requests).toEqual([])
  const { code } = (await ana.post('/friend-links')).body
  expect(problem(await ben.post('/friend-links/open', { code }))).toBe('404 NOT_FOUND')
})

it('what was open stays open, and ending the block lets everything begin again', async () => {
  const direct = (await ana.post('/threads', { kind: 'direct', members: [people.ben] })).body.id
  await block()
  expect((await ben.post('/threads', { kind: 'direct', members: [people.ana] })).body.id).toBe(direct)
  expect((await ana.get('/blocks')).body).toEqual({ items: [{ id: people.ben, name: 'Ben' }] })
  await ana.delete(`/blocks/${people.ben}`)
  expect((await ana.get('/blocks')).body).toEqual({ items: [] })
  expect((await ben.post('/friends', { person: people.ana })).body.state).toBe('requested')
  expect((await ana.get('/friends')).body.requests).toHaveLength(1)
})

it('nobody else sees it: no notice, no other person’s list, nothing for the gate', async () => {
  const before = (await ben.get('/notices')).body
  await block()
  expect((await ben.get('/notices')).body).toEqual(before)
  expect((await ben.get('/blocks')).body).toEqual({ items: [] })
  const may = await onServer(
    database.owner,
    async (client) =>
      (await client.query("select has_table_privilege('countersign_gate', 'blocks', 'select') as may"))
        .rows[0].may,
  )
  expect(may).toBe(false)
})
