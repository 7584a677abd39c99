// The authorization server while the database is lost or recovers: a 503 that says so, one line in the log, and then all as before.
import { Writable } from 'node:stream'
import { onServer } from '@countersign/testkit'
import { tokenIntrospection } from 'openid-client'
import { pino } from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../src/ports/clock.ts'
import { begin, call, connect, startPlatform } from './_oauth.ts'

const lines: string[] = []
const to = new Writable({
  write(chunk, _, done) {
    lines.push(String(chunk))
    done()
  },
})
const platform = await startPlatform({ clock: systemClock, log: pino({ level: 'warn', base: null }, to) })
const { url, database } = platform
const postgres = { ...database.owner, database: 'postgres' }
const name = String(database.owner.database)
const printed = vi.spyOn(console, 'error')

/** Ends every connection of the server's logins: SQLSTATE 57P01 to whoever is at work, a lost connection to the rest. */
const cutOff = () =>
  onServer(postgres, (client) =>
    client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename <> $2',
      [name, database.owner.user],
    ),
  )

const reachable = (allowed: boolean) =>
  onServer(postgres, (client) => client.query(`alter database ${name} allow_connections ${allowed}`))

async function assertSaysSo(answered: Response): Promise<void> {
  expect([answered.url, answered.status]).toEqual([answered.url, 503])
  expect(answered.headers.get('retry-after')).toBe('1')
  expect(answered.headers.get('cache-control')).toBe('no-store')
  expect(await answered.json()).toMatchObject({ error: 'temporarily_unavailable' })
}

afterEach(() => {
  if (printed.mock.calls.length > 0) throw new Error('something was printed past the log')
  lines.length = 0
})

describe('a database that is gone', () => {
  it('is said at every endpoint, to programs and to people; when it is back, so is everything', async () => {
    const { attempt, tokens } = await connect(platform)
    const waiting = await begin(platform, null)
    await reachable(false)
    await cutOff()
    lines.length = 0
    const body = new URLSearchParams({ client_id: platform.partner.client, token: tokens.access_token })
    const headers = { accept: 'application/json' }
    for (const path of ['/oauth/par', '/oauth/token', '/oauth/revoke', '/oauth/introspect'])
      await assertSaysSo(await fetch(url + path, { method: 'POST', headers, body }))
    await assertSaysSo(await call(platform, attempt, tokens.access_token, '/oauth/userinfo'))
    await assertSaysSo(await fetch(waiting.url, { headers }))
    const page = await fetch(waiting.url, { headers: { accept: 'text/html' }, redirect: 'manual' })
    expect(page.status).toBe(503)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await page.text()).toContain('DATABASE_UNAVAILABLE')
    expect(lines.filter((line) => line.includes('the database was lost'))).toHaveLength(7)
    expect(lines.join('')).not.toContain('internal error')
    await reachable(true)
    expect(await tokenIntrospection(attempt.configuration, tokens.access_token)).toMatchObject({
      active: true,
    })
    expect((await fetch(waiting.url, { redirect: 'manual' })).status).toBe(303)
  }, 60_000)
})

describe('connections that are cut at any statement', () => {
  it('give what was asked for or a 503, and nothing else', async () => {
    const { attempt, tokens } = await connect(platform)
    const seen = new Map<string, number>()
    const note = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1)
    let over = false
    const cutting = (async () => {
      while (!over) {
        await cutOff()
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    })()
    const asking = [
      () => tokenIntrospection(attempt.configuration, tokens.access_token),
      () => begin(platform, null, {}, attempt.configuration),
    ]
    await Promise.all(
      asking.map(async (ask) => {
        for (let i = 0; i < 60; i++)
          await ask().then(
            () => note('fine'),
            // openid-client gives a 5xx as it came, and says of any other answer what it means.
            async ({ cause, status, error }: { cause?: unknown; status?: number; error?: string }) =>
              note(
                cause instanceof Response ? `${cause.status} ${await cause.text()}` : `${status} ${error}`,
              ),
          )
      }),
    )
    over = true
    await cutting
    const lost = /^503 \{"error":"temporarily_unavailable"/
    expect([...seen.keys()].filter((what) => what !== 'fine' && !lost.test(what))).toEqual([])
    expect(seen.get('fine')).toBeGreaterThan(10)
    expect(seen.size).toBeGreaterThan(1)
    expect(lines.join('')).not.toContain('internal error')
  }, 60_000)
})
