// Settings: their sources and order, and every mistake named at once.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSettings, type SettingsSources, settingKeys } from './settings.ts'

const none: SettingsSources = { flags: {}, env: {}, folder: '/home/op' }

function mistakes(sources: Partial<SettingsSources>): readonly string[] {
  const parsed = parseSettings({ ...none, ...sources })
  return parsed.ok ? [] : parsed.error.map(({ at, problem }) => `${at} ${problem}`)
}

function settings(sources: Partial<SettingsSources>) {
  const parsed = parseSettings({ ...none, ...sources })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}

describe('settings that are wrong', () => {
  it('are all named at once, from every source', () => {
    const found = mistakes({
      flags: { port: '70000' },
      env: { COUNTERSIGN_FLOOR: 'nobody', DATABASE_URL: 'mysql://x', COUNTERSIGN_PROT: '1' },
      file: { name: 'countersign.yaml', folder: '/etc', content: { log_level: 'loud', prot: 1 } },
    })
    expect(found).toEqual([
      'COUNTERSIGN_PROT is not a setting. Did you mean COUNTERSIGN_PORT?',
      'prot in countersign.yaml is not a setting. Did you mean port?',
      'DATABASE_URL must be `postgres://owner:password@host:5432/name`',
      '--port must be a port, 0 to 65535',
      'COUNTERSIGN_FLOOR must be `author` or `all-parties`',
      'log_level in countersign.yaml must be one of silent, fatal, error, warn, info, debug, trace',
    ])
  })

  it.each([
    ['http://example.org'],
    ['https://example.org/chat'],
    ['https://user@example.org'],
    ['ftp://localhost'],
    ['example.org'],
  ])('the public URL %s is refused', (url) => {
    expect(mistakes({ env: { COUNTERSIGN_PUBLIC_URL: url } })).toHaveLength(1)
  })

  it.each([
    ['postgres://host/name'],
    ['postgres://user@host'],
    ['postgres://user@host/name?application_name=x'],
    ['postgres://user@host/name?sslmode=prefer'],
    ['postgres://user@host/name?sslmode=verify-ca'],
    ['postgres://user@host/name?sslmode='],
    ['postgres://user@host/name?sslrootcert=/ca.pem'],
    ['postgres://user@host/name?sslmode=require&sslrootcert=/ca.pem'],
    ['postgres://user@host/name?sslmode=verify-full&sslrootcert=ca.pem'],
    ['postgres://user@host/name?sslmode=verify-full&sslrootcert=/nowhere/ca.pem'],
    ['postgres://user@host/name?sslmode=verify-full&sslrootcert=/dev/null'],
    ['postgres://user@localhost/name?host=/run/pg&sslmode=require'],
    ['postgres://us%er@host/name'],
  ])('the database address %s is refused', (url) => {
    expect(mistakes({ env: { DATABASE_URL: url } })).toHaveLength(1)
  })

  it('never repeat a value: it may be a secret', () => {
    fc.assert(
      fc.property(fc.constantFrom(...settingKeys), fc.string({ minLength: 12 }), ({ key, env }, value) => {
        const secret = `s3cret-${value}`
        const said = mistakes({ env: { [env]: secret }, flags: { [key]: secret } }).join('\n')
        expect(said).not.toContain(secret)
      }),
    )
  })

  it('a file that is no mapping is one mistake', () => {
    for (const content of ['text', ['data'], 7])
      expect(mistakes({ file: { name: 'c.yaml', folder: '/', content } })).toEqual([
        'c.yaml must hold `key: value` lines',
      ])
  })

  it('any file content gives settings or mistakes, never an exception', () => {
    fc.assert(
      fc.property(fc.anything(), (content) => {
        parseSettings({ ...none, file: { name: 'c.yaml', folder: '/', content } })
      }),
    )
  })
})

