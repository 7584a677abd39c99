// The people's keys on a real file system: damage, races between servers, destruction that stays, and speed.
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { link, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { newId, type PersonId } from '@countersign/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Clock } from '../ports/clock.ts'
import { type Keyring, KeyringError, type KeyringOptions, openKeyring } from './keyring.ts'
import { WRAPPED_SIZE } from './person-key.ts'

const random = { bytes: (count: number) => new Uint8Array(randomBytes(count)) }
const wrappingKey = new Uint8Array(32).fill(5)
let folder = ''
let monotonic = 0
const clock: Clock = { now: () => 0, decisionTime: (time) => time, monotonic: () => monotonic }

const makePerson = (): PersonId => newId('person', 1_700_000_000_000, random.bytes(10))
const ring = (options: Partial<KeyringOptions> = {}): Keyring =>
  openKeyring({ folder, wrappingKey, random, clock, ...options })
const pathOf = (person: PersonId, below = folder): string =>
  join(below, 'persons', person.slice(-2), `${person.slice('person_'.length)}.key`)

async function codeOf(act: Promise<unknown>): Promise<string> {
  try {
    await act
  } catch (error) {
    if (error instanceof KeyringError) return error.code
    throw error
  }
  return 'accepted'
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-keys-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('a key that is not to be had', () => {
  it('is missing when it was never made, and the text says what to do and names nobody', async () => {
    const person = makePerson()
    await ring().create([makePerson()])
    const error = await ring()
      .open(person)
      .then(undefined, (thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'KeyringError', code: 'missing', person })
    expect(String(error)).toContain('backup')
    expect(String(error)).not.toContain(person.slice('person_'.length))
  })

  it('is damaged when any one bit of its file is flipped, or it is cut or extended', async () => {
    const person = makePerson()
    await ring().create([person])
    const wrapped = await readFile(pathOf(person))
    expect(wrapped.length).toBe(WRAPPED_SIZE)
    const damaged = Array.from({ length: wrapped.length * 8 }, (_, bit) => {
      const copy = Buffer.from(wrapped)
      copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      return copy
    })
    for (const bytes of [
      ...damaged,
      wrapped.subarray(1),
      Buffer.concat([wrapped, Buffer.of(0)]),
      Buffer.alloc(0),
    ]) {
      await writeFile(pathOf(person), bytes)
      expect(await codeOf(ring().open(person))).toBe('damaged')
    }
  })

  it('is damaged under another wrapping key or as another person', async () => {
    const [person, other] = [makePerson(), makePerson()]
    await ring().create([person, other])
    expect(await codeOf(ring({ wrappingKey: new Uint8Array(32) }).open(person))).toBe('damaged')
    await writeFile(pathOf(other), await readFile(pathOf(person)))
    expect(await codeOf(ring().open(other))).toBe('damaged')
  })

  it('cannot be reached with an id that leaves the folder', async () => {
    const wicked = 'person_../../../../etc/passwd' as PersonId
    await expect(ring().open(wicked)).rejects.toThrow(TypeError)
    await expect(ring().create([wicked])).rejects.toThrow(TypeError)
    await expect(ring().destroy(wicked)).rejects.toThrow(TypeError)
  })
})

describe('making keys', () => {
  it('never replaces one, and leaves nothing else behind', async () => {
    const person = makePerson()
    await ring().create([person])
    const before = await readFile(pathOf(person))
    await ring().create([person, person])
    expect(await readFile(pathOf(person))).toEqual(before)
    expect(await readdir(dirname(pathOf(person)))).toHaveLength(1)
  })

  it('keeps others out', async () => {
    const person = makePerson()
    await ring().create([person])
    expect((await stat(pathOf(person))).mode & 0o777).toBe(0o600)
    expect((await stat(dirname(pathOf(person)))).mode & 0o777).toBe(0o700)
    expect((await stat(join(folder, 'persons'))).mode & 0o777).toBe(0o700)
  })

  it('ends with one key each when four servers make the same people at once', async () => {
    const people = Array.from({ length: 100 }, makePerson)
    const servers = Array.from({ length: 4 }, () => ring())
    await Promise.all(servers.map((server) => server.create(people)))
    for (const person of people) {
      const keys = await Promise.all(servers.map((server) => server.open(person)))
      expect(new Set(keys.map((key) => Buffer.from(key.secret).toString('hex'))).size).toBe(1)
    }
    const files = await readdir(join(folder, 'persons'), { recursive: true, withFileTypes: true })
    expect(files.filter((entry) => entry.isFile()).length).toBe(100)
  })

  it('keeps the key another server puts there between looking and writing', async () => {
    const person = makePerson()
    await mkdir(join(folder, 'other'))
    await ring({ folder: join(folder, 'other') }).create([person])
    const winner = await readFile(pathOf(person, join(folder, 'other')))
    // The keyring draws randomness after it has looked: the moment for the other server to be first.
    const raced = {
      bytes: (count: number) => {
        writeFileSync(pathOf(person), winner)
        return random.bytes(count)
      },
    }
    const loser = ring({ random: raced })
    await loser.create([person])
    expect(await readFile(pathOf(person))).toEqual(winner)
    expect(await codeOf(loser.open(person))).toBe('accepted')
  })

  it('stops at the first failure and can be called again', async () => {
    const person = makePerson()
    await mkdir(dirname(pathOf(person)), { recursive: true })
    let left = 3
    const failing = { bytes: (count: number) => (left-- > 0 ? random.bytes(count) : fail()) }
    const fail = (): never => {
      throw new Error('no randomness')
    }
    const people = Array.from({ length: 50 }, makePerson)
    await expect(ring({ random: failing }).create(people)).rejects.toThrow('no randomness')
    await ring().create(people)
    expect(await codeOf(Promise.all(people.map((each) => ring().open(each))))).toBe('accepted')
  })

  it('makes 222 people in under 2 s', async () => {
    const people = Array.from({ length: 222 }, makePerson)
    const start = performance.now()
    await ring().create(people)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('destroying a key', () => {
  it('takes it from every server: from this one at once, from others when what they hold is too old', async () => {
    const person = makePerson()
    const [here, there] = [ring(), ring()]
    await here.create([person])
    await Promise.all([here.open(person), there.open(person)])
    await here.destroy(person)
    expect(await codeOf(here.open(person))).toBe('destroyed')
    monotonic += 600_001
    expect(await codeOf(there.open(person))).toBe('destroyed')
  })

  it('stays: it is neither made again nor restored from a backup, and doing it twice changes nothing', async () => {
    const person = makePerson()
    await ring().create([person])
    const backup = await readFile(pathOf(person))
    await ring().destroy(person)
    await ring().destroy(person)
    expect(await codeOf(ring().create([person]))).toBe('destroyed')
    await writeFile(pathOf(person), backup)
    expect(await codeOf(ring().open(person))).toBe('destroyed')
    expect(await codeOf(ring().create([person]))).toBe('destroyed')
    await expect(readFile(pathOf(person))).rejects.toThrow('ENOENT')
  })

  it('overwrites the bytes, so that a second name a crash left holds nothing', async () => {
    const person = makePerson()
    await ring().create([person])
    const second = `${pathOf(person)}.tmp`
    await link(pathOf(person), second)
    await ring().destroy(person)
    expect((await readFile(second)).every((byte) => byte === 0)).toBe(true)
  })

  it('wins against an open that is under way', async () => {
    for (let round = 0; round < 20; round++) {
      const person = makePerson()
      const server = ring()
      await server.create([person])
      await Promise.all([codeOf(server.open(person)), server.destroy(person), codeOf(server.open(person))])
      expect(await codeOf(server.open(person))).toBe('destroyed')
    }
  })

  it('wins against a making that is under way on another server', async () => {
    for (let round = 0; round < 20; round++) {
      const person = makePerson()
      await Promise.all([
        codeOf(ring().create([person])),
        ring().destroy(person),
        codeOf(ring().create([person])),
      ])
      expect(await codeOf(ring().open(person))).toBe('destroyed')
      await expect(readFile(pathOf(person))).rejects.toThrow('ENOENT')
    }
  })
})

describe('keys in memory', () => {
  it('are as many as the capacity, the least recently used going first', async () => {
    const [first, second, third] = [makePerson(), makePerson(), makePerson()] as const
    const server = ring({ capacity: 2 })
    await server.create([first, second, third])
    const held = await server.open(first)
    await server.open(second)
    expect(await server.open(first)).toBe(held)
    const dropped = await server.open(second)
    await server.open(first)
    await server.open(third)
    expect(await server.open(first)).toBe(held)
    expect(await server.open(second)).not.toBe(dropped)
    expect(await server.open(second)).toEqual(dropped)
  })
})
