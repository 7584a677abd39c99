// The server's keys: refused when missing, malformed or open to others; made once, whole or not at all.
import { randomBytes } from 'node:crypto'
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalJWKSet, importJWK, jwtVerify, SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KeysError } from './secret-file.ts'
import { loadServerKeys, type ServerKeys } from './server-keys.ts'

const random = { bytes: (count: number) => new Uint8Array(randomBytes(count)) }
const names = ['cookie.keys', 'cursor.key', 'log-ed25519.pem', 'oauth-jwks.json', 'wrapping.key']
let parent = ''
let folder = ''

const load = (create = false): Promise<ServerKeys> => loadServerKeys(folder, { create, random })

async function refusal(act: Promise<unknown>): Promise<{ code: string; path: string; message: string }> {
  try {
    await act
  } catch (error) {
    if (error instanceof KeysError) return error
    throw error
  }
  throw new Error('the keys were accepted')
}

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'countersign-server-keys-'))
  folder = join(parent, 'keys')
})
afterEach(() => rm(parent, { recursive: true }))

describe('start-up is refused', () => {
  it('without a key folder, and none is made', async () => {
    expect(await refusal(load())).toMatchObject({ code: 'missing', path: folder })
    expect(await readdir(parent)).toEqual([])
  })

  it.each(names)(
    'without %s, also when told to create: the others are there, so it is lost',
    async (name) => {
      await load(true)
      await rm(join(folder, name))
      for (const create of [false, true]) {
        const { code, path, message } = await refusal(load(create))
        expect([code, path]).toEqual(['missing', join(folder, name)])
        expect(message).toContain('Restore')
      }
    },
  )

  it.each(names)('while others may read %s', async (name) => {
    await load(true)
    for (const mode of [0o640, 0o604, 0o620, 0o601]) {
      await chmod(join(folder, name), mode)
      const { code, message } = await refusal(load())
      expect(code).toBe('mode')
      expect(message).toContain(`chmod 600 '${join(folder, name)}'`)
    }
    await chmod(join(folder, name), 0o400)
    await load()
  })

  it('while others may enter the folder, or when a key is a link', async () => {
    await load(true)
    await chmod(folder, 0o755)
    expect(await refusal(load())).toMatchObject({ code: 'mode', path: folder })
    await chmod(folder, 0o700)
    await rename(join(folder, 'cursor.key'), join(parent, 'cursor.key'))
    await symlink(join(parent, 'cursor.key'), join(folder, 'cursor.key'))
    expect(await refusal(load())).toMatchObject({ code: 'mode' })
  })

  it.each([
    ['wrapping.key', ''],
    ['wrapping.key', 'ab'.repeat(31)],
    ['cursor.key', 'AB'.repeat(32)],
    ['cookie.keys', ''],
    ['cookie.keys', `${'ab'.repeat(32)}\n\n${'cd'.repeat(32)}\n`],
    ['log-ed25519.pem', 'nonsense'],
    ['oauth-jwks.json', 'nonsense'],
    ['oauth-jwks.json', '{"keys":[]}'],
    ['oauth-jwks.json', '{"keys":[null]}'],
    [
      'oauth-jwks.json',
      '{"keys":[{"kty":"EC","crv":"P-256","kid":"a","alg":"ES256","use":"sig","x":"AA","y":"AA"}]}',
    ],
  ])('with a malformed %s, whose content the error does not repeat', async (name, text) => {
    await load(true)
    await writeFile(join(folder, name), text)
    const { code, path, message } = await refusal(load())
    expect([code, path]).toEqual(['malformed', join(folder, name)])
    if (text !== '') expect(message).not.toContain(text)
  })

  it('with another kind of log key, a public JWK, or one kid twice', async () => {
    await load(true)
    const set = JSON.parse(await readFile(join(folder, 'oauth-jwks.json'), 'utf8')) as {
      keys: Record<string, unknown>[]
    }
    const [{ d, ...open } = {}] = set.keys
    for (const keys of [[open], [...set.keys, ...set.keys], [{ ...open, d, alg: 'RS256' }]]) {
      await writeFile(join(folder, 'oauth-jwks.json'), JSON.stringify({ keys }))
      expect(await refusal(load())).toMatchObject({ code: 'malformed' })
    }
  })

  it('when the folder cannot be made, saying what to do', async () => {
    await writeFile(join(parent, 'file'), '')
    folder = join(parent, 'file', 'keys')
    const { code, message } = await refusal(load(true))
    expect(code).toBe('folder')
    expect(message).toContain('COUNTERSIGN_KEYS')
  })
})

describe('keys', () => {
  it('are made in a missing or an empty folder, for the owner alone, and are the same from then on', async () => {
    await mkdir(folder)
    const made = await load(true)
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect((await readdir(folder)).sort()).toEqual(names)
    for (const name of names) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
    for (const again of [await load(true), await load()]) {
      expect(again.personWrappingKey).toEqual(made.personWrappingKey)
      expect(again.oauthJwks).toEqual(made.oauthJwks)
      expect(again.cookieKeys).toEqual(made.cookieKeys)
      expect(again.logKey.equals(made.logKey)).toBe(true)
      expect(again.rolePassword('countersign_gate')).toBe(made.rolePassword('countersign_gate'))
    }
  })

  it('are one set when four servers make them at once, with nothing left over', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => load(true)))
    expect(new Set(all.map((keys) => keys.rolePassword('r'))).size).toBe(1)
    expect(await readdir(parent)).toEqual(['keys'])
  })

  it('differ from each other and from one data folder to the next', async () => {
    const one = await load(true)
    folder = join(parent, 'other')
    const two = await load(true)
    const values = [one, two].flatMap((keys) => [
      keys.rolePassword('countersign_app'),
      keys.rolePassword('countersign_gate'),
      ...keys.cookieKeys,
      ...[keys.personWrappingKey, keys.cursorKey('cursor'), keys.cursorKey('alias')].map((key) =>
        Buffer.from(key).toString('base64url'),
      ),
    ])
    expect(new Set(values).size).toBe(12)
    expect(one.rolePassword('countersign_app')).toMatch(/^[\w-]{43}$/)
  })

  it('sign what a relying party can verify', async () => {
    const [key] = (await load(true)).oauthJwks.keys
    const { d, ...open } = { ...key }
    expect(typeof d).toBe('string')
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid: key!.kid })
      .sign(await importJWK({ ...key }))
    const verified = await jwtVerify(token, createLocalJWKSet({ keys: [open] as never }))
    expect(verified.protectedHeader.kid).toBe(key!.kid)
  })
})
