// Teller by itself, over HTTP: what it refuses and shows, with no platform there.
import { siteContract } from '@countersign-examples/shared/site-contract'
import { expect, test } from 'vitest'
import { teller } from '../src/app.ts'

const site = siteContract(teller, {
  pages: ['/', '/sent', '/refused', '/received'],
  forms: {
    '/send': { code: 'payment-1' },
    '/ask': { amount: '12.50', reference: 'Cake' },
    '/sent/follow': {},
    '/sent/take-back': { draft: 'x' },
    '/refused/try': {},
  },
})

test('refuses a payment that was not made, a request of nothing, and taking back what it did not place', async () => {
  expect((await site.post('/send', { code: 'payment-0' })).status).toBe(400)
  expect((await site.post('/ask', { amount: '0', reference: '' })).status).toBe(400)
  await site.connect()
  expect((await site.post('/sent/take-back', { draft: 'draft_1' }, site.signedIn)).status).toBe(404)
})

test('says on its first page that it is no bank', async () => {
  expect(await (await site.get('/')).text()).toContain('no money moves')
})
