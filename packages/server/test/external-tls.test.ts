// A PostgreSQL across a network: encrypted when asked, and only with the one whose name is in the address.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeAuthority, onServer, startOperatorPostgres } from '@countersign/testkit'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { cli, objectOf, temporaryFolder } from './_cli.ts'
import { addressOf, serveProcess } from './_external.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const folder = await temporaryFolder()
const authority = makeAuthority()
const { certificate, key } = authority.issue('localhost')
const withTls = await startOperatorPostgres({
  version: 15,
  settings: { ssl: 'on', ssl_cert_file: 'server.crt', ssl_key_file: 'server.key' },
  files: { 'server.crt': certificate, 'server.key': key },
})
const plain = await startOperatorPostgres({ version: 15 })
afterAll(() => Promise.all([withTls.end(), plain.end()]))

const trusted = join(folder, 'authority.crt')
const stranger = join(folder, 'stranger.crt')
await writeFile(trusted, authority.certificate)
await writeFile(stranger, makeAuthority().certificate)
const owner = await withTls.makeOwner('createrole')

/** What `countersign migrate` says of an address. */
async function migrate(address: string): Promise<unknown> {
  const said = objectOf(await cli(folder, ['migrate', '--json'], { DATABASE_URL: address }))
  return said['ok'] === true ? 'ok' : said['code']
}

describe('verify-full refuses', () => {
  it('a certificate by an authority it was not told to trust', async () => {
    expect(await migrate(addressOf(owner, 'sslmode=verify-full'))).toBe('DATABASE_TLS')
    expect(await migrate(addressOf(owner, `sslmode=verify-full&sslrootcert=${stranger}`))).toBe(
      'DATABASE_TLS',
    )
  })

  it('a certificate for another name', async () => {
    const byNumber = { ...owner, host: '127.0.0.1' }
    expect(await migrate(addressOf(byNumber, `sslmode=verify-full&sslrootcert=${trusted}`))).toBe(
      'DATABASE_TLS',
    )
  })
})

it.each(['require', `verify-full&sslrootcert=${trusted}`])(
  'sslmode=%s never goes on without encryption',
  async (mode) => {
    const there = await plain.makeOwner('createrole')
    expect(await migrate(addressOf(there, `sslmode=${mode}`))).toBe('DATABASE_TLS')
  },
)

it('a server keeps every connection encrypted, each of its logins’ too', async () => {
  const address = addressOf(owner, `sslmode=verify-full&sslrootcert=${trusted}`)
  const server = await serveProcess(folder, { DATABASE_URL: address })
  expect((await fetch(`${server.url}/register`)).status).toBe(200)
  const { rows } = await onServer(withTls.superuser, (client) =>
    client.query(
      `select bool_and(ssl) as encrypted, count(distinct usename)::int as logins
       from pg_stat_ssl join pg_stat_activity using (pid) where datname = $1`,
      [owner.database],
    ),
  )
  expect(rows).toEqual([{ encrypted: true, logins: expect.any(Number) }])
  expect(rows[0]?.logins).toBeGreaterThanOrEqual(2)
  expect((await server.stop()).code).toBe(0)
})

it('require encrypts and believes whoever answers, which the doctor says', async () => {
  expect(await migrate(addressOf(owner, 'sslmode=require'))).toBe('ok')
  const doctor = async (parameters: string) => {
    const said = await cli(folder, ['doctor', '--json', '--port', '0'], {
      DATABASE_URL: `postgres://owner:secret@db.invalid/name?${parameters}`,
    })
    const { findings } = JSON.parse(said.stdout) as { findings: { check: string; state: string }[] }
    return findings.find(({ check }) => check === 'encryption')?.state
  }
  expect(await doctor('')).toBe('warn')
  expect(await doctor('sslmode=require')).toBe('warn')
  expect(await doctor('sslmode=verify-full')).toBe('ok')
})
