// Names of accounts: what hides, reorders or is not there is refused.
import { describe, expect, it } from 'vitest'
import { checkNames } from './account-names.ts'

describe('checkNames', () => {
  it.each(['', '   ', 'ab', 'two words', 'nul\u0000', 'zero\u200bwidth', 'turned\u202e', 'a'.repeat(101)])(
    'refuses the login %j and names the place',
    (login) => {
      expect(() => checkNames({ login })).toThrow(
        expect.objectContaining({ code: 'BAD_REQUEST', errors: [expect.objectContaining({ at: 'login' })] }),
      )
    },
  )

  it.each(['', '  ', 'two\nlines', 'Ana\u202eneB', '\u200b', 'a'.repeat(81)])(
    'refuses the name %j',
    (displayName) => {
      expect(() => checkNames({ displayName })).toThrow(
        expect.objectContaining({ errors: [expect.objectContaining({ at: 'name' })] }),
      )
    },
  )

  it('names every mistake at once, and takes names of any script', () => {
    expect(() => checkNames({ login: '', displayName: '' })).toThrow(
      expect.objectContaining({ errors: [expect.anything(), expect.anything()] }),
    )
    expect(() => checkNames({ login: 'ana', displayName: 'Ana Ferreira' })).not.toThrow()
    expect(() => checkNames({ login: 'نور@example.org', displayName: 'نور الهدى' })).not.toThrow()
  })
})
