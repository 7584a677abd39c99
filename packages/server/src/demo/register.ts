// Fills the register of the demo: every company is registered through the act every registration takes.
import { DAY_MS, type Instant, parsePartnerFile } from '@countersign/protocol'
import { type Registration, registerPartners } from '../acts/register-partner.ts'
import { findPartnerSlug } from '../store/partners.ts'
import type { System } from '../system.ts'
import { type DemoCompany, demoCompanies } from './companies.ts'
import { featureKinds } from './company-features.ts'

/** Makes a public key, a JWK. Nobody keeps the private one: no software can ever act as these companies. */
export type MakePublicKey = () => object

/** So many a turn: the head of the ledger is never held for long. */
const PER_TURN = 37
/** Features that began earlier come from before there were reviews. */
const REVIEWED_SINCE = '2018-07-01'

/**
 * Registers the demo's companies, unless they are there.
 * @throws Error when a company's line is wrong
 */
export async function loadDemoRegister(
  system: Pick<System, 'app' | 'turnstile' | 'random' | 'clock'>,
  makeKey: MakePublicKey,
): Promise<'loaded' | 'already there'> {
  const last = demoCompanies.at(-1)
  if (last !== undefined && (await findPartnerSlug(system.app, slugOf(last[0]))) !== undefined)
    return 'already there'
  const now = system.clock.now()
  const registrations = demoCompanies.map((company) => registrationOf(company, makeKey, now))
  for (let from = 0; from < registrations.length; from += PER_TURN)
    await registerPartners(system, registrations.slice(from, from + PER_TURN))
  return 'loaded'
}

function registrationOf(
  [name, features, { certifiedDays, group } = {}]: DemoCompany,
  makeKey: MakePublicKey,
  now: Instant,
): Registration {
  const slug = slugOf(name)
  const parsed = parsePartnerFile({
    slug,
    name,
    homepage: `https://${slug}.example`,
    ...(group !== undefined && { ownership_group: group }),
    client: { redirect_uris: [`https://${slug}.example/callback`], jwks: { keys: [makeKey()] } },
    features: features.split('; ').map(featureOf),
  })
  if (!parsed.ok) throw new Error(`${name}: ${JSON.stringify(parsed.error)}`)
  return {
    file: parsed.value,
    ...(certifiedDays !== undefined && { certifiedUntil: now + certifiedDays * DAY_MS }),
  }
}

/** A feature from its words: `song 2019-02-01` runs, `film-tips 2014-03-01..2015-10-31` has ended. */
function featureOf(words: string): object {
  const [kindName = '', times = ''] = words.split(' ')
  const [start = '', end] = times.split('..')
  const kind = featureKinds[kindName]
  if (kind === undefined) throw new Error(`there is no kind of feature ${kindName}`)
  const reviewed = kind.unreviewed !== true && start >= REVIEWED_SINCE
  return {
    slug: kindName,
    start_at: start,
    ...(end !== undefined && { end_at: end }),
    offers: kind.offers,
    harvest_budget: kind.reach,
    texts: { en: { name: kind.name, summary: kind.summary } },
    ...(reviewed && { review_id: `review-${start.slice(0, 4)}-${kindName}` }),
  }
}

/** `Birch & Byrne Bank` is `birch-byrne-bank`. */
function slugOf(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
}
