// What the tour draws its right side from: the register of this very installation, counted and looked at now.
import type { Instant, Purpose, Verb } from '@countersign/protocol'
import { listPartners, type Partner } from '../store/partners.ts'
import { type RegisterFeature, registerFeatures } from '../store/register.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'
import { localText } from './local-text.ts'

/** The example partners behind doors that can be tried, by what they do in the story. */
const played = { music: 'jukebox', film: 'matinee', bank: 'teller', contacts: 'rolodex' } as const

/** A company that can be tried, with what its features may ask for today, purpose by purpose. */
export interface TourCompany {
  readonly name: string
  readonly homepage: string
  readonly offers: readonly {
    readonly feature: string
    readonly purpose: Purpose
    readonly verbs: readonly Verb[]
  }[]
}

/** A feature that ended, in the language of whoever looks. */
export interface EndedFeature {
  readonly company: string
  readonly slug: string
  readonly name: string
  readonly startAt: Instant
  readonly endAt: Instant
}

/** All of it. A company that is not registered here, or suspended, is null: its door says so. */
export interface TourFacts {
  readonly companies: Readonly<Record<keyof typeof played, TourCompany | null>>
  readonly registered: number
  /** Companies none of whose features goes on. */
  readonly over: number
  readonly features: number
  readonly featuresEnded: number
  /** The one that was about films and ended first. */
  readonly endedFilm: EndedFeature | null
}

/** Reads it. */
export async function tourFacts(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  locale: string,
): Promise<TourFacts> {
  const now = await decisionTime(system, system.app)
  const partners = await listPartners(system.app)
  const features = await registerFeatures(system.app, null)
  const of = Map.groupBy(features, ({ partner }) => partner)
  const goesOn = ({ endAt }: RegisterFeature): boolean => endAt === null || endAt > now
  const nameOf = ({ manifest, slug }: RegisterFeature): string =>
    manifest === null ? slug : localText(manifest.texts, locale).text.name
  const company = (slug: string): TourCompany | null => {
    const known = partners.find((one) => one.slug === slug && !one.suspended)
    if (known === undefined) return null
    const offers = (of.get(known.id) ?? []).filter(goesOn).flatMap((feature) => {
      const byPurpose = Map.groupBy(feature.manifest?.offers ?? [], ({ purpose }) => purpose)
      return [...byPurpose].map(([purpose, all]) => ({
        feature: nameOf(feature),
        purpose,
        verbs: all.map(({ verb }) => verb),
      }))
    })
    return { name: known.name, homepage: known.homepage, offers }
  }
  return {
    companies: {
      music: company(played.music),
      film: company(played.film),
      bank: company(played.bank),
      contacts: company(played.contacts),
    },
    registered: partners.length,
    over: partners.filter(({ id }) => of.has(id) && !of.get(id)?.some(goesOn)).length,
    features: features.length,
    featuresEnded: features.filter((feature) => !goesOn(feature)).length,
    endedFilm: endedFilm(features, partners, now, nameOf),
  }
}

function endedFilm(
  features: readonly RegisterFeature[],
  partners: readonly Partner[],
  now: Instant,
  nameOf: (feature: RegisterFeature) => string,
): EndedFeature | null {
  const ended = features.flatMap((feature) => {
    const { slug, endAt, partner, startAt } = feature
    const company = partners.find(({ id }) => id === partner)
    if (endAt === null || endAt > now || !slug.includes('film') || company === undefined) return []
    return [{ company: company.name, slug: company.slug, name: nameOf(feature), startAt, endAt }]
  })
  return ended.toSorted((a, b) => a.endAt - b.endAt)[0] ?? null
}
