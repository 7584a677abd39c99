// A bad day at the server's end: the database goes and comes back under load, the clock goes back. Clear answers, nothing half-done.
import { newId } from '@countersign/protocol'
import { onServer } from '@countersign/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { openSession } from '../src/acts/session.ts'
import { type Answered, everyRoom, send } from './_every-room.ts'

const room = await everyRoom()
const { url, world, system, clock, database } = room
const { ana } = world.people
const grant = await world.grant('ana')
const { secret } = await openSession(system, ana)
const postgres = { ...database.owner, database: 'postgres' }
const name = String(database.owner.database)

const unhandled: unknown[] = []
const note = (error: unknown): void => void unhandled.push(error)
process.on('unhandledRejection', note)
afterAll(() => void process.off('unhandledRejection', note))

function ask(method: string, path: string, body?: object, accept = 'application/json'): Promise<Answered> {
  const json = body === undefined ? undefined : JSON.stringify(body)
  const headers = {
    accept,
    origin: url,
    cookie: `countersign_session=${secret}`,
    ...(json !== undefined && { 'content-type': 'application/json' }),
  }
  return send(url, { method, path, headers, body: json })
}

const codeOf = ({ text }: Answered): string =>
  /"code":"([A-Z_]+)"|Code <code>([A-Z_]+)/.exec(text)?.slice(1).find(Boolean) ?? ''

const cutOff = (): Promise<unknown> =>
  onServer(postgres, (client) =>
    client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename <> $2`,
      [name, database.owner.user],
    ),
  )

describe('connections that are cut under load', () => {
  it('give answers or a 503, and every message that was acknowledged is there once', async () => {
    const texts: string[] = []
    const statuses = new Map<string, number>()
    let over = false
    const writer = async (who: number): Promise<void> => {
      for (let i = 0; i < 40; i++) {
        const text = `message ${who}-${i}`
        const sent = await ask('POST', `/api/v1/threads/${world.thread}/messages`, { text })
        const read = await ask('GET', i % 2 === 0 ? '/api/v1/threads' : '/api/v1/privacy')
        const set = await ask('PUT', '/api/v1/switch', { on: i % 2 === 0 })
        if (sent.status === 201) texts.push(text)
        for (const answered of [sent, read, set]) {
          const said = answered.status < 300 ? 'fine' : `${answered.status} ${codeOf(answered)}`
          statuses.set(said, (statuses.get(said) ?? 0) + 1)
        }
      }
    }
    const cutter = async (): Promise<void> => {
      while (!over) {
        await cutOff()
        await new Promise((resolve) => setTimeout(resolve, 60))
      }
    }
    const cutting = cutter()
    await Promise.all([0, 1, 2, 3].map(writer))
    over = true
    await cutting
    const expected = ['fine', '503 DATABASE_UNAVAILABLE', '503 LEDGER_UNAVAILABLE', '503 BUSY']
    expect([...statuses.keys()].filter((said) => !expected.includes(said))).toEqual([])
    expect(statuses.get('fine')).toBeGreaterThan(50)
    expect(statuses.size).toBeGreaterThan(1)
    const stored = await onServer(database.owner, (client) =>
      client.query<{ body: string }>(`select body from messages where body like 'message %'`),
    )
    const found = stored.rows.map(({ body }) => body)
    expect(new Set(found).size).toBe(found.length)
    expect(texts.filter((text) => !found.includes(text))).toEqual([])
    expect(unhandled).toEqual([])
  }, 180_000)
})

describe('a database that is gone', () => {
  it('is said on every route, as data and as a page; when it is back, so is everything', async () => {
    await onServer(postgres, (client) => client.query(`alter database ${name} allow_connections false`))
    await cutOff()
    const wrong: string[] = []
    const nobody = newId('thread', 1, new Uint8Array(10))
    for (const { method, path } of room.routes) {
      // What needs no database goes on.
      if (
        /assets|openapi|oauth|well-known|sign-in|sign-up|claim|promises\.json|receipt-keys|\/(entrance|recover|friend|closed)$/.test(
          path,
        )
      )
        continue
      const filled = path.replaceAll(/:(thread)/g, world.thread).replaceAll(/:\w+/g, nobody)
      const answered = await ask(method, filled, method === 'GET' ? undefined : {}, 'text/html')
      const { status } = answered
      if (status >= 500 && (status !== 503 || !codeOf(answered).endsWith('_UNAVAILABLE')))
        wrong.push(`${method} ${path} ${status}`)
      if (status < 300) wrong.push(`${method} ${path} ${status}`)
    }
    expect(wrong).toEqual([])
    const lost = await ask('GET', '/api/v1/threads')
    expect([lost.status, codeOf(lost)]).toEqual([503, 'DATABASE_UNAVAILABLE'])
    expect(codeOf(await ask('GET', '/threads', undefined, 'text/html'))).toBe('DATABASE_UNAVAILABLE')
    await onServer(postgres, (client) => client.query(`alter database ${name} allow_connections true`))
    expect((await ask('GET', '/api/v1/threads')).status).toBe(200)
    expect((await ask('PUT', '/api/v1/switch', { on: false })).status).toBe(200)
    expect(unhandled).toEqual([])
  }, 180_000)
})

describe('a clock that goes back', () => {
  it('moves nothing back: words keep their order, permissions their ends, withdrawals hold', async () => {
    const path = `/api/v1/threads/${world.thread}/messages`
    await ask('POST', path, { text: 'before' })
    clock.advance(-86_400_000)
    expect((await ask('POST', path, { text: 'after' })).status).toBe(201)
    const { items } = JSON.parse((await ask('GET', `${path}?limit=2`)).text)
    expect(items.map(({ text }: { text: string }) => text)).toEqual(['after', 'before'])
    expect(Date.parse(items[0].sent_at)).toBeGreaterThanOrEqual(Date.parse(items[1].sent_at))
    expect((await world.read('ana')).items.length).toBeGreaterThan(0)
    expect((await ask('DELETE', `/api/v1/grants/${grant.id}`)).status).toBe(204)
    await expect(world.read('ana')).rejects.toMatchObject({ code: 'WITHDRAWN' })
    const other = await world.grant('ben')
    clock.advance(-86_400_000)
    await world.withdraw('ben', other.id)
    await expect(world.read('ben')).rejects.toMatchObject({ code: 'WITHDRAWN' })
    expect((await ask('GET', '/api/v1/privacy')).status).toBe(200)
  })
})

it('none of it is in the logs: words, names, sign-in names, cookies', () => {
  const logged = room.logged()
  expect(logged.length).toBeGreaterThan(1_000)
  for (const word of [secret, 'message 0-', 'Friday songs', '"Ana"', '@example.org', 'countersign_session'])
    expect([word, logged.includes(word)]).toEqual([word, false])
})
