// What others are told of what somebody does, end to end over HTTP.
import { makeWorld } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { setThreadSetting } from '../src/acts/set-thread-setting.ts'
import { type Reader, signedInAs } from './_pages.ts'
import { pagesServer } from './_pages-server.ts'

const server = await pagesServer()
const world = await makeWorld(server.system, server.clock)
const [ana, dora] = (await Promise.all(
  (['ana', 'dora'] as const).map((who) => signedInAs(server, world.login(who))),
)) as [Reader, Reader]

/** What the API says of the thread to its reader. */
const sharing = `/api/v1/threads/${world.thread}/sharing`

describe('answers', () => {
  it('COP-01: change nothing of what anybody else is shown', async () => {
    const before = [(await ana.get(sharing)).text, (await dora.get(sharing)).text]
    await world.countersign('chika', { answer: 'never' })
    expect([(await ana.get(sharing)).text, (await dora.get(sharing)).text]).toEqual(before)
  })
})

describe('how a thread shares', () => {
  it('is told to all when it changes, and not by whom', async () => {
    const { thread } = world
    await setThreadSetting(server.system, { person: world.people.chika, thread, setting: 'closed' })
    expect((await dora.get('/api/v1/notices')).text).toContain('setting_changed')
    await setThreadSetting(server.system, { person: world.people.ana, thread, setting: 'author' })
  })
})

describe('the register', () => {
  it('lists every company with all it may ask for, as a page and as data (TRN-03)', async () => {
    const { text } = await dora.get('/register')
    expect(text).toContain('May ask to read messages in the threads you picked')
    const response = await fetch(`${server.url}/register.json`)
    const { partners } = (await response.json()) as {
      partners: { slug: string; features: { manifest: { offers: unknown[] } }[] }[]
    }
    expect(partners.map(({ slug }) => slug)).toEqual(['jukebox'])
    expect(partners[0]?.features[0]?.manifest.offers).toHaveLength(4)
  })
})

describe('signing out', () => {
  it('ends the session in the store too', async () => {
    const browser = await signedInAs(server, world.login('emil'))
    expect((await browser.get('/threads')).status).toBe(200)
    await browser.post('/sign-out')
    expect((await browser.get('/threads')).status).toBe(303)
  })
})
