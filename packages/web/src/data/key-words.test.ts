// Six words tell two keys apart, and are the same on every device.
import { expect, it } from 'vitest'
import { wordsOf } from './key-words.ts'

it('are taken from the front of the name, eleven bits each', () => {
  expect(wordsOf('0'.repeat(64))).toEqual(Array.from({ length: 6 }, () => 'abandon'))
  expect(wordsOf('f'.repeat(64))).toEqual(Array.from({ length: 6 }, () => 'zoo'))
  // 00000000001 00000000010 …
  expect(wordsOf(`002008${'0'.repeat(58)}`)).toEqual([
    'ability',
    'able',
    'abandon',
    'abandon',
    'abandon',
    'abandon',
  ])
})

it('change with each of the first 66 bits', () => {
  const base = BigInt(`0x${'5a'.repeat(32)}`)
  const texts = Array.from({ length: 66 }, (_, bit) =>
    wordsOf((base ^ (1n << (255n - BigInt(bit)))).toString(16).padStart(64, '0')).join(' '),
  )
  expect(new Set([...texts, wordsOf(base.toString(16)).join(' ')]).size).toBe(67)
})
