// What people do on the pages, end to end over HTTP: share, and what others are told.
import { makeWorld } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { draftCard } from '../src/acts/draft-card.ts'
import { setThreadSetting } from '../src/acts/set-thread-setting.ts'
import { type Got, type Reader, signedInAs } from './_pages.ts'
import { pagesServer } from './_pages-server.ts'

const server = await pagesServer()
const world = await makeWorld(server.system, server.clock)
const [ana, ben, chika, dora] = (await Promise.all(
  (['ana', 'ben', 'chika', 'dora'] as const).map((who) => signedInAs(server, world.login(who))),
)) as [Reader, Reader, Reader, Reader]

/** The first value the pattern catches on a page. */
function found({ text }: Got, pattern: RegExp): string {
  const value = pattern.exec(text)?.[1]
  if (value === undefined) throw new Error(`the page has no ${pattern}`)
  return value
}

/** What the API says of the thread to its reader. */
const messages = `/api/v1/threads/${world.thread}/messages`
const sharing = `/api/v1/threads/${world.thread}/sharing`

describe('the share sheet', () => {
  it('sends a card once, after a second step, with its label; the partner learns nothing more', async () => {
    await world.grant('ana', { verbs: ['messages.write'], purpose: 'share_content', threads: [] })
    const { draft } = await draftCard(server.system, {
      partner: world.jukebox.partner,
      feature: world.jukebox.feature,
      person: world.people.ana,
      purpose: 'share_content',
      card: {
        type: 'song',
        title: 'Maple Leaf Rag',
        artist: 'Scott Joplin',
        link: 'https://jukebox.example/rag',
      },
    })
    const sheet = await ana.get(`/share/${draft}`)
    expect(sheet.text).toContain('Maple Leaf Rag')
    expect(sheet.text).toContain('learns nothing about your threads')
    expect((await ana.get(messages)).text).not.toContain('Maple Leaf Rag')
    const confirm = await ana.post(`/share/${draft}`, { thread: world.thread })
    const ticket = found(confirm, /name="ticket" value="(\w+)"/)
    const card_hash = found(confirm, /name="card_hash" value="(\w+)"/)
    expect((await ana.get(messages)).text).not.toContain('Maple Leaf Rag')
    expect((await ana.post(`/share/${draft}/send`, { ticket, card_hash: 'f'.repeat(64) })).status).toBe(403)
    const sent = await ana.post(`/share/${draft}/send`, { ticket, card_hash })
    expect((await ana.get(sent.to ?? '')).text).toContain('was not told: not where it went')
    for (const member of [ana, ben, chika, dora]) {
      const { text } = await member.get(messages)
      expect(text).toContain('Maple Leaf Rag')
      expect(text).toContain('Sent through Jukebox')
    }
    expect((await ana.post(`/share/${draft}/send`, { ticket, card_hash })).text).toContain('TICKET')
  })
})

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
