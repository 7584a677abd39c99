// Rows of the register: partners, features, their manifests, the screens that were shown.
import { fieldsOf } from '@countersign/protocol'
import type { Plan } from './plan.ts'
import { FEATURES, featureIds, heldVerbs, PARTNERS, partnerOf, purpose, screenHash } from './register.ts'
import type { Table } from './tables.ts'

const FAR_FUTURE = Date.UTC(2100, 0, 1)

/** The tables of the register. */
export function registerTables({ seed }: Plan): readonly Table[] {
  const partners = Array.from({ length: PARTNERS }, (_, n) => n)
  const features = Array.from({ length: FEATURES }, (_, n) => n)
  const partnerId = (partner: number): string => featureIds(seed, partner).partner
  const offers = JSON.stringify(heldVerbs.map((verb) => ({ purpose, verb, fields: fieldsOf[verb] })))
  const texts = JSON.stringify({ en: { name: 'Group songs', summary: 'Shows what a chat talks about.' } })
  return [
    {
      name: 'partners',
      columns: [
        'partner_id',
        'slug',
        'name',
        'homepage',
        'ownership_group',
        'certified_until',
        'registered_at',
      ],
      expected: PARTNERS,
      rows: () =>
        partners.map((n) => {
          const slug = `partner-${n}`
          return [partnerId(n), slug, `Partner ${n}`, `https://${slug}.example`, slug, FAR_FUTURE, 0]
        }),
    },
    {
      name: 'features',
      columns: ['partner_id', 'feature_id', 'slug', 'start_at'],
      expected: FEATURES,
      rows: () =>
        features.map((n) => {
          const { partner, feature } = featureIds(seed, n)
          return [partner, feature, `feature-${n}`, 0]
        }),
    },
    {
      name: 'manifests',
      columns: [
        'partner_id',
        'feature_id',
        'version',
        'offers',
        'harvest_budget',
        'term_days',
        'texts',
        'review_id',
        'published_at',
      ],
      expected: FEATURES,
      rows: () =>
        features.map((n) => {
          const { partner, feature } = featureIds(seed, n)
          return [partner, feature, 1, offers, 1_000_000, 365, texts, `review-${partnerOf(n)}`, 0]
        }),
    },
    {
      name: 'screens',
      columns: ['partner_id', 'screen_hash', 'locale', 'content', 'first_shown_at'],
      expected: PARTNERS,
      rows: () => partners.map((n) => [partnerId(n), screenHash(n), 'en', 'What was agreed on.', 0]),
    },
  ]
}
