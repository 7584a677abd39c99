// What people do on the pages, end to end over HTTP: chat, share, ask, countersign, see who got what, withdraw.
import { makeWorld, worldPassword } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { draftCard } from '../src/acts/draft-card.ts'
import { setThreadSetting } from '../src/acts/set-thread-setting.ts'
import { type Got, type Reader, signedInAs } from './_pages.ts'
import { pagesServer } from './_pages-server.ts'

const server = await pagesServer()
const world = await makeWorld(server.system, server.clock)
const here = `/threads/${world.thread}`
const [ana, ben, chika, dora] = (await Promise.all(
  (['ana', 'ben', 'chika', 'dora'] as const).map((who) => signedInAs(server, world.login(who))),
)) as [Reader, Reader, Reader, Reader]

/** The first value the pattern catches on a page. */
function found({ text }: Got, pattern: RegExp): string {
  const value = pattern.exec(text)?.[1]
  if (value === undefined) throw new Error(`the page has no ${pattern}`)
  return value
}

const messageAbout = (page: Got, words: string): string =>
  found(page, new RegExp(`id="(message_\\w+)">(?:(?!id="message_)[^])*${words}`))

describe('chatting', () => {
  it('sends, answers, changes, reacts and deletes', async () => {
    expect((await ana.post(`${here}/messages`, { text: 'Who is in?\r\nFriday.' })).to).toBe(here)
    const first = messageAbout(await ben.get(here), 'Who is in')
    expect((await ben.get(`${here}?reply=${first}`)).text).toContain('Answering Ana')
    await ben.post(`${here}/messages`, { text: 'I am.', reply_to: first })
    await chika.post(`${here}/messages/${first}/react`, { emoji: '🎵' })
    expect((await ana.get(`${here}?edit=${first}`)).text).toContain('>Who is in?\nFriday.</textarea>')
    await ana.post(`${here}/messages/${first}/edit`, { text: 'Who comes on Friday?' })
    const page = await dora.get(here)
    expect(page.text).toContain('Who comes on Friday?')
    expect(page.text).toContain('edited')
    expect(page.text).toMatch(/class="quote" href="#message_\w+"/)
    expect(page.text).toContain('from Chika. Add yours')
    await chika.post(`${here}/messages/${first}/unreact`, { emoji: '🎵' })
    await ana.post(`${here}/messages/${first}/delete`)
    const after = await dora.get(here)
    expect(after.text).toContain('Deleted by its author.')
    expect(after.text).not.toContain('Who comes on Friday?')
    expect(after.text).toContain('A message that is not here')
  })

  it('pages back through a long thread and jumps to the newest', async () => {
    for (let i = 1; i <= 70; i++) await world.say('ben', `line ${i}.`)
    const newest = await ana.get(here)
    expect(newest.text).toContain('line 70.')
    expect(newest.text).not.toContain('line 10.')
    const older = await ana.get(`${here}?before=${found(newest, /\?before=(\d+)/)}`)
    expect(older.text).toContain('line 10.')
    expect(older.text).toContain('Jump to the newest')
    expect(older.text).toContain('The beginning of what you can read here.')
  })

  it('starts a thread, adds somebody, leaves', async () => {
    const started = await ana.post('/threads', { person: world.people.dora })
    expect((await ana.post('/threads', { person: world.people.dora })).to).toBe(started.to)
    const group = (await ana.post('/threads', { person: world.people.ben, title: 'Cake rota' })).to ?? ''
    expect((await ben.get(group)).text).toContain('Cake rota')
    expect((await chika.get(group)).status).toBe(404)
    await ben.post(`${group}/members`, { person: world.people.chika })
    expect((await chika.get(`${group}/about`)).text).toContain('Chika (you)')
    await chika.post(`${group}/leave`)
    expect((await chika.get(group)).text).toContain('You have left this thread.')
    expect((await chika.get('/threads')).text).not.toContain('Cake rota')
  })
})

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
    expect((await ana.get(here)).text).not.toContain('Maple Leaf Rag')
    const confirm = await ana.post(`/share/${draft}`, { thread: world.thread })
    const ticket = found(confirm, /name="ticket" value="(\w+)"/)
    const card_hash = found(confirm, /name="card_hash" value="(\w+)"/)
    expect((await ana.get(here)).text).not.toContain('Maple Leaf Rag')
    expect((await ana.post(`/share/${draft}/send`, { ticket, card_hash: 'f'.repeat(64) })).status).toBe(403)
    const sent = await ana.post(`/share/${draft}/send`, { ticket, card_hash })
    expect((await ana.get(sent.to ?? '')).text).toContain('was not told: not where it went')
    for (const member of [ana, ben, chika, dora]) {
      const { text } = await member.get(here)
      expect(text).toContain('Maple Leaf Rag')
      expect(text).toContain('sent through Jukebox')
    }
    expect((await ana.post(`/share/${draft}/send`, { ticket, card_hash })).text).toContain('TICKET')
  })
})

