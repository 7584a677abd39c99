// A PostgreSQL of the operator's own, the oldest version served: over TCP, by a login that is no superuser; and what is refused of it (design §10).

import { onServer, startOperatorPostgres } from '@countersign/testkit'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { roles } from '../src/store/roles.ts'
import { withClient } from '../src/store/with-client.ts'
import { cli, objectOf, type Said, temporaryFolder } from './_cli.ts'
import { addressOf, serveProcess } from './_external.ts'
import { ldbcCounts, ldbcFolder, ldbcMissing } from './_ldbc.ts'
import { Browser } from './_people-browser.ts'

// Processes by the dozen: seconds on a free machine, a minute on a busy one.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const folder = await temporaryFolder()
const postgres = await startOperatorPostgres({ version: 15 })
afterAll(() => postgres.end())

const at = (address: string) => ({ DATABASE_URL: address })
const migrate = (address: string): Promise<Said> => cli(folder, ['migrate', '--json'], at(address))
const serve = (address: string): Promise<Said> => cli(folder, ['serve', '--json', '--port', '0'], at(address))

async function refusal(said: Promise<Said>): Promise<unknown> {
  const { code, stdout } = await said
  return { exit: code, code: (JSON.parse(stdout) as { code: string }).code }
}

describe('an external database is refused', () => {
  it('with a wrong password, a missing database or a port nobody listens on', async () => {
    const owner = await postgres.makeOwner('createrole')
    expect(await refusal(serve(addressOf({ ...owner, password: 'guess' })))).toEqual({
      exit: 3,
      code: 'DATABASE_LOGIN',
    })
    expect(await refusal(serve(addressOf({ ...owner, database: 'nowhere' })))).toEqual({
      exit: 3,
      code: 'DATABASE_MISSING',
    })
    expect(await refusal(serve(addressOf({ ...owner, port: 1 })))).toEqual({
      exit: 3,
      code: 'DATABASE_UNREACHABLE',
    })
  })

  it('when its login may not make roles or tables, and the doctor says which', async () => {
    const owner = await postgres.makeOwner('nocreaterole')
    const other = await postgres.makeOwner('createrole')
    expect(await refusal(serve(addressOf(owner)))).toEqual({ exit: 3, code: 'DATABASE_RIGHTS' })
    const foreign = addressOf({ ...other, database: owner.database })
    expect(await refusal(serve(foreign))).toEqual({ exit: 3, code: 'DATABASE_RIGHTS' })
    const doctor = ['doctor', '--port', '0']
    expect((await cli(folder, doctor, at(addressOf(owner)))).stderr).toContain('may not create roles')
    expect((await cli(folder, doctor, at(foreign))).stderr).toContain('may not create tables')
  })

  it('when it is PostgreSQL 14', { skip: process.arch !== 'x64' }, async () => {
    const old = await startOperatorPostgres({ version: 14 })
    try {
      const owner = await old.makeOwner('createrole')
      expect(await refusal(serve(addressOf(owner)))).toEqual({ exit: 3, code: 'DATABASE_VERSION' })
      const doctor = await cli(folder, ['doctor', '--port', '0'], at(addressOf(owner)))
      expect(doctor.stderr).toMatch(/fail database: PostgreSQL 14\.\d+\n +Use PostgreSQL 15 or later/)
      await onServer(owner, async (client) => {
        const made = await client.query('select from pg_roles where rolname = any ($1)', [roles])
        expect(made.rowCount).toBe(0)
      })
    } finally {
      await old.end()
    }
  })

  it.each(['fsync', 'full_page_writes', 'synchronous_commit'])('while %s is off', async (setting) => {
    const owner = await postgres.makeOwner('createrole')
    const set = (words: string) =>
      onServer(postgres.superuser, async (client) => {
        await client.query(`alter system ${words}`)
        await client.query('select pg_reload_conf()')
      })
    await set(`set ${setting} = off`)
    try {
      const shown = () => onServer(owner, async (client) => (await client.query(`show ${setting}`)).rows)
      await expect.poll(shown, { timeout: 20_000 }).toEqual([{ [setting]: 'off' }])
      const said = await serve(addressOf(owner))
      expect(objectOf(said)).toMatchObject({ code: 'DATABASE_DURABILITY', exit: 3 })
      expect(said.stderr).toContain(setting)
      const doctor = await cli(folder, ['doctor', '--port', '0'], at(addressOf(owner)))
      expect(doctor.stderr).toContain(`fail durability: ${setting}`)
    } finally {
      await set(`reset ${setting}`)
    }
  })

  it.each(['role countersign_turnstile', 'database'])(
    'when synchronous_commit is off for one %s',
    async (whom) => {
      const owner = await postgres.makeOwner('createrole')
      const one = whom === 'database' ? `database ${owner.database}` : whom
      expect((await migrate(addressOf(owner))).code).toBe(0)
      const set = (words: string) =>
        onServer(postgres.superuser, (client) => client.query(`alter ${one} ${words}`))
      await set('set synchronous_commit = off')
      try {
        const said = await serve(addressOf(owner))
        expect(objectOf(said)).toMatchObject({ code: 'DATABASE_DURABILITY', exit: 3 })
      } finally {
        await set('reset synchronous_commit')
      }
    },
  )
})

