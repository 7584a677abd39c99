// The tour at `/`: the doors, with what is true right now for the person looking.
import type { Instant } from '@countersign/protocol'
import { totalDisclosures } from '../../acts/list-disclosures.ts'
import { listDemoPeople } from '../../acts/sign-in-demo.ts'
import { momentWords } from '../../http/dates.ts'
import { lastRefusals } from '../../store/ledger-entries.ts'
import { listPartners, type Partner } from '../../store/partners.ts'
import { registerFeatures } from '../../store/register.ts'
import type { System } from '../../system.ts'
import { doors, type TourState } from './doors.ts'
import { refusedOf } from './refused-words.ts'
import { type PageScope, pageTime, show, type Visitor, visitorOf } from './scope.ts'
import { threadLines } from './thread-lines.ts'
import { tourPage } from './tour-view.ts'

/** Adds the tour. */
export function tourPages({ http, system }: PageScope): void {
  http.get('/', { schema: { hide: true } }, async (request, reply) => {
    const visitor = await visitorOf(system, request)
    const partners = await listPartners(system.app)
    const state = await stateOf(system, visitor, partners, pageTime(system))
    const body = tourPage({ person: visitor, demo: await listDemoPeople(system), doors: doors(state) })
    return show(reply, { title: 'Tour', body, visitor, width: 'wide' })
  })
}

async function stateOf(
  system: System,
  visitor: Visitor | null,
  partners: readonly Partner[],
  now: Instant,
): Promise<TourState> {
  const features = await registerFeatures(system.app, null)
  const open = (slug: string) => partners.find((one) => one.slug === slug && !one.suspended) ?? null
  const shared = {
    music: open('jukebox'),
    film: open('matinee'),
    bank: open('teller'),
    contacts: open('rolodex'),
    registered: partners.length,
    ended: features.filter(({ endAt }) => endAt !== null && endAt <= now).length,
  }
  if (visitor === null) return { ...shared, thread: null, got: null, refused: null }
  const lines = await threadLines(system.app, visitor.id)
  const totals = await totalDisclosures(system, { person: visitor.id })
  return {
    ...shared,
    thread: lines.find(({ other }) => other === null) ?? null,
    got: {
      items: totals.reduce((sum, { items }) => sum + items, 0),
      reads: totals.reduce((sum, { disclosures }) => sum + disclosures, 0),
    },
    refused: await lastRefused(system, visitor, partners, now),
  }
}

async function lastRefused(
  system: System,
  visitor: Visitor,
  partners: readonly Partner[],
  now: Instant,
): Promise<string | null> {
  const refusals = [...(await lastRefusals(system.app, visitor.id))].sort(([, a], [, b]) => b.at - a.at)
  const [last] = refusals
  const name = partners.find(({ id }) => id === last?.[0])?.name
  const refused = refusedOf(last?.[1])
  if (name === undefined || refused === null) return null
  return `${name} was last refused ${momentWords(refused.at, now)}. ${refused.words}`
}
