// Tunes, the made-up music service of D4: what it declares and asks for.
import type { Purpose, Verb } from '@countersign/sdk'
import type { RegisterPartner } from './operator.ts'
import { type RecordedPartner, setUpPartner } from './recorded-partner.ts'

/** Why Tunes reads a group's messages. */
export const GROUP: Purpose = 'group_activity'
/** Why Tunes sends a song. */
export const SHARE: Purpose = 'share_content'
/** The name everybody sees under what came through Tunes. */
export const TUNES = 'Tunes'

const feature = 'song-in-a-group'
const reads: readonly Verb[] = ['threads.list', 'messages.read']

/** Has Tunes registered on a platform. */
export function setUpTunes(platform: string, register: RegisterPartner): Promise<RecordedPartner> {
  return setUpPartner(platform, register, { slug: 'tunes', name: TUNES, feature, features })
}

/** What Tunes declares: sending asks for nothing, reading for the least that shows what a group listens to. */
const features = [
  {
    slug: feature,
    start_at: '2018-12-18',
    offers: [
      { purpose: SHARE, verb: 'messages.write' },
      { purpose: GROUP, verb: 'threads.list', fields: ['thread.kind'] },
      {
        purpose: GROUP,
        verb: 'messages.read',
        fields: ['message.text', 'message.sent_at', 'message.author'],
      },
    ],
    harvest_budget: 1_000,
    texts: {
      en: {
        name: 'A song in a group',
        summary: 'Sends songs you pick, and shows which songs a chat talks about.',
      },
    },
    review_id: 'tunes-2018-12',
  },
]

/** What Tunes asks a person for when it only sends. */
export const sendOnly = [{ purpose: SHARE, actions: ['messages.write'] as const }]
/** What Tunes asks a person for when it also reads. */
export const sendAndRead = [...sendOnly, { purpose: GROUP, actions: reads }]
