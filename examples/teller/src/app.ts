// Teller, an example partner: a demo bank that sends receipts, takes back its own, and may read nothing.
import { readFileSync } from 'node:fs'
import type { PartnerApp } from '@countersign-examples/shared'
import { RECEIPTS } from './sent.ts'
import { sendOnwards, tellerRoutes } from './site.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

/** Teller. */
export const teller: PartnerApp = {
  slug: 'teller',
  name: 'Teller',
  port: 4753,
  about: 'a demo bank',
  manifest: read('../countersign.partner.yaml'),
  features: {
    [RECEIPTS]: [{ purpose: 'payment_receipts', actions: ['messages.write', 'messages.delete'] }],
  },
  look: {
    css: read('style.css'),
    icon: read('icon.svg'),
    places: [
      { path: '/', name: 'Account' },
      { path: '/sent', name: 'Placed' },
      { path: '/refused', name: 'Refused' },
      { path: '/received', name: 'What we hold' },
    ],
  },
  words: {
    home: 'To the account',
    notFound: {
      title: 'This counter is closed',
      words: 'There is no such page. The account is on the first one.',
    },
    badForm: { title: 'That is not a form of ours', words: 'Go back and try again.' },
    broken: { title: 'The till is stuck', words: 'Something went wrong on our side. Try again.' },
    saidNo: 'Fine. Nothing was connected and nothing was read.',
  },
  routes: tellerRoutes,
  afterConnecting: async (site, person, _, wanted) =>
    wanted === null ? '/' : sendOnwards(site, person, wanted),
}
