// Rolodex, an example partner: an address book of friends who are here too, with what each of them gave it.
import { type PartnerApp, partnerFiles } from '@countersign-examples/shared'
import { BOOK, rolodexRoutes } from './site.ts'

/** Rolodex. */
export const rolodex: PartnerApp = {
  slug: 'rolodex',
  name: 'Rolodex',
  port: 4754,
  about: 'an address book',
  ...partnerFiles(import.meta.url),
  features: {
    [BOOK]: [{ purpose: 'find_friends', actions: ['friends.list', 'friends.contact', 'contact.own'] }],
  },
  places: [
    { path: '/', name: 'Cards' },
    { path: '/received', name: 'What we hold' },
  ],
  words: {
    home: 'To the cards',
    notFound: { title: 'No such card', words: 'There is no such page. The cards are on the first one.' },
    broken: 'The box fell over',
    saidNo: 'Fine. Nothing was connected and nothing was read.',
  },
  routes: rolodexRoutes,
  landing: '/',
}
