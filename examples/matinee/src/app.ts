// Matinee, an example partner: a film service that recommends in chats and to friends who allow it too.
import { readFileSync } from 'node:fs'
import type { PartnerApp } from '@countersign-examples/shared'
import { films, search, shows } from './catalogue.ts'
import { matineeRoutes, RECOMMEND, SEASON, sendOnwards } from './site.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

/** Matinee. */
export const matinee: PartnerApp = {
  slug: 'matinee',
  name: 'Matinee',
  port: 4752,
  about: 'a film service',
  manifest: read('../countersign.partner.yaml'),
  features: {
    [RECOMMEND]: [
      { purpose: 'share_content', actions: ['messages.write'] },
      { purpose: 'recommendations', actions: ['friends.list'] },
    ],
    [SEASON]: [{ purpose: 'share_content', actions: ['messages.write'] }],
  },
  look: {
    css: read('style.css'),
    icon: read('icon.svg'),
    places: [
      { path: '/', name: 'Films' },
      { path: '/friends', name: 'Friends' },
      { path: '/season', name: 'Season' },
      { path: '/received', name: 'What we hold' },
    ],
  },
  words: {
    home: 'To the films',
    notFound: {
      title: 'The reel is missing',
      words: 'There is no such page. The films are on the first one.',
    },
    badForm: { title: 'That is not a form of ours', words: 'Go back and try again.' },
    broken: { title: 'The film tore', words: 'Something went wrong on our side. Try again.' },
    saidNo: 'Fine. Nothing was connected and nothing was read. The catalogue is open to you all the same.',
  },
  catalogue: (query) => search([...films, ...shows], query).map(({ card }) => card),
  routes: matineeRoutes,
  afterConnecting: async (site, person, feature, wanted) =>
    wanted === null ? '/friends' : sendOnwards(site, person, feature, wanted),
}
