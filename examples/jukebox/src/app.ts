// Jukebox, an example partner: a music service that sends songs and shows exactly what it received.
import { type PartnerApp, partnerFiles } from '@countersign-examples/shared'
import { search } from './catalogue.ts'
import { jukeboxRoutes, LISTEN, sendOnwards } from './site.ts'

/** Jukebox. */
export const jukebox: PartnerApp = {
  slug: 'jukebox',
  name: 'Jukebox',
  port: 4751,
  about: 'a music service',
  ...partnerFiles(import.meta.url),
  features: {
    [LISTEN]: [
      { purpose: 'share_content', actions: ['messages.write'] },
      { purpose: 'group_activity', actions: ['threads.list', 'messages.read', 'members.see'] },
    ],
  },
  places: [
    { path: '/', name: 'Catalogue' },
    { path: '/group', name: 'My group' },
  ],
  words: {
    home: 'To the catalogue',
    notFound: {
      title: 'Nothing on this disc',
      words: 'There is no such page. The catalogue is on the first one.',
    },
    broken: 'The needle jumped',
    saidNo: 'Fine. Nothing was connected and nothing was read. The catalogue is open to you all the same.',
  },
  catalogue: (query) => search(query).flatMap(({ works }) => works.map(({ card }) => card)),
  routes: jukeboxRoutes,
  landing: '/group',
  sendOnwards,
}
