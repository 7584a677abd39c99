// A thread without a title is called after the people in it, however many they are.
import { describe, expect, it } from 'vitest'
import { nameCompany } from './name-company.ts'

describe('a thread without a title', () => {
  it.each([
    [[], ''],
    [['Ana'], 'Ana'],
    [['Ana', 'Ben', 'Cleo', 'Dan'], 'Ana, Ben, Cleo, Dan'],
    [['Ana', 'Ben', 'Cleo', 'Dan', 'Eve'], 'Ana, Ben, Cleo, Dan and 1 other'],
    [['Ana', 'Ben', 'Cleo', 'Dan', 'Eve', 'Fay'], 'Ana, Ben, Cleo, Dan and 2 others'],
  ])('%j', (names, called) => expect(nameCompany(names)).toBe(called))
})
