// Draws the register of a world: partners, their features, and the versions of each.
import {
  DAY_MS,
  type Field,
  fieldsOf,
  type Manifest,
  type Offer,
  type Purpose,
  type Verb,
} from '@countersign/protocol'
import type { Dice } from './dice.ts'
import { type Mint, type Moments, WORLD_NOW } from './draw-cast.ts'
import { type FeatureState, type PartnerState, readingVerbs } from './world-state.ts'

/** The purposes worlds are about. The first is what nearly everything is for; the last is hardly ever offered. */
export const worldPurposes = [
  'group_activity',
  'recommendations',
  'advertising',
] as const satisfies readonly Purpose[]

/** The verbs features offer: those that answer with data, and one that does not. */
const offeredVerbs: readonly Verb[] = [...readingVerbs, 'messages.write']

/** Two partners with a feature or two each. */
export function drawRegister(
  dice: Dice,
  mint: Mint,
  moments: Moments,
): { readonly partners: readonly PartnerState[]; readonly features: readonly FeatureState[] } {
  const partners = [0, 1].map(
    (): PartnerState => ({
      partner: mint.id('partner'),
      suspended: dice.chance(0.015),
      certifiedUntil: dice.weighted([
        [94, WORLD_NOW + 90 * DAY_MS],
        [3, moments.aroundNow()],
        [1, moments.past()],
        [2, WORLD_NOW + 1],
      ]),
    }),
  )
  const features = partners.flatMap((partner) =>
    Array.from({ length: dice.between(1, 2) }, () => drawFeature(partner, dice, mint, moments)),
  )
  return { partners, features }
}

function drawFeature({ partner }: PartnerState, dice: Dice, mint: Mint, moments: Moments): FeatureState {
  const feature = mint.id('feature')
  const manifests: Manifest[] = []
  // Reviews follow each other; in a few features the newest version, or every one, has none yet.
  const unreviewed = dice.weighted([
    [92, 0],
    [6, 1],
    [2, 9],
  ])
  const versions = dice.weighted([
    [40, 1],
    [40, 2],
    [20, 3],
  ])
  for (let version = 1; version <= versions; version++) {
    const before = manifests.at(-1)?.offers
    manifests.push({
      partner,
      feature,
      version,
      offers: before === undefined ? firstOffers(dice) : nextOffers(dice, before),
      harvestBudget: 1_000,
      termDays: 180,
      texts: { en: { name: 'Songs', summary: 'Songs for a thread.' } },
      reviewId: version > versions - unreviewed ? null : `review-${version}`,
      publishedAt: WORLD_NOW - (200 - version) * DAY_MS,
    })
  }
  return {
    feature,
    partner,
    startAt: dice.weighted([
      [97, WORLD_NOW - 200 * DAY_MS],
      [2, moments.aroundNow()],
      [1, WORLD_NOW + DAY_MS],
    ]),
    endAt: dice.weighted([
      [93, null],
      [3, WORLD_NOW + DAY_MS],
      [3, moments.aroundNow()],
      [1, moments.past()],
    ]),
    manifests,
  }
}

function firstOffers(dice: Dice): readonly Offer[] {
  return worldPurposes.flatMap((purpose, i) =>
    dice
      .some(offeredVerbs, [0.96, 0.5, 0.1][i] ?? 0)
      .map((verb) => ({ purpose, verb, fields: drawFields(dice, verb, 0.15) })),
  )
}

/** A version later: some offers are gone, some are new, some have other fields. */
function nextOffers(dice: Dice, before: readonly Offer[]): readonly Offer[] {
  return worldPurposes.flatMap((purpose) =>
    offeredVerbs.flatMap((verb): Offer[] => {
      const known = before.find((offer) => offer.purpose === purpose && offer.verb === verb)
      if (known === undefined)
        return dice.chance(0.2) ? [{ purpose, verb, fields: drawFields(dice, verb, 0.2) }] : []
      if (dice.chance(0.05)) return []
      return [dice.chance(0.2) ? { ...known, fields: drawFields(dice, verb, 0.6) } : known]
    }),
  )
}

/** The fields of a verb: all of them, or with this probability only some. */
function drawFields(dice: Dice, verb: Verb, partly: number): readonly Field[] {
  const all: readonly Field[] = fieldsOf[verb]
  return dice.chance(partly) ? dice.some(all, 0.7) : all
}
