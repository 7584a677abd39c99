// Passwords: what is stored, what matches, what is refused.
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../ports/random.ts'
import { hashPassword, matchesPassword } from './password.ts'

describe('passwords', () => {
  it('refuses one that is too short or too long, and never stores it', async () => {
    await expect(hashPassword('1234567', systemRandom)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(hashPassword('x'.repeat(257), systemRandom)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('refuses another password, another salt, a cut or foreign hash', async () => {
    const stored = await hashPassword('correct horse', systemRandom)
    expect(await matchesPassword('correct horsf', stored)).toBe(false)
    expect(await matchesPassword('', stored)).toBe(false)
    expect(await matchesPassword('correct horse', stored.slice(0, -30))).toBe(false)
    expect(await matchesPassword('correct horse', stored.replace('argon2id', 'argon2i'))).toBe(false)
    expect(await matchesPassword('correct horse', '')).toBe(false)
  })

  it('matches the password it was made from, however its letters were composed', async () => {
    const stored = await hashPassword('passw\u00f6rter', systemRandom)
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await matchesPassword('passw\u00f6rter', stored)).toBe(true)
    expect(await matchesPassword('passwo\u0308rter', stored)).toBe(true)
  })

  it('salts: the same password is stored differently each time', async () => {
    expect(await hashPassword('correct horse', systemRandom)).not.toBe(
      await hashPassword('correct horse', systemRandom),
    )
  })
})
