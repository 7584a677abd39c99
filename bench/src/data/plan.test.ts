// A world is a function of its seed, and its measured threads have the shapes they are named after.
import { idOf, parseId } from '@countersign/protocol'
import { describe, expect, test } from 'vitest'
import { uuid } from './ids.ts'
import { permissionTables } from './permission-rows.ts'
import { type Plan, planOf } from './plan.ts'
import { scaleOf } from './scale.ts'
import { tablesOf } from './tables.ts'

const asOf = Date.UTC(2026, 10, 1)
const plan = planOf(scaleOf(10_000), 7, asOf)

/** Who wrote in a thread, by the number of the message. */
function authorsIn(world: Plan, thread: number): readonly { message: number; author: number }[] {
  return Array.from({ length: world.scale.messages }, (_, message) => message)
    .filter((message) => world.threadOf(message) === thread)
    .map((message) => ({ message, author: world.authorOf(message, thread) }))
}

function firstOf<T>(items: Iterable<T>, count: number): readonly T[] {
  const first: T[] = []
  for (const item of items) if (first.push(item) === count) break
  return first
}

test('the same seed gives the same rows, another seed others', () => {
  const rows = (seed: number): string =>
    JSON.stringify(tablesOf(planOf(scaleOf(10_000), seed, asOf)).map((table) => firstOf(table.rows(), 50)))
  expect(rows(7)).toBe(rows(7))
  expect(rows(7)).not.toBe(rows(8))
})

test('ids are ids, and no two are the same', () => {
  const ids = Array.from({ length: 5_000 }, (_, n) => uuid(7, 'message', n, plan.sentAt(n)))
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(parseId('message', idOf('message', id))).toBeDefined()
})

test('messages come in the order of time, all of them in the past', () => {
  const times = Array.from({ length: plan.scale.messages }, (_, n) => plan.sentAt(n))
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(times.at(-1)).toBeLessThan(asOf)
})

test('grants and countersignatures together are as many as the scale says, each once', () => {
  const keys = permissionTables(plan)
    .filter(({ name }) => name !== 'own_uses')
    .flatMap((table) => [...table.rows()].map((row) => String(row[1])))
  expect(keys).toHaveLength(plan.scale.permissions)
  expect(new Set(keys).size).toBe(keys.length)
})

describe('three of fifty, with old posts only', () => {
  const [one] = plan.measured.filter(({ shape }) => shape.name === 'three-of-50')
  if (one === undefined) throw new Error('a plan without the shape')
  const allowing = authorsIn(plan, one.thread).filter(
    ({ author }) => author < one.firstPerson + one.shape.allowing,
  )
  test('those who allow wrote more than a page', () => expect(allowing.length).toBeGreaterThan(100))
  test('and nothing after the first quarter', () =>
    expect(Math.max(...allowing.map(({ message }) => message))).toBeLessThan(plan.scale.messages / 4))
})

test('a world too small to measure is refused', () => {
  expect(() => planOf(scaleOf(5_000), 7, asOf)).toThrow('too small')
})
