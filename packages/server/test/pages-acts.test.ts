// What people do on the pages, end to end over HTTP: share, change answers, see who got what, withdraw.
import { makeWorld, worldPassword } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { askThread } from '../src/acts/ask-thread.ts'
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
  it('are changed and taken back on the privacy page', async () => {
    const grant = await world.grant('ana')
    await askThread(server.system, { person: world.people.ana, thread: world.thread, grant: grant.id })
    await world.countersign('ben')
    const privacy = await ben.get('/privacy')
    const change = found(privacy, /action="(\/privacy\/answers\/\w+\/change)"/)
    const screen = found(privacy, /name="screen" value="(\w+)"/)
    await ben.post(change, { answer: 'never', screen })
    expect((await ben.get('/privacy?done=changed')).text).toContain('Changed. It holds from now on.')
    for (const [, answer] of (await ben.get('/privacy')).text.matchAll(/answers\/(\w+)\/end/g))
      expect((await ben.post(`/privacy/answers/${answer}/end`)).to).toContain('/privacy?done=taken-back')
  })

  it('COP-01: change nothing of what anybody else is shown', async () => {
    const before = [(await ana.get(sharing)).text, (await dora.get(sharing)).text]
    await world.countersign('chika', { answer: 'never' })
    expect([(await ana.get(sharing)).text, (await dora.get(sharing)).text]).toEqual(before)
  })
})

describe('the privacy centre', () => {
  it('shows what went out under which yes, and ends it in one click', async () => {
    const privacy = await ana.get('/privacy')
    const grant = found(privacy, /\/privacy\/permissions\/(grant_\w+)\/withdraw/)
    await world.say('ana', 'a word of Ana')
    await world.say('ana', 'another word of Ana')
    expect((await world.read('ana')).items).toHaveLength(2)
    const got = await ana.get('/privacy')
    expect(got.text).toContain('It got 2 items of yours, in 1 read.')
    expect(got.text).toContain(`#${grant}">your permission`)
    expect(got.text).toContain('the next read is refused')
    expect((await ana.get('/privacy/got')).text).toContain('Jukebox: 2 items')

    const withdrawn = await ana.post(`/privacy/permissions/${grant}/withdraw`)
    expect(withdrawn.to).toBe('/privacy?done=withdrawn')
    await expect(world.read('ana')).rejects.toMatchObject({ code: 'WITHDRAWN' })
    const after = await ana.get('/privacy?done=withdrawn')
    expect(after.text).toContain('Withdrawn. It holds from now on')
    expect(after.text).toContain('You had withdrawn the permission.')
    expect((await ana.get('/')).text).toContain('Jukebox was last refused today')
    expect((await ana.post(`/privacy/permissions/${grant}/withdraw`)).status).toBe(409)
  })

  it('shows what went out through somebody else, without saying whose connection it was', async () => {
    await world.countersign('ben')
    await world.grant('dora')
    await world.say('ben', 'a word of Ben')
    await world.read('dora')
    const { text } = await ben.get('/privacy')
    expect(text).toContain(
      '1 item of yours reached Jukebox because somebody in a thread with you connected it',
    )
    expect(text).toContain('for the first time through somebody else&#39;s connection')
    expect(text).not.toMatch(/Dora|a word of Ben/)
  })

  it('has one switch that beats everything', async () => {
    await ben.post('/privacy/switch', { on: 'yes' })
    expect((await ben.get('/privacy')).text).toContain('You share nothing with any company')
    expect((await ben.get(sharing)).text).toContain('"restricted":true')
    await world.say('ben', 'not this one')
    expect((await world.read('dora')).body).not.toContain('not this one')
    await ben.post('/privacy/switch', { on: 'no' })
  })

  it('is calm where there is nothing', async () => {
    const emil = await signedInAs(server, world.login('emil'))
    expect((await emil.get('/privacy')).text).toContain('No company has anything of yours')
    expect((await emil.get('/privacy/got')).text).toContain('Nothing of yours went to any company.')
  })
})

describe('how a thread shares', () => {
  it('is told to all when it changes, and not by whom', async () => {
    const { thread } = world
    await setThreadSetting(server.system, { person: world.people.chika, thread, setting: 'closed' })
    expect((await dora.get('/privacy')).text).toContain(
      'How one of your threads shares with companies was changed.',
    )
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

describe('closing an account', () => {
  it('says what ends and what stays, asks for the password once more, and is done once', async () => {
    const emil = await signedInAs(server, world.login('emil'))
    await world.grant('emil')
    const before = await emil.get('/account/close')
    expect(before.text).toContain('1 permission of yours ends at once')
    const wrong = await emil.post('/account/close', { login: world.login('emil'), password: 'not it at all' })
    expect(wrong.text).toContain('Nothing was closed')
    expect((await emil.get('/privacy')).text).toContain('Close your account')
    const closed = await emil.post('/account/close', { login: world.login('emil'), password: worldPassword })
    expect(closed.text).toContain('Your account is closed')
    expect((await emil.get('/privacy')).to).toContain('/sign-in')
  })
})
