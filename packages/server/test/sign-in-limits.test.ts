// Guessing is slow whichever way it is done, and nobody can use up somebody else's tries.
import { type TestSystem, testSystem } from '@countersign/testkit'
import { afterAll, expect, it } from 'vitest'
import { openAccount } from '../src/acts/open-account.ts'
import { listen } from '../src/main.ts'

const password = 'correct horse battery staple'

/** A server behind a proxy that ends TLS; `try` signs in through it from an address. */
async function behindTls() {
  const opened: TestSystem = await testSystem({ publicUrl: 'https://chat.example' })
  const listening = await listen(opened.system, { host: 'localhost', port: 0 })
  afterAll(() => listening.close())
  await openAccount(opened.system, { login: 'victim', password, displayName: 'Vic' })
  const tried = async (from: string, login: string, typed: string): Promise<number> => {
    const response = await fetch(`http://localhost:${listening.port}/api/v1/session`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: 'https://chat.example',
        'x-forwarded-for': from,
      },
      body: JSON.stringify({ login, password: typed }),
    })
    await response.text()
    return response.status
  }
  return { tried, port: listening.port }
}

const { tried, port } = await behindTls()

it('counts another spelling of a name as the same name', async () => {
  const spellings = ['victim', 'VICTIM', ' victim ', 'ｖictim', 'vｉctim', 'viｃtim']
  const statuses = []
  for (let i = 0; i < 36; i++)
    statuses.push(await tried('198.51.100.1', spellings[i % spellings.length] ?? '', 'a guess'))
  expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 401))
  expect(statuses.slice(30)).toEqual(Array.from({ length: 6 }, () => 429))
})

it('lets the person in meanwhile, from where they are', async () => {
  expect(await tried('198.51.100.1', 'victim', password)).toBe(429)
  expect(await tried('203.0.113.9', 'victim', password)).toBe(200)
})

it('does not believe what a caller says in front of the proxy', async () => {
  expect(await tried('203.0.113.77, 198.51.100.1', 'victim', password)).toBe(429)
})

it('counts one network of IPv6 as one caller', async () => {
  const statuses = []
  for (let i = 0; i < 32; i++) statuses.push(await tried(`2001:db8:0:1::${i + 1}`, 'victim', 'a guess'))
  expect(statuses.slice(30)).toEqual([429, 429])
  expect(await tried('2001:db8:0:2::1', 'victim', password)).toBe(200)
})

it('ends trying one password on everybody', async () => {
  const statuses = []
  for (let i = 0; i < 302; i++) statuses.push(await tried('198.51.100.2', `name-${i}`, 'Winter2018'))
  expect(statuses.indexOf(429)).toBe(300)
  expect(await tried('198.51.100.3', 'victim', password)).toBe(200)
}, 180_000)

it('gives one network sixty passkey challenges in ten minutes, and lets another one in', async () => {
  const asked = async (from: string): Promise<number> => {
    const response = await fetch(`http://localhost:${port}/api/v1/session/passkey/options`, {
      method: 'POST',
      headers: { origin: 'https://chat.example', 'x-forwarded-for': from },
    })
    await response.text()
    return response.status
  }
  const statuses = []
  for (let i = 0; i < 62; i++) statuses.push(await asked('198.51.100.9'))
  expect(statuses.slice(0, 60)).toEqual(Array.from({ length: 60 }, () => 200))
  expect(statuses.slice(60)).toEqual([429, 429])
  expect(await asked('203.0.113.10')).toBe(200)
})
