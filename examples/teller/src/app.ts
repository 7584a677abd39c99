// Teller, an example partner: a demo bank that sends receipts, takes back its own, and may read nothing.
import { type PartnerApp, partnerFiles } from '@countersign-examples/shared'
import { RECEIPTS } from './sent.ts'
import { sendOnwards, tellerRoutes } from './site.ts'

/** Teller. */
export const teller: PartnerApp = {
  slug: 'teller',
  name: 'Teller',
  port: 4753,
  about: 'a demo bank',
  ...partnerFiles(import.meta.url),
  features: {
    [RECEIPTS]: [{ purpose: 'payment_receipts', actions: ['messages.write', 'messages.delete'] }],
  },
  places: [
    { path: '/', name: 'Account' },
    { path: '/sent', name: 'Placed' },
    { path: '/refused', name: 'Refused' },
    { path: '/received', name: 'What we hold' },
  ],
  words: {
    home: 'To the account',
    notFound: {
      title: 'This counter is closed',
      words: 'There is no such page. The account is on the first one.',
    },
    broken: 'The till is stuck',
    saidNo: 'Fine. Nothing was connected and nothing was read.',
  },
  routes: tellerRoutes,
  landing: '/',
  sendOnwards,
}
