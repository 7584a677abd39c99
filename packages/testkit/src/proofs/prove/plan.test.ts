// What `npm run prove` is asked for: in full unless shortened, every mistake refused.
import { describe, expect, it } from 'vitest'
import { full, readArguments, stepsOf } from './plan.ts'

describe('what is asked for', () => {
  it.each([
    ['--count', '0'],
    ['--kills', '1.5'],
    ['--seconds', 'x'],
    ['--seed', '-1'],
    ['--often'],
    ['more'],
  ])('%s %s is refused', (...args) => {
    expect(() => readArguments(args)).toThrow(TypeError)
  })

  it('is everything in full, a tenth, or a size of its own', () => {
    expect(readArguments([])?.sizes).toEqual(full)
    const tenth = {
      ...full,
      count: 100_000,
      http: 2_000,
      seconds: 60,
      kills: 50,
      events: 1_000,
      reconnects: 50,
    }
    expect(readArguments(['--tenth'])?.sizes).toEqual(tenth)
    expect(readArguments(['--tenth', '--kills', '7'])?.sizes).toEqual({ ...tenth, kills: 7 })
    expect(readArguments(['--help'])).toBeUndefined()
  })
})

it('full is what design §12 and the issue promise, faults included', () => {
  expect(stepsOf(full).map(({ args }) => args.join(' '))).toEqual([
    'worlds --count 1000000 --http 20000 --seed 1 --faults',
    'races --seconds 600 --servers 3 --seed 1',
    'kills --count 500 --seed 1 --faults',
    'events --count 10000 --reconnects 500 --seed 1',
  ])
})
