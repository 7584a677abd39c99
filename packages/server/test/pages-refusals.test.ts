// What the pages refuse: other sites, strangers, other people's things, and markup in anybody's words.
import { makeWorld, worldPassword } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { openAccount } from '../src/acts/open-account.ts'
import { reader, signedInAs } from './_pages.ts'
import { pagesServer } from './_pages-server.ts'

const server = await pagesServer()
const world = await makeWorld(server.system, server.clock)
const ana = await signedInAs(server, world.login('ana'))
const stranger = reader(server)

describe('a stranger', () => {
  it.each([
    '/threads',
    '/privacy',
    '/friends',
    `/threads/${world.thread}`,
    '/share/draft_1',
    '/privacy/got',
    '/contact',
    '/contact/confirm?code=x',
  ])('is taken from %s to the sign-in page and back', async (path) => {
    const { status, to } = await stranger.get(path)
    expect(status).toBe(303)
    expect(to).toBe(`/sign-in?next=${encodeURIComponent(path)}`)
  })

  it('finds no one-click sign-in outside a demo', async () => {
    const enter = await fetch(`${server.url}/api/v1/session/demo`, {
      method: 'POST',
      headers: { origin: server.url, 'content-type': 'application/json' },
      body: JSON.stringify({ person: world.people.ana }),
    })
    expect(enter.status).toBe(404)
    expect(JSON.parse((await stranger.get('/api/v1/entrance')).text).demo_people).toEqual([])
  })
})

describe('another site', () => {
  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: '', 'sec-fetch-site': 'cross-site' },
  ])('cannot act with the session of somebody signed in: %o', async (headers) => {
    const { status } = await ana.post('/sign-out', {}, headers)
    expect(status).toBe(403)
    expect((await ana.get('/threads')).status).toBe(200)
  })

  it('can neither frame nor keep nor script a page', async () => {
    for (const path of ['/promises', '/register', '/nowhere']) {
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

describe('what is not understood', () => {
  it('is answered with a page that says so, never with a fault of ours', async () => {
    const tries = [
      ana.post('/nowhere', { person: 'maybe' }),
      ana.post('/sign-out', { words: 'x'.repeat(2_000_000) }),
      ana.get('/register/nobody'),
      ana.post('/sign-out', { words: 'x' }, { 'content-type': 'application/pdf' }),
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
  it('stays words: in names', async () => {
    const evil = '<img src=x onerror=alert(1)>"\'&'
    const shown = '&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;'
    const login = 'mallory@example.org'
    await openAccount(server.system, { login, displayName: evil, password: worldPassword })
    const mallory = await signedInAs(server, login)
    const page = await mallory.get('/register')
    expect(page.text).toContain(shown)
    expect(page.text).not.toContain('<img')
  })
})
