// What holds for the site of every example partner, over HTTP, with no platform there: one contract, run by each of them.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PartnerApp } from '../src/app.ts'
import type { Running } from '../src/start.ts'
import { startApp } from '../src/start.ts'
import { type Round, Store } from '../src/store.ts'

const cookie = 'c'.repeat(43)

/** A partner under test, started afresh for each one. */
export interface UnderTest {
  get(path: string, cookie?: string): Promise<Response>
  post(path: string, fields?: Record<string, string>, headers?: Record<string, string>): Promise<Response>
  /** The headers of somebody who connected. */
  readonly signedIn: { readonly origin: string; readonly cookie: string }
  readonly url: string
  /** Connects somebody to the first feature; what they received is in the rounds. */
  connect(...received: readonly { what: string; path: string; raw: string; status?: number }[]): Promise<void>
}

/** What a partner's own tests need to say. */
export interface ContractOptions {
  /** Its pages. */
  readonly pages: readonly string[]
  /** Its forms, each with fields it takes. */
  readonly forms: Readonly<Record<string, Record<string, string>>>
}

/** Runs the contract; the partner's own tests use what it returns. */
export function siteContract(app: PartnerApp, { pages, forms }: ContractOptions): UnderTest {
  let folder: string
  let running: Running
  // Nothing listens on port 1.
  const start = (port = 0): Promise<Running> =>
    startApp(
      app,
      { port, dataDir: folder, issuer: 'http://localhost:1', clientId: 'client_x' },
      { now: () => 1_000 },
    )
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), `${app.slug}-site-`))
    running = await start()
  })
  afterEach(async () => {
    await running.close()
    rmSync(folder, { recursive: true })
  })
  const site: UnderTest = {
    get: (path, value = '') => fetch(running.url + path, { redirect: 'manual', headers: { cookie: value } }),
    post: (path, fields = {}, headers = { origin: running.url }) =>
      fetch(running.url + path, {
        method: 'POST',
        redirect: 'manual',
        headers,
        body: new URLSearchParams(fields),
      }),
    get signedIn() {
      return { origin: running.url, cookie: `${app.slug}_session=${cookie}` }
    },
    get url() {
      return running.url
    },
    async connect(...received) {
      const [feature = ''] = Object.keys(app.features)
      const store = new Store(folder, app.slug)
      store.saveConnection(feature, {
        person: 'p',
        granted: [],
        tokens: { access: 'a', refresh: null },
        dpopKey: {},
        deliveries: { last: 1 },
      })
      store.saveSession(cookie, { person: 'p', pending: null, wanted: null }, 1_000)
      for (const { what, path, raw, status = 200 } of received) {
        const round: Pick<Round, 'what' | 'feature' | 'reads'> = { what, feature, reads: true }
        const exchange = { method: 'GET', path, purpose: null, status, decision: 'd', raw } as const
        store.addExchange(store.beginRound('p', round, 1_000), 1_000, exchange)
      }
      store.close()
    },
  }

  describe('as every example partner', () => {
    test.each([{}, { origin: 'null' }, { origin: 'http://localhost:1' }, { origin: 'https://evil.example' }])(
      'refuses a form from elsewhere: %j',
      async (headers: Record<string, string>) => {
        for (const [path, fields] of Object.entries({ '/connect': {}, '/disconnect': {}, ...forms }))
          expect((await site.post(path, fields, headers)).status).toBe(403)
      },
    )
    test('refuses a callback nobody waits for, whatever it carries', async () => {
      for (const query of ['', '?code=x&state=y', '?error=access_denied']) {
        const response = await site.get(`/callback${query}`)
        expect([response.status, response.headers.get('set-cookie')]).toEqual([400, null])
      }
    })
    test('refuses a feature it does not have, a body that is no form, and one that is too large', async () => {
      expect((await site.post('/connect', { feature: '__proto__' })).status).toBe(400)
      const send = (body: string, type: string) =>
        fetch(`${site.url}/connect`, {
          method: 'POST',
          headers: { origin: site.url, 'content-type': type },
          body,
        })
      expect((await send('{"a":1}', 'application/json')).status).toBe(415)
      expect((await send('a=1', 'text/xml')).status).toBe(415)
      expect((await site.post('/connect', { a: 'x'.repeat(20_000) })).status).toBe(413)
    })
    test('refuses a port that is taken, saying what to do', async () => {
      await expect(start(Number(new URL(site.url).port))).rejects.toThrow(
        `Set ${app.slug.toUpperCase()}_PORT`,
      )
    })
    test('says that the platform is away, keeps no half-begun connection, and shows its pages all the same', async () => {
      const response = await site.post('/connect')
      expect(response.status).toBe(503)
      expect(response.headers.get('set-cookie')).toBeNull()
      expect(await response.text()).toContain('UNREACHABLE')
      for (const path of pages) expect((await site.get(path)).status).toBe(200)
    })
    test('shows its catalogue to the platform only, and has none for anybody while the platform is away', async () => {
      for (const [authorization, status] of [
        ['', 401],
        ['Bearer x', 401],
        ['Bearer eyJhbGciOiJFUzI1NiJ9.e30.AAAA', 503],
      ] as const) {
        const headers = authorization === '' ? {} : { authorization }
        const response = await fetch(`${site.url}/search?q=a`, { headers })
        expect(response.status).toBe(app.catalogue === undefined ? 404 : status)
      }
    })
    test('does nothing for who is not connected but ask Countersign', async () => {
      for (const [path, fields] of Object.entries(forms)) {
        const { status } = await site.post(path, fields)
        expect([path, [303, 503].includes(status)]).toEqual([path, true])
      }
    })
    test('a restart keeps who is connected, and disconnecting forgets them', async () => {
      await site.connect()
      await running.close()
      running = await start()
      const [page = '/'] = pages
      expect(await (await site.get(page, site.signedIn.cookie)).text()).toContain('Disconnect and forget me')
      expect(await (await site.get(page, `${app.slug}_session=${'d'.repeat(43)}`)).text()).not.toContain(
        'Disconnect',
      )
      expect((await site.post('/disconnect', {}, site.signedIn)).status).toBe(303)
      expect(await (await site.get(page, site.signedIn.cookie)).text()).not.toContain('Disconnect')
    })
    test('pages run no script, load nothing from elsewhere and are not framed or kept', async () => {
      await site.connect()
      for (const path of [...pages, '/nothing', '/?q=%3Cscript%3E']) {
        const response = await site.get(path, site.signedIn.cookie)
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
  })
  return site
}
