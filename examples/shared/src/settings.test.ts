// Settings: every mistake is named at once.
import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'

const app = { slug: 'jukebox', port: 4751 }

test('names every mistake', () => {
  const env = { JUKEBOX_PORT: '70000', JUKEBOX_ISSUER: 'here', JUKEBOX_URL: 'ftp://x' }
  expect(() => readSettings(app, env)).toThrow(
    'JUKEBOX_PORT is not a port; JUKEBOX_ISSUER is not a web address; JUKEBOX_URL is not a web address',
  )
})

test('needs nothing', () => {
  expect(readSettings(app, {})).toMatchObject({
    port: 4751,
    issuer: 'http://localhost:4747',
    clientId: 'jukebox',
  })
  expect(
    readSettings(app, { JUKEBOX_ISSUER: 'https://chat.example/', JUKEBOX_URL: 'https://music.example/' }),
  ).toMatchObject({
    issuer: 'https://chat.example',
    publicUrl: 'https://music.example',
  })
})
