// Once a day: whatever opens something here belongs to a feature of the register, or is closed (SUN-05); and so does all traffic (TRN-03).
import { type ClientId, type Instant, idOf, type PartnerId } from '@countersign/protocol'
import type { Entered } from '../gate/turnstile-port.ts'
import { makeId } from '../ports/random.ts'
import { featuresOf } from '../store/features.ts'
import { openIncident } from '../store/incidents.ts'
import { listPartners } from '../store/partners.ts'
import {
  clientsWithPartners,
  closeClient,
  deleteTokensOf,
  type TokenKind,
  tokenKinds,
  unregisteredTraffic,
} from '../store/reconcile.ts'
import { orphanWebhooks } from '../store/webhooks.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'
import { closeWebhook } from './set-webhook.ts'

/** What a run found and closed. */
export interface Reconciled {
  /** Tokens of no feature, partner or client of the register: none should ever be. */
  readonly tokens: number
  /** Clients of no partner of the register: their addresses and keys. */
  readonly routes: number
  /** Webhooks whose address is not the one of the register's last entry about them: somebody put them there past it. */
  readonly hooks: number
  /** Tokens of features that have ended, which opened nothing any more. */
  readonly ended: number
  /** Partners with entries in the ledger that the register does not have. */
  readonly unregistered: readonly PartnerId[]
}

/** Stands for "no partner": an incident about what belongs to none. */
const NOBODY = idOf('partner', '00000000-0000-0000-0000-000000000000')

/**
 * Closes what belongs to no feature, and opens an incident when there was anything that never did. Nothing depends on it:
 * every decision reads the register itself, so this finds what was put in past it. Doing so again finds nothing.
 */
export async function reconcile(
  system: Pick<System, 'app' | 'clock' | 'random' | 'settings' | 'turnstile' | 'log'>,
): Promise<Reconciled> {
  const { app, random, log } = system
  const at = await decisionTime(system, app)
  const clients = await clientsWithPartners(app)
  const runs = await runningFeatures(system, at)
  const partnerOf = new Map<string, PartnerId | null>(clients.map(({ client, partner }) => [client, partner]))
  let [tokens, ended] = [0, 0]
  for (const kind of await tokenKinds(app)) {
    const stands = standingOf(kind, partnerOf.get(kind.client ?? '') ?? null, runs)
    if (stands === 'orphan') tokens += await deleteTokensOf(app, kind)
    if (stands === 'ended') ended += await deleteTokensOf(app, kind)
  }
  const orphans = clients.filter(({ partner, open }) => partner === null && open).map(({ client }) => client)
  if (orphans.length > 0) await close(system, orphans)
  const hooks = (await orphanWebhooks(app)).length > 0 ? await closeHooks(system) : 0
  const unregistered = await unregisteredTraffic(app)
  const found = { tokens, routes: orphans.length, hooks, unregistered }
  if (tokens + orphans.length + hooks + unregistered.length > 0) {
    const cause = { kind: 'reconciliation', ...found } as const
    await openIncident(app, NOBODY, { id: makeId('incident', at, random), at, cause })
    log.error(found, 'the register and what is open differed; it was closed, and an incident is open')
  }
  return { ...found, ended }
}

interface Register {
  readonly partners: ReadonlySet<string>
  /** What is in the register, as `partner slug` and `partner feature`; whether it runs. */
  readonly features: ReadonlyMap<string, boolean>
}

async function runningFeatures({ app }: Pick<System, 'app'>, at: Instant): Promise<Register> {
  const features = new Map<string, boolean>()
  const partners = new Set<string>()
  for (const { id: partner } of await listPartners(app)) {
    partners.add(partner)
    for (const { id, slug, endAt } of await featuresOf(app, partner)) {
      const runs = endAt === null || at < endAt
      features.set(`${partner} ${slug}`, runs)
      features.set(`${partner} ${id}`, runs)
    }
  }
  return { partners, features }
}

/** An access token opens what it names itself; a refresh token what its client's partner has under that name. */
function standingOf(
  { slug, partner: named, feature }: TokenKind,
  ofClient: PartnerId | null,
  { partners, features }: Register,
): 'stands' | 'ended' | 'orphan' {
  const partner = named ?? ofClient
  if (partner === null || !partners.has(partner)) return 'orphan'
  if (ofClient !== null && ofClient !== partner) return 'orphan'
  const known = [slug, feature].flatMap((name) => (name === null ? [] : [features.get(`${partner} ${name}`)]))
  if (known.includes(undefined)) return 'orphan'
  return known.includes(false) ? 'ended' : 'stands'
}

/** Asked again inside the turn, in which the register stands still. */
async function closeHooks({ turnstile }: Pick<System, 'turnstile'>): Promise<number> {
  return turnstile.change({
    direction: 'tightens',
    async apply(session, at) {
      const orphans = await orphanWebhooks(session)
      const closed: Entered[] = []
      for (const partner of orphans) closed.push(await closeWebhook(session, partner, at))
      return {
        value: orphans.length,
        touches: closed.flatMap(({ touches }) => touches),
        records: closed.flatMap(({ records }) => records),
      }
    },
  })
}

async function close({ turnstile }: Pick<System, 'turnstile'>, clients: readonly ClientId[]): Promise<void> {
  await turnstile.change({
    direction: 'tightens',
    async apply(session) {
      for (const client of clients) await closeClient(session, client)
      return { value: undefined, touches: [], records: [] }
    },
  })
}
