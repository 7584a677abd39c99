// Matinee by itself, over HTTP: what it refuses and shows, with no platform there.
import { siteContract } from '@countersign-examples/shared/site-contract'
import { expect, test } from 'vitest'
import { matinee } from '../src/app.ts'

const site = siteContract(matinee, {
  pages: ['/', '/friends', '/season', '/received'],
  forms: {
    '/send': { code: 'film-1' },
    '/season/invite': { code: 'film-1' },
    '/friends/read': {},
    '/friends/recommend': { code: 'film-1', friend: 'x' },
  },
})
const friends = (...items: unknown[]) => ({
  what: 'See who is here',
  path: '/partner/v1/friends',
  raw: JSON.stringify({ items, next: null, disclosures: [] }),
})

test('refuses a film that is not in the catalogue', async () => {
  for (const path of ['/send', '/season/invite', '/friends/recommend'])
    expect((await site.post(path, { code: 'film-0' })).status).toBe(400)
})

test('COP-06: recommends to nobody whom the list of now does not show, whatever an earlier one showed', async () => {
  await site.connect(friends({ kind: 'friend', id: 'fri_1', name: '<b>Ben</b>', since: '2026-01-01' }))
  const page = await (await site.get('/friends', site.signedIn.cookie)).text()
  expect(page).toContain('&lt;b&gt;Ben&lt;/b&gt;')
  const form = { code: 'film-1', friend: 'fri_1' }
  expect((await site.post('/friends/recommend', form, site.signedIn)).status).toBe(403)
})
