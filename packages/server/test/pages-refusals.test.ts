// What the pages refuse: other sites, strangers, other people's things, and markup in anybody's words.
import { makeWorld } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { draftCard } from '../src/acts/draft-card.ts'
import { reader, signedInAs } from './_pages.ts'
import { pagesServer } from './_pages-server.ts'

const server = await pagesServer()
const world = await makeWorld(server.system, server.clock)
const ana = await signedInAs(server, world.login('ana'))
const stranger = reader(server)
const said = await world.say('ben', 'I bring the speaker.')

describe('a stranger', () => {
  it.each(['/threads', '/privacy', '/friends', `/threads/${world.thread}`, '/share/draft_1', '/privacy/got'])(
    'is taken from %s to the sign-in page and back',
    async (path) => {
      const { status, to } = await stranger.get(path)
      expect(status).toBe(303)
      expect(to).toBe(`/sign-in?next=${encodeURIComponent(path)}`)
    },
  )

  it('cannot post anything', async () => {
    const { status, text } = await stranger.post(`/threads/${world.thread}/messages`, { text: 'hello' })
    expect(status).toBe(401)
    expect(text).toContain('SIGN_IN')
  })

  it('is never led to another site by the address to go back to', async () => {
    for (const next of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      '/a\nb',
    ]) {
      const browser = reader(server)
      const { to } = await browser.post('/sign-in', {
        login: world.login('emil'),
        password: 'correct horse battery staple',
        next,
      })
      expect(to).toBe('/')
    }
  })

  it('sees the form again after a wrong password, without the password', async () => {
    const { status, text } = await stranger.post('/sign-in', {
      login: 'ana@example.org',
      password: 'a wrong guess',
    })
    expect(status).toBe(401)
    expect(text).toContain('The name or the password is wrong.')
    expect(text).toContain('value="ana@example.org"')
    expect(text).not.toContain('a wrong guess')
  })

  it('is told what is wrong with a new password, and may take a free name only', async () => {
    const form = { login: 'new@example.org', name: 'Nell', password: 'short' }
    const short = await stranger.post('/sign-up', form)
    expect(short.status).toBe(400)
    expect(short.text).toMatch(/role="alert">Password must/)
    const taken = await stranger.post('/sign-up', {
      ...form,
      login: world.login('ana'),
      password: 'long enough to do',
    })
    expect(taken.status).toBe(409)
    expect(taken.text).toContain('That name is taken.')
  })

  it.each([
    ['   ', 'Nell'],
    ['two words', 'Nell'],
    ['nell@example.org', 'Ana\u202eneB'],
  ])('cannot be called %j and %j: the pages keep the rule the API keeps', async (login, name) => {
    const { status, text } = await stranger.post('/sign-up', { login, name, password: 'long enough to do' })
    expect(status).toBe(400)
    expect(text).toMatch(/role="alert">(Login|Name) must/)
  })

  it('cannot claim with a code that is none', async () => {
    const { status } = await stranger.post('/claim', {
      code: 'x',
      login: 'q@example.org',
      password: 'long enough to do',
    })
    expect(status).toBe(404)
  })

  it('finds no one-click sign-in outside a demo', async () => {
    expect((await stranger.post('/demo/sign-in', { person: world.people.ana })).status).toBe(404)
    for (const path of ['/', '/sign-in']) expect((await stranger.get(path)).text).not.toContain('/demo/')
  })
})

describe('another site', () => {
  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: '', 'sec-fetch-site': 'cross-site' },
  ])('cannot act with the session of somebody signed in: %o', async (headers) => {
    const { status } = await ana.post('/privacy/switch', { on: 'yes' }, headers)
    expect(status).toBe(403)
    expect((await ana.get('/privacy')).text).toContain('Share nothing with any company')
  })

  it('can neither frame nor keep nor script a page', async () => {
    for (const path of ['/', '/threads', '/privacy', `/threads/${world.thread}`, '/register', '/nowhere']) {
      const { headers, text } = await ana.get(path)
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src 'self'; img-src 'self' data:;/,
      )
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(text).not.toMatch(/<script|style="|<img|<iframe/)
    }
  })
})

