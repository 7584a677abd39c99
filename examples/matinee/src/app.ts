// Matinee, an example partner: a film service that recommends in chats and to friends who allow it too.
import { type PartnerApp, partnerFiles } from '@countersign-examples/shared'
import { films, search, shows } from './catalogue.ts'
import { matineeRoutes, RECOMMEND, SEASON, sendOnwards } from './site.ts'

/** Matinee. */
export const matinee: PartnerApp = {
  slug: 'matinee',
  name: 'Matinee',
  port: 4752,
  about: 'a film service',
  ...partnerFiles(import.meta.url),
  features: {
    [RECOMMEND]: [
      { purpose: 'share_content', actions: ['messages.write'] },
      { purpose: 'recommendations', actions: ['friends.list'] },
    ],
    [SEASON]: [{ purpose: 'share_content', actions: ['messages.write'] }],
  },
  places: [
    { path: '/', name: 'Films' },
    { path: '/friends', name: 'Friends' },
    { path: '/season', name: 'Season' },
    { path: '/received', name: 'What we hold' },
  ],
  words: {
    home: 'To the films',
    notFound: {
      title: 'The reel is missing',
      words: 'There is no such page. The films are on the first one.',
    },
    broken: 'The film tore',
    saidNo: 'Fine. Nothing was connected and nothing was read. The catalogue is open to you all the same.',
  },
  catalogue: (query) => search([...films, ...shows], query).map(({ card }) => card),
  routes: matineeRoutes,
  landing: '/friends',
  sendOnwards,
}
