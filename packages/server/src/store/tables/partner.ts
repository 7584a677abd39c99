// Tables beside a partner: the register, its screens, drafts and incidents.
import { app, type TableDeclaration, turnstile } from './declaration.ts'

/** Every table of the class. */
export const partnerTables = {
  partners: {
    class: 'partner',
    key: 'partner_id',
    decides: 'permission',
    turnstile: ['suspended'],
    clock: ['certified_until'],
    constant: ['partner_id', 'slug', 'ownership_group', 'registered_at'],
    insert: [turnstile],
    update: { [turnstile]: ['name', 'homepage', 'suspended'] },
  },
  features: {
    class: 'partner',
    key: 'partner_id',
    decides: 'permission',
    clock: ['start_at', 'end_at'],
    constant: ['partner_id', 'feature_id', 'slug'],
    insert: [turnstile],
    update: { [turnstile]: ['end_at'] },
  },
  manifests: {
    class: 'partner',
    key: 'partner_id',
    decides: 'permission',
    constant: [
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
    insert: [turnstile],
  },
  screens: {
    class: 'partner',
    key: 'partner_id',
    decides: 'item',
    turnstile: ['voided_at'],
    constant: ['partner_id', 'screen_hash', 'locale', 'content', 'first_shown_at'],
    insert: [app],
  },
  drafts: { class: 'partner', key: 'partner_id', decides: 'nothing', insert: [app], remove: [app] },
  incidents: { class: 'partner', key: 'partner_id', decides: 'nothing', insert: [app, turnstile] },
  register_entries: { class: 'partner', key: 'partner_id', decides: 'nothing', insert: [turnstile] },
} as const satisfies Readonly<Record<string, TableDeclaration>>
