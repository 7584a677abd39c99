// Jukebox, an example partner: a music service that sends songs and shows exactly what it received.
import { readFileSync } from 'node:fs'
import type { PartnerApp } from '@countersign-examples/shared'
import { search } from './catalogue.ts'
import { jukeboxRoutes, LISTEN, sendOnwards } from './site.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

/** Jukebox. */
export const jukebox: PartnerApp = {
  slug: 'jukebox',
  name: 'Jukebox',
  port: 4751,
  about: 'a music service',
  manifest: read('../countersign.partner.yaml'),
  features: {
    [LISTEN]: [
      { purpose: 'share_content', actions: ['messages.write'] },
      { purpose: 'group_activity', actions: ['threads.list', 'messages.read', 'members.see'] },
    ],
  },
  look: {
    css: read('style.css'),
    icon: read('icon.svg'),
    places: [
      { path: '/', name: 'Catalogue' },
      { path: '/group', name: 'My group' },
    ],
  },
  words: {
    home: 'To the catalogue',
    notFound: {
      title: 'Nothing on this disc',
      words: 'There is no such page. The catalogue is on the first one.',
    },
    badForm: { title: 'That is not a form of ours', words: 'Go back and try again.' },
    broken: { title: 'The needle jumped', words: 'Something went wrong on our side. Try again.' },
    saidNo: 'Fine. Nothing was connected and nothing was read. The catalogue is open to you all the same.',
  },
  catalogue: (query) => search(query).flatMap(({ works }) => works.map(({ card }) => card)),
  routes: jukeboxRoutes,
  afterConnecting: async (site, person, _, wanted) =>
    wanted === null ? '/group' : sendOnwards(site, person, wanted),
}
