// Jukebox by itself, over HTTP: what it refuses, what it remembers, and that no page depends on the platform being there.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Jukebox, startJukebox } from '../src/main.ts'
import { Store } from '../src/store.ts'

let folder: string
let jukebox: Jukebox
// Nothing listens on port 1.
const start = (port = 0) =>
  startJukebox(
    { port, dataDir: folder, issuer: 'http://localhost:1', clientId: 'client_x' },
    { now: () => 1_000 },
  )

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jukebox-site-'))
  jukebox = await start()
})
afterEach(async () => {
  await jukebox.close()
  rmSync(folder, { recursive: true })
})

const get = (path: string, cookie = '') =>
  fetch(jukebox.url + path, { redirect: 'manual', headers: { cookie } })
const post = (
  path: string,
  fields: Record<string, string> = {},
  headers: Record<string, string> = { origin: jukebox.url },
) =>
  fetch(jukebox.url + path, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: new URLSearchParams(fields),
  })
const cookie = 'c'.repeat(43)

/** Somebody who connected, and what was received for them. */
function connected(): void {
  const store = new Store(folder)
  store.saveConnection({
    person: 'p',
    granted: [],
    tokens: { access: 'a', refresh: null },
    dpopKey: {},
    deliveries: { last: 1 },
  })
  store.saveSession(cookie, { person: 'p', pending: null, wanted: null }, 1_000)
  const raw = JSON.stringify({
    items: [{ kind: 'thread', id: 't', title: '<b>Titel</b> & mehr' }],
    next: null,
    disclosures: [],
  })
  const exchange = {
    method: 'GET',
    path: '/partner/v1/threads',
    purpose: 'group_activity',
    status: 200,
    decision: 'd',
    raw,
  } as const
  store.addExchange(store.beginRound('p', 'read', 1_000), 1_000, exchange)
  store.close()
}

describe('refuses', () => {
  test.each([{}, { origin: 'null' }, { origin: 'http://localhost:1' }, { origin: 'https://evil.example' }])(
    'a form from elsewhere: %j',
    async (headers: Record<string, string>) => {
      for (const path of ['/connect', '/send', '/group/read', '/disconnect']) {
        expect((await post(path, { code: 'A1' }, headers)).status).toBe(403)
      }
    },
  )
  test('a selection that is not in the catalogue', async () => {
    expect((await post('/send', { code: 'Z9' })).status).toBe(400)
    expect((await post('/send')).status).toBe(400)
  })
  test('a callback nobody waits for, whatever it carries', async () => {
    for (const query of ['', '?code=x&state=y', '?error=access_denied']) {
      const response = await get(`/callback${query}`)
      expect([response.status, response.headers.get('set-cookie')]).toEqual([400, null])
    }
  })
  test('a body that is no form, and one that is too large', async () => {
    const headers = { origin: jukebox.url, 'content-type': 'application/json' }
    const send = (body: string, more = headers) =>
      fetch(`${jukebox.url}/send`, { method: 'POST', headers: more, body })
    expect((await send('{"code":"A1"}')).status).toBe(415)
    expect((await send('code=A1', { ...headers, 'content-type': 'text/xml' })).status).toBe(415)
    expect((await post('/send', { code: 'x'.repeat(20_000) })).status).toBe(413)
  })
  test('a port that is taken, saying what to do', async () => {
    await expect(start(Number(new URL(jukebox.url).port))).rejects.toThrow('Set JUKEBOX_PORT')
  })
})

describe('while the platform is away', () => {
  test('says so, keeps no half-begun connection, and shows its catalogue all the same', async () => {
    const response = await post('/connect')
    expect(response.status).toBe(503)
    expect(response.headers.get('set-cookie')).toBeNull()
    expect(await response.text()).toContain('UNREACHABLE')
    expect((await get('/')).status).toBe(200)
  })
  test('a reading tells why it brought nothing and takes nothing away', async () => {
    connected()
    const headers = { origin: jukebox.url, cookie: `jukebox_session=${cookie}` }
    expect((await post('/group/read', {}, headers)).status).toBe(303)
    const page = await (await get('/group', headers.cookie)).text()
    expect(page).toContain('UNREACHABLE')
    expect(page).toContain('&lt;b&gt;Titel&lt;/b&gt; &amp; mehr')
    expect(page).not.toContain('<b>Titel')
  })
})

test('a restart keeps who is connected', async () => {
  connected()
  await jukebox.close()
  jukebox = await start()
  expect(await (await get('/', `jukebox_session=${cookie}`)).text()).toContain('Disconnect and forget me')
  expect(await (await get('/', `jukebox_session=${'d'.repeat(43)}`)).text()).toContain('Connect Countersign')
})

test('pages run no script, load nothing from elsewhere and are not framed or kept', async () => {
  for (const path of ['/', '/group', '/nothing', '/?q=%3Cscript%3E']) {
    const response = await get(path)
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' http:\/\/localhost:1; frame-ancestors 'none'; base-uri 'none'$/,
    )
    expect(response.headers.get('cache-control')).toBe('no-store')
    const page = await response.text()
    expect(page).not.toMatch(/<script|<style|\son\w+=|style="/)
    expect(
      [...page.matchAll(/(?:src|<link[^>]* href)="([^"]*)"/g)].every(([, url]) => url?.startsWith('/')),
    ).toBe(true)
  }
})