describe("other people's things", () => {
  it('are not there: threads, messages, drafts, permissions, answers', async () => {
    const other = await world.grant('ben', {
      verbs: ['messages.write'],
      purpose: 'share_content',
      threads: [],
    })
    const answer = await world.countersign('chika')
    const { draft } = await draftCard(server.system, {
      partner: world.jukebox.partner,
      feature: world.jukebox.feature,
      person: world.people.ben,
      purpose: 'share_content',
      card: { type: 'song', title: 'T', artist: 'A', link: 'https://jukebox.example/t' },
    })
    const nowhere = world.thread.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))
    for (const path of [
      `/threads/${nowhere}`,
      `/threads/${nowhere}/about`,
      `/share/${draft}`,
      '/threads/thread_1',
    ])
      expect([path, (await ana.get(path)).status]).toEqual([path, 404])
    for (const path of [
      `/privacy/permissions/${other.id}/withdraw`,
      `/privacy/answers/${answer}/end`,
      `/threads/${nowhere}/leave`,
      `/share/${draft}`,
    ])
      expect([path, (await ana.post(path, { thread: world.thread })).status]).toEqual([path, 404])
  })

  it('cannot be changed or deleted', async () => {
    const path = `/threads/${world.thread}/messages/${said}`
    expect((await ana.post(`${path}/edit`, { text: 'not his words' })).status).toBe(403)
    expect((await ana.post(`${path}/delete`)).status).toBe(403)
    expect((await ana.get(`/threads/${world.thread}`)).text).toContain('I bring the speaker.')
  })
})

describe('what is not understood', () => {
  it('is answered with a page that says so, never with a fault of ours', async () => {
    const path = `/threads/${world.thread}`
    const tries = [
      ana.post(`${path}/messages`, { text: '   ' }),
      ana.post(`${path}/messages`, { text: 'x'.repeat(8_001) }),
      ana.post(`${path}/messages`, { text: 'x'.repeat(400_000) }),
      ana.post(`${path}/messages`, { text: 'hi', reply_to: 'message_nope' }),
      ana.post(`${path}/messages/${said}/react`, { emoji: 'words' }),
      ana.post(`${path}/setting`, { setting: 'open' }),
      ana.post(`${path}/asks`, { grant: 'grant_nope' }),
      ana.post('/privacy/switch', { on: 'maybe' }),
      ana.get(`${path}?before=soon`),
      ana.get(`${path}?edit=${said}x`),
      ana.get('/threads?before=person_1'),
      ana.post(`${path}/messages`, {}, { 'content-type': 'text/plain' }),
    ]
    for (const { status, text, headers } of await Promise.all(tries)) {
      expect([400, 404, 413, 415]).toContain(status)
      expect(headers.get('content-type')).toContain('text/html')
      expect(text).toMatch(/Code <code>[A-Z_]+<\/code>/)
    }
  })

  it('keeps its JSON for whoever does not ask for a page', async () => {
    const response = await fetch(`${server.url}/nowhere`)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
  })
})

describe('markup in words', () => {
  it('stays words: in messages, names, titles and cards', async () => {
    const evil = '<img src=x onerror=alert(1)>"\'&'
    const shown = '&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;'
    await world.say('ben', evil)
    const mallory = reader(server)
    await mallory.post('/sign-up', {
      login: 'mallory@example.org',
      name: evil,
      password: 'long enough to do',
    })
    expect((await mallory.get('/threads')).text).toContain(shown)
    const page = await ana.get(`/threads/${world.thread}`)
    expect(page.text).toContain(shown)
    expect(page.text).not.toContain('<img')
  })
})
