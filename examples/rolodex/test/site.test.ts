// Rolodex by itself, over HTTP: what it refuses and shows, with no platform there.
import { siteContract } from '@countersign-examples/shared/site-contract'
import { expect, test } from 'vitest'
import { rolodex } from '../src/app.ts'

const site = siteContract(rolodex, { pages: ['/', '/received'], forms: { '/read': {} } })
const read = (path: string, ...items: unknown[]) => ({
  what: 'Look who is here',
  path: `/partner/v1/${path}`,
  raw: JSON.stringify({ items, next: null, disclosures: [] }),
})

test('a card shows a friend as plain text, and says that they gave no address', async () => {
  await site.connect(read('friends', { kind: 'friend', id: 'fri_1', name: '<b>Ben</b>' }))
  const page = await (await site.get('/', site.signedIn.cookie)).text()
  expect(page).toContain('&lt;b&gt;Ben&lt;/b&gt;')
  expect(page).toContain('Gave us no address.')
})

test('an empty book says nothing about how many friends there are', async () => {
  await site.connect(read('friends'))
  expect(await (await site.get('/', site.signedIn.cookie)).text()).toContain('says nothing about how many')
})
