// Rolodex, an example partner: an address book of friends who are here too, with what each of them gave it.
import { readFileSync } from 'node:fs'
import type { PartnerApp } from '@countersign-examples/shared'
import { BOOK, rolodexRoutes } from './site.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

/** Rolodex. */
export const rolodex: PartnerApp = {
  slug: 'rolodex',
  name: 'Rolodex',
  port: 4754,
  about: 'an address book',
  manifest: read('../countersign.partner.yaml'),
  features: {
    [BOOK]: [{ purpose: 'find_friends', actions: ['friends.list', 'friends.contact', 'contact.own'] }],
  },
  look: {
    css: read('style.css'),
    icon: read('icon.svg'),
    places: [
      { path: '/', name: 'Cards' },
      { path: '/received', name: 'What we hold' },
    ],
  },
  words: {
    home: 'To the cards',
    notFound: { title: 'No such card', words: 'There is no such page. The cards are on the first one.' },
    badForm: { title: 'That is not a form of ours', words: 'Go back and try again.' },
    broken: { title: 'The box fell over', words: 'Something went wrong on our side. Try again.' },
    saidNo: 'Fine. Nothing was connected and nothing was read.',
  },
  routes: rolodexRoutes,
  afterConnecting: async () => '/',
}