describe('asking and countersigning', () => {
  it('asks once, and takes yes, no, a change and taking back', async () => {
    const grant = await world.grant('ana')
    expect((await ana.get(here)).text).toContain('may have your words here')
    expect((await ben.get(here)).text).toContain('No company may have your words here.')
    const sentOn = await ana.post(`${here}/asks`, { grant: grant.id })
    expect((await ana.get(sentOn.to ?? '')).text).toContain('You will not see who answers what.')
    expect((await ana.get(here)).text).not.toContain('Ask the others')
    expect((await ana.post(`${here}/asks`, { grant: grant.id })).text).toContain('ASKED_ALREADY')

    const asked = await ben.get(here)
    const answer = (page: Got, given: 'allow' | 'never', scope = 'thread') => ({
      screen: found(page, /name="screen" value="(\w+)"/),
      answer: given,
      scope,
    })
    const ask = found(asked, /action="(\/threads\/\w+\/asks\/\w+)"/)
    expect((await ben.post(ask, { ...answer(asked, 'allow'), screen: 'f'.repeat(64) })).status).toBe(409)
    await ben.post(ask, answer(asked, 'allow'))
    const yes = await ben.get(here)
    expect(yes.text).toContain('You said yes to Jukebox')
    expect(yes.text).toContain('may have your words here')
    await ben.post(ask, { ...answer(yes, 'never', 'all'), history: 'yes' })
    expect((await ben.get(here)).text).toContain('You said no to Jukebox')
    const privacy = await ben.get('/privacy')
    const change = found(privacy, /action="(\/privacy\/answers\/\w+\/change)"/)
    const screen = found(privacy, /name="screen" value="(\w+)"/)
    await ben.post(change, { answer: 'never', screen })
    expect((await ben.get('/privacy?done=changed')).text).toContain('Changed. It holds from now on.')
    for (const [, answer] of (await ben.get('/privacy')).text.matchAll(/answers\/(\w+)\/end/g))
      expect((await ben.post(`/privacy/answers/${answer}/end`)).to).toContain('/privacy?done=taken-back')
  })

  it('shows nobody what another one answered', async () => {
    const before = (await ana.get(here)).text
    const unanswered = (await dora.get(here)).text
    const asked = await chika.get(here)
    const ask = found(asked, /action="(\/threads\/\w+\/asks\/\w+)"/)
    const screen = found(asked, /name="screen" value="(\w+)"/)
    await chika.post(ask, { answer: 'never', scope: 'thread', screen })
    expect((await ana.get(here)).text).toBe(before)
    expect((await dora.get(here)).text).toBe(unanswered)
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
    const asked = await ben.get(here)
    const screen = found(asked, /name="screen" value="(\w+)"/)
    await ben.post(found(asked, /action="(\/threads\/\w+\/asks\/\w+)"/), {
      answer: 'allow',
      scope: 'thread',
      screen,
    })
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
    expect((await ben.get(here)).text).toContain('You share nothing with any company.')
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
  it('is set by any member and shown to all', async () => {
    await chika.post(`${here}/setting`, { setting: 'closed' })
    expect((await dora.get(here)).text).toContain('This thread is closed to companies.')
    expect((await dora.get('/privacy')).text).toContain(
      'How one of your threads shares with companies was changed.',
    )
    await setThreadSetting(server.system, {
      person: world.people.ana,
      thread: world.thread,
      setting: 'author',
    })
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
