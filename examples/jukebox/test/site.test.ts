// Jukebox by itself, over HTTP: what it refuses, what it remembers, and that no page depends on the platform being there.
import { siteContract } from '@countersign-examples/shared/site-contract'
import { expect, test } from 'vitest'
import { jukebox } from '../src/app.ts'

const site = siteContract(jukebox, {
  pages: ['/', '/group'],
  forms: { '/send': { code: 'A1' }, '/group/read': {} },
})

test('refuses a selection that is not in the catalogue', async () => {
  expect((await site.post('/send', { code: 'Z9' })).status).toBe(400)
  expect((await site.post('/send')).status).toBe(400)
})

test('a reading without the platform tells why it brought nothing and takes nothing away', async () => {
  const items = [{ kind: 'thread', id: 't', title: '<b>Titel</b> & mehr' }]
  const raw = JSON.stringify({ items, next: null, disclosures: [] })
  await site.connect({ what: 'Read my group', path: '/partner/v1/threads', raw })
  expect((await site.post('/group/read', {}, site.signedIn)).status).toBe(303)
  const page = await (await site.get('/group', site.signedIn.cookie)).text()
  expect(page).toContain('UNREACHABLE')
  expect(page).toContain('&lt;b&gt;Titel&lt;/b&gt; &amp; mehr')
  expect(page).not.toContain('<b>Titel')
})