describe('an external database serves', () => {
  let address: string

  beforeAll(async () => {
    address = addressOf(await postgres.makeOwner('createrole'))
  })

  it('from a login that may make roles and no more, again and again', async () => {
    for (const applied of [true, false]) {
      const { code, stdout } = await migrate(address)
      expect(code).toBe(0)
      expect((JSON.parse(stdout) as { applied: string[] }).applied.length > 0).toBe(applied)
    }
  })

  it('over a Unix socket too', async () => {
    const { port, user, password, database } = await postgres.makeOwner('createrole')
    const socket = `postgres://${user}:${password}@localhost:${port}/${database}?host=${postgres.socketFolder}`
    expect((await migrate(socket)).code).toBe(0)
  })

  it('and the doctor finds all of it well', async () => {
    const said = await cli(folder, ['doctor', '--json', '--port', '0'], at(address))
    const { findings } = JSON.parse(said.stdout) as { findings: { check: string; state: string }[] }
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([])
    expect(said.code).toBe(0)
  })

  it.skipIf(ldbcMissing !== undefined)('an import, with the counts it has anywhere', async () => {
    const said = await cli(folder, ['import', 'ldbc', ldbcFolder, '--json'], at(address))
    expect(objectOf(said)).toMatchObject({ ok: true, ...ldbcCounts })
  })

  it('a proof, which makes databases of its own there and takes them away', async () => {
    const prover = await postgres.makeOwner('createrole createdb')
    const databases = () =>
      onServer(postgres.superuser, async (client) => {
        const { rows } = await client.query<{ datname: string }>('select datname from pg_database order by 1')
        return rows.map(({ datname }) => datname)
      })
    const before = await databases()
    const worlds = ['worlds', '--count', '50', '--http', '50', '--json']
    const said = await cli(folder, worlds, at(addressOf(prover)))
    expect(objectOf(said)).toMatchObject({ ok: true, name: 'worlds' })
    expect(await databases()).toEqual(before)
  })

  it('nobody whom it cut off: the next statement says so, and the process goes on', async () => {
    const owner = await postgres.makeOwner('createrole')
    const cut = withClient(owner, async (client) => {
      const gone = new Promise((resolve) => client.once('end', resolve))
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
      await onServer(postgres.superuser, (other) =>
        other.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid]),
      )
      await gone
      await client.query('select 1')
    })
    await expect(cut).rejects.toThrow(/not queryable|Connection terminated/)
  })

  it('two servers at once, of which either may die', async () => {
    const first = await serveProcess(folder, at(address))
    const second = await serveProcess(folder, at(address))
    const ana = new Browser(first.url)
    const account = { display_name: 'Ana', login: 'ana@example.org', password: 'long enough' }
    expect((await ana.post('/accounts', account)).status).toBe(201)
    expect((await ana.get('/session')).status).toBe(200)
    const there = new Browser(second.url, ana.cookie)
    expect((await there.get('/session')).status).toBe(200)
    first.process.kill('SIGKILL')
    expect((await there.post('/threads', { kind: 'group', title: 'after', members: [] })).status).toBe(201)
    expect((await second.stop()).code).toBe(0)
  })
})