describe('the ports of this machine that may be reached', () => {
  it.each([['4751,'], ['0'], ['65536'], ['4751-4754'], ['localhost:4751'], ['*']])('are not %s', (value) => {
    expect(mistakes({ env: { COUNTERSIGN_OUTBOUND_LOCAL: value } })).toHaveLength(1)
  })

  it('are none, one, or several, from a variable or a list in the file', () => {
    const ports = (sources: Partial<SettingsSources>) => settings(sources).outboundLocal
    expect(ports({ env: { COUNTERSIGN_OUTBOUND_LOCAL: '4751' } })).toEqual([4751])
    expect(ports({ env: { COUNTERSIGN_OUTBOUND_LOCAL: '4751, 4752' } })).toEqual([4751, 4752])
    const file = { name: 'c.yaml', folder: '/etc', content: { outbound_local: [4751, 4752] } }
    expect(ports({ file })).toEqual([4751, 4752])
  })
})

describe('how much may be sent in files', () => {
  it.each(['0', '-1', '1.5', '100001', '20MB', 'none'])('is not %s', (value) => {
    expect(mistakes({ env: { COUNTERSIGN_FILE_MB: value } })).toHaveLength(1)
    expect(mistakes({ env: { COUNTERSIGN_FILES_MB_A_DAY: value } })).toHaveLength(1)
  })

  it('is a number of megabytes, from a variable or the file', () => {
    const file = { name: 'c.yaml', folder: '/etc', content: { files_mb_a_day: 2_000 } }
    const { fileMb, filesMbADay } = settings({ env: { COUNTERSIGN_FILE_MB: '50' }, file })
    expect([fileMb, filesMbADay]).toEqual([50, 2_000])
  })
})

describe('settings that are right', () => {
  it('have defaults', () => {
    expect(settings({})).toEqual({
      data: '/home/op/countersign-data',
      keys: '/home/op/countersign-data/keys',
      database: { kind: 'embedded' },
      host: 'localhost',
      port: 4747,
      publicUrl: null,
      signUp: 'open',
      floor: 'author',
      logLevel: 'info',
      outboundLocal: [],
      linkProviders: [],
      fileMb: 20,
      filesMbADay: 500,
      mailUrl: null,
      mailFrom: null,
    })
  })

  it('come from a flag before a variable before the file; an empty variable is none', () => {
    const file = {
      name: 'c.yaml',
      folder: '/etc',
      content: { port: 3, data: 'd', floor: 'all-parties', keys: '/k' },
    }
    const all = settings({
      flags: { port: '1' },
      env: { COUNTERSIGN_PORT: '2', COUNTERSIGN_FLOOR: '' },
      file,
    })
    expect(all).toMatchObject({ port: 1, data: '/etc/d', floor: 'all-parties', keys: '/k' })
    expect(settings({ env: { COUNTERSIGN_PORT: '2' }, file }).port).toBe(2)
    expect(settings({ file }).port).toBe(3)
  })

  it('read a database address into its parts', () => {
    const read = (url: string) => settings({ env: { DATABASE_URL: url } }).database
    expect(read('postgres://own%40er:p%25@db.example:6000/chat')).toEqual({
      kind: 'external',
      connection: { host: 'db.example', port: 6000, user: 'own@er', password: 'p%', database: 'chat' },
    })
    expect(read('postgresql://own@localhost/chat?host=/run/pg')).toMatchObject({
      connection: { host: '/run/pg', port: 5432 },
    })
    const withTls = (parameters: string) => read(`postgres://own@db.example/chat?${parameters}`)
    expect(withTls('sslmode=require')).toMatchObject({ connection: { ssl: { rejectUnauthorized: false } } })
    expect(withTls('sslmode=verify-full')).toMatchObject({
      connection: { ssl: { rejectUnauthorized: true } },
    })
    expect(withTls('sslmode=disable')).not.toHaveProperty('connection.ssl')
    expect(read('postgres://own@[::1]/chat')).toMatchObject({ connection: { host: '::1' } })
  })

  it.each([
    ['https://chat.example', 'https://chat.example'],
    ['https://chat.example:8443/', 'https://chat.example:8443'],
    ['http://localhost:4747', 'http://localhost:4747'],
  ])('the public URL %s is %s', (given, kept) => {
    expect(settings({ env: { COUNTERSIGN_PUBLIC_URL: given } }).publicUrl).toBe(kept)
  })
})
