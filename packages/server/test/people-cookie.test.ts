// The cookie of a session under TLS: bound to this host, out of reach of scripts, never taken from whoever planted one.
import { testSystem } from '@countersign/testkit'
import { afterAll, expect, it } from 'vitest'
import { openAccount } from '../src/acts/open-account.ts'
import { openSession } from '../src/acts/session.ts'
import { listen } from '../src/main.ts'

const origin = 'https://chat.example'
const password = 'correct horse battery staple'
const { system } = await testSystem({ publicUrl: origin })
const { port, close } = await listen(system, { host: 'localhost', port: 0 })
afterAll(close)
await openAccount(system, { login: 'ana', password, displayName: 'Ana' })
const mallory = await openAccount(system, { login: 'mallory', password, displayName: 'Mallory' })

const signIn = (cookie: string, from = origin): Promise<Response> =>
  fetch(`http://localhost:${port}/api/v1/session`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      origin: from,
      cookie,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ login: 'ana', password }),
  })

const who = async (cookie: string): Promise<number> =>
  (await fetch(`http://localhost:${port}/api/v1/session`, { headers: { cookie } })).status

it('has every guard there is, and is new', async () => {
  const planted = await openSession(system, mallory)
  const given = (await signIn(`__Host-countersign_session=${planted.secret}`)).headers.getSetCookie()
  expect(given).toHaveLength(1)
  expect(given[0]).toMatch(
    /^__Host-countersign_session=[\w-]{43}; Path=\/; Expires=[^;]+ GMT; HttpOnly; SameSite=Lax; Secure$/,
  )
  expect(given[0]).not.toContain(planted.secret)
  expect(await who(given[0]?.split(';')[0] ?? '')).toBe(200)
  expect(await who(`__Host-countersign_session=${planted.secret}`)).toBe(401)
})

it('is no session under the name without the prefix, or beside another one', async () => {
  const { secret } = await openSession(system, mallory)
  expect(await who(`countersign_session=${secret}`)).toBe(401)
  const own = `__Host-countersign_session=${secret}`
  expect(await who(own)).toBe(200)
  expect(await who(`${own}; ${own}`)).toBe(401)
  expect(await who(`${own}; __Host-countersign_session=other`)).toBe(401)
})

it.each(['http://chat.example', 'https://chat.example:8443', 'https://chat.example.evil.example', 'null'])(
  'is not given to a form of %s',
  async (from) => {
    const response = await signIn('', from)
    expect(response.status).toBe(403)
    expect(response.headers.getSetCookie()).toEqual([])
  },
)
