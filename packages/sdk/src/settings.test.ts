// Settings that would send tokens in the clear are refused before the first request.
import { generateKeyPair } from 'jose'
import { describe, expect, test } from 'vitest'
import { createPartner } from './partner.ts'
import { parseIssuer } from './settings.ts'

const settings = {
  clientId: 'c',
  privateKey: {},
  redirectUri: 'https://music.example/callback',
  feature: 'listen',
}

describe('parseIssuer', () => {
  test.each(['', 'chat.example', 'http://chat.example', 'ftp://localhost', 'http://localhost.chat.example'])(
    'refuses %j whatever is allowed',
    (issuer) => {
      expect(() => createPartner({ ...settings, issuer, allowInsecureLocalhost: true })).toThrow(TypeError)
    },
  )
  test('refuses http on localhost unless asked', () => {
    expect(() => parseIssuer({ ...settings, issuer: 'http://localhost:4747' })).toThrow(
      'allowInsecureLocalhost',
    )
  })
  test.each(['https://chat.example', 'http://localhost:4747', 'http://127.0.0.1:1', 'http://[::1]:1'])(
    'takes %s',
    (issuer) => {
      expect(parseIssuer({ ...settings, issuer, allowInsecureLocalhost: true }).href).toBe(`${issuer}/`)
    },
  )
})

test('a platform that is not there is named as such, and asked again at the next call', async () => {
  const { privateKey } = await generateKeyPair('EdDSA')
  const partner = createPartner({
    ...settings,
    privateKey,
    issuer: 'http://localhost:1',
    allowInsecureLocalhost: true,
  })
  for (const _ of [1, 2]) {
    await expect(partner.connect({ asks: [] })).rejects.toMatchObject({ code: 'UNREACHABLE' })
  }
})
