// The register as data: the page's twin, with the protocol's own words, described in the OpenAPI document.
import { parseId, partnerRoles, reachBand, reachBands, verbs } from '@countersign/protocol'
import { z } from 'zod'
import { localText } from '../acts/local-text.ts'
import type { RegisterEntry } from '../store/register.ts'
import type { Register, RegisteredFeature, RegisteredPartner } from './register-model.ts'

const time = z.iso.datetime().describe('RFC 3339, UTC')

const feature = z.strictObject({
  id: z.string(),
  slug: z.string(),
  state: z
    .enum(['running', 'testing', 'coming', 'ended'])
    .describe('`testing`: not reviewed, test accounts only.'),
  start_at: time,
  end_at: time.nullable().describe('From this instant on nothing leaves through it.'),
  manifest: z
    .strictObject({
      version: z.int(),
      name: z.string(),
      summary: z.string(),
      offers: z
        .array(z.strictObject({ purpose: z.string(), verb: z.enum(verbs), fields: z.array(z.string()) }))
        .describe('All it may ask a person for.'),
      harvest_budget: z.int().describe('How many people it may reach, as reviewed.'),
      term_days: z.int().describe('How long a permission lasts at most.'),
      review_id: z.string().nullable(),
      published_at: time,
    })
    .nullable()
    .describe('The version in force.'),
  exception: z
    .strictObject({
      old_end_at: time,
      new_end_at: time,
      reason: z.string(),
      asked_at: time,
      agreed_at: time.nullable().describe('Null: nobody agreed, so the old end stands.'),
    })
    .nullable()
    .describe('Its one exception from its end, thirty days at most.'),
})

const partner = z.strictObject({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  homepage: z.string(),
  ownership_group: z.string(),
  standing: z.enum(['running', 'testing', 'coming', 'ended', 'overdue', 'suspended']),
  role: z.enum(partnerRoles).describe('What it is by its facts; no role is exempt from anything.'),
  declared_role: z.enum(partnerRoles).describe('What it calls itself.'),
  suspended: z.boolean(),
  certified_until: time,
  registered_at: time,
  reached: z
    .enum(reachBands.map((from) => reachBand(from)))
    .describe(
      'How many people everything of its owner has reached so far, in a band: what is held against the budget. Test accounts are nobody.',
    ),
  webhook: z.string().nullable().describe('Where what happens is sent to it; null when it is sent nowhere.'),
  deletions: z
    .strictObject({
      asked: z.int(),
      in_time: z.int(),
      late: z.int().describe('Answered after the ten days.'),
      silent: z.int().describe('The ten days passed, and no answer yet.'),
    })
    .describe('How often people asked it to delete what it got of them, and how it answered.'),
  features: z.array(feature).describe('Ended ones too.'),
})

/** `GET /register.json` */
export const registerSchema = z.strictObject({
  total: z.int().describe('How many partners match, on all pages together.'),
  partners: z.array(partner).describe('By slug.'),
  next: z.string().nullable().describe('Give it as `after` for the next page; null when this is the last.'),
})

/** `GET /register/{slug}.json` */
export const partnerSchema = partner.extend({
  history: z
    .array(
      z.strictObject({
        index: z.int().describe('Which leaf of the log it is.'),
        at: time,
        kind: z.string(),
        record: z
          .record(z.string(), z.unknown())
          .describe('The entry without who reviewed or asked; times are milliseconds since 1970.'),
      }),
    )
    .describe('The entries of the register about it, the newest first.'),
  history_next: z
    .int()
    .nullable()
    .describe('Give it as `before` for the entries before these; null when there are none.'),
})

/** A page of the register in the order of slugs, after a slug. */
export function registerPageJson(
  { partners }: Register,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): z.input<typeof registerSchema> {
  const bySlug = [...partners].sort((a, b) => (a.slug < b.slug ? -1 : 1))
  const rest = bySlug.filter(({ slug }) => after === undefined || slug > after)
  const shown = rest.slice(0, limit)
  return {
    total: partners.length,
    partners: shown.map(partnerJson),
    next: rest.length > shown.length ? (shown.at(-1)?.slug ?? null) : null,
  }
}

/** A partner and a page of its history. */
export function partnerHistoryJson(
  one: RegisteredPartner,
  { entries, next }: { readonly entries: readonly RegisterEntry[]; readonly next: number | null },
): z.input<typeof partnerSchema> {
  return {
    ...partnerJson(one),
    history: entries.map(({ index, at, record }) => ({
      index,
      at: wireTime(at),
      kind: record.kind,
      record: withoutPeople(record),
    })),
    history_next: next,
  }
}

/** Who reviewed or asked is in the ledger for auditors; the public reads what was done. */
function withoutPeople(record: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => parseId('person', value) === undefined),
  )
}

function partnerJson(one: RegisteredPartner): z.input<typeof partner> {
  return {
    id: one.id,
    slug: one.slug,
    name: one.name,
    homepage: one.homepage,
    ownership_group: one.ownershipGroup,
    standing: one.standing,
    role: one.role,
    declared_role: one.declaredRole,
    suspended: one.suspended,
    certified_until: wireTime(one.certifiedUntil),
    registered_at: wireTime(one.registeredAt),
    reached: reachBand(one.reached),
    webhook: one.webhook,
    deletions: {
      asked: one.deletions.asked,
      in_time: one.deletions.inTime,
      late: one.deletions.late,
      silent: one.deletions.silent,
    },
    features: one.features.map(featureJson),
  }
}

function featureJson({
  id,
  slug,
  state,
  startAt,
  endAt,
  manifest,
  exception,
}: RegisteredFeature): z.input<typeof feature> {
  const text = manifest && localText(manifest.texts, 'en').text
  return {
    id,
    slug,
    state,
    start_at: wireTime(startAt),
    end_at: endAt === null ? null : wireTime(endAt),
    manifest: manifest &&
      text && {
        version: manifest.version,
        name: text.name,
        summary: text.summary,
        offers: manifest.offers.map((offer) => ({ ...offer, fields: [...offer.fields] })),
        harvest_budget: manifest.harvestBudget,
        term_days: manifest.termDays,
        review_id: manifest.reviewId,
        published_at: wireTime(manifest.publishedAt),
      },
    exception: exception && {
      old_end_at: wireTime(exception.oldEndAt),
      new_end_at: wireTime(exception.newEndAt),
      reason: exception.reason,
      asked_at: wireTime(exception.askedAt),
      agreed_at: exception.agreedAt === null ? null : wireTime(exception.agreedAt),
    },
  }
}

const wireTime = (at: number): string => new Date(at).toISOString()
