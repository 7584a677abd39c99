// Before a yes to an ask: which of one's own words it could give, and nothing of who connected or who said what (PER-03, COP-01).
import { fieldsOf, newId } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import { problem, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { url, world, system, clock } = await peopleServer()
const { partner, feature, manifestVersion } = world.jukebox
const ben = await signedInBrowser(url, world.login('ben'))
await world.say('ben', 'Ben before the ask')
await world.say('chika', 'Chika alone said this')
await world.say('ben', 'Ben again')
clock.advance(1_000)

const asked = { partner, feature, manifest_version: String(manifestVersion), purpose: 'group_activity' }
const look = (more: Readonly<Record<string, string>> = {}) =>
  ben.get(`/answers/preview?${new URLSearchParams({ ...asked, thread: world.thread, ...more })}`)
const texts = async (more: Readonly<Record<string, string>> = {}): Promise<readonly unknown[]> =>
  (await look(more)).body.items.map(({ text }: { text: unknown }) => text)
const size = async () => (await system.app.query('select size from ledger_heads')).rows
const history = { history: 'true' }

describe('a preview of a yes', () => {
  it('shows my own words, newest first, with that tick; without it nothing that is written', async () => {
    const before = await size()
    expect(await texts(history)).toEqual(['Ben again', 'Ben before the ask'])
    expect((await look()).body).toEqual({ items: [], more: false, nothing: null })
    expect(await size()).toEqual(before)
  })

  it('is the same whoever connected and whatever the others answered', async () => {
    const silent = (await look(history)).body
    await world.grant('ana')
    await world.countersign('chika')
    expect((await look(history)).body).toEqual(silent)
    await world.countersign('chika', { answer: 'never' })
    expect((await look(history)).body).toEqual(silent)
  })

  it('says what keeps everything: my own "never" at the other scope, and my switch', async () => {
    await world.countersign('ben', { answer: 'never', thread: null })
    expect((await look(history)).body).toEqual({ items: [], more: false, nothing: 'NEVER' })
    // A yes to everything takes the place of a never to everything.
    expect(await texts({ ...history, scope: 'all' })).toEqual(['Ben again', 'Ben before the ask'])
    await world.countersign('ben', { answer: 'allow', thread: null })
    clock.advance(1_000)
    await ben.put('/switch', { on: true })
    const restricted = (await look(history)).body
    await ben.put('/switch', { on: false })
    expect(restricted).toMatchObject({ items: [], nothing: 'RESTRICTED' })
  })

  it('is what the one who connected then gets of mine', async () => {
    await world.countersign('ben', { answer: 'allow', history: true })
    await world.grant('ana', { history: true })
    const got = (await world.read('ana')).items.map(({ text }) => text)
    expect(got).toEqual(await texts(history))
  })

  it.each([
    ['a thread I am not in', { thread: newId('thread', 1, new Uint8Array(10)) }, '404 NOT_FOUND'],
    ['a feature that is not there', { feature: newId('feature', 1, new Uint8Array(10)) }, '404 NOT_FOUND'],
    ['a purpose that takes nothing of mine', { purpose: 'share_content' }, '422 NOT_OFFERED'],
    ['a scope there is not', { scope: 'world' }, '400 BAD_REQUEST'],
  ])('of %s is refused', async (_, more, said) => {
    expect(problem(await look(more))).toBe(said)
  })

  it('of a purpose that reads no messages is refused', async () => {
    const rolodex = await world.partner('rolodex', [
      { purpose: 'find_friends', verb: 'friends.list', fields: fieldsOf['friends.list'] },
    ])
    const other = {
      partner: rolodex.partner,
      feature: rolodex.feature,
      manifest_version: String(rolodex.manifestVersion),
      purpose: 'find_friends',
    }
    expect(problem(await look(other))).toBe('422 NOT_OFFERED')
  })
})
