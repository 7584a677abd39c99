// Draws what people agreed to: grants and answers in every state, in force and just not.
import {
  type ContactField,
  type Countersignature,
  DAY_MS,
  fields as everyField,
  type Field,
  type Grant,
  type Instant,
  type Manifest,
  type PersonId,
  type Purpose,
  type ThreadId,
  type Verb,
} from '@countersign/protocol'
import type { Dice } from './dice.ts'
import { type Mint, type Moments, WORLD_NOW } from './draw-cast.ts'
import { worldPurposes } from './draw-register.ts'
import type { EmptyThread } from './draw-threads.ts'
import type { FeatureState } from './world-state.ts'

/** What permissions are drawn from. */
export interface PermissionSource {
  readonly dice: Dice
  readonly mint: Mint
  readonly moments: Moments
  readonly threads: readonly EmptyThread[]
  /** How many of the people of this world say yes, 0 to 1. */
  readonly generosity: number
  /** The version of each feature that most permissions are for. */
  readonly versionOf: (feature: FeatureState) => Manifest
  /** A screen: mostly of its own, sometimes one somebody else agreed on too. */
  readonly screen: (feature: FeatureState) => string
}

/** The grants of a person for a feature: one in use, and sometimes an earlier or another beside it. */
export function drawGrants(
  source: PermissionSource,
  person: PersonId,
  feature: FeatureState,
): readonly Grant[] {
  const { dice } = source
  const count = dice.weighted([
    [70, 1],
    [22, 2],
    [8, 3],
  ])
  const given = new Set<Purpose>()
  return Array.from({ length: count }, () => {
    const grant = drawGrant(source, person, feature)
    const twice = given.has(grant.purpose)
    if (grant.state === 'given' && !twice) given.add(grant.purpose)
    return grant.state === 'given' && twice ? endedGrant(source, grant) : grant
  })
}

function drawGrant(source: PermissionSource, person: PersonId, feature: FeatureState): Grant {
  const { dice, mint, threads } = source
  const manifest = dice.chance(0.88) ? source.versionOf(feature) : dice.pick(feature.manifests)
  const purpose = drawPurpose(dice)
  const offered = manifest.offers.filter((offer) => offer.purpose === purpose)
  const verbs = atLeastOne(
    dice.chance(0.75) ? offered.map(({ verb }) => verb) : dice.some(offered, 0.7).map(({ verb }) => verb),
  )
  const own = new Set<Field>(
    offered.filter(({ verb }) => verbs.includes(verb)).flatMap(({ fields }) => fields),
  )
  const fields = dice.chance(0.8) ? [...own] : dice.some([...own], 0.7)
  if (dice.chance(0.08))
    fields.push(...dice.some(everyField, 0.15).filter((field) => !fields.includes(field)))
  const startAt = drawStart(source)
  const grant: Grant = {
    id: mint.id('grant'),
    person,
    partner: feature.partner,
    feature: feature.feature,
    manifestVersion: manifest.version,
    purpose,
    verbs,
    fields,
    threads: drawThreadsOf(source, person, threads),
    startAt,
    endAt: drawEnd(source, startAt, 365),
    history: dice.chance(0.65),
    screenHash: source.screen(feature),
    locale: 'en',
    state: 'given',
  }
  return dice.chance(0.05) ? endedGrant(source, grant) : grant
}

function drawPurpose(dice: Dice): Purpose {
  return dice.chance(0.86) ? worldPurposes[0] : dice.pick(worldPurposes)
}

function atLeastOne(verbs: readonly Verb[]): readonly Verb[] {
  return verbs.length > 0 ? verbs : ['messages.write']
}

function endedGrant({ dice, mint, moments }: PermissionSource, grant: Grant): Grant {
  const endedAt = moments.since(grant.startAt)
  return dice.chance(0.5)
    ? { ...grant, state: 'withdrawn', endedAt }
    : { ...grant, state: 'superseded', endedAt, supersededBy: mint.id('grant') }
}

function drawThreadsOf(
  { dice }: PermissionSource,
  person: PersonId,
  threads: readonly EmptyThread[],
): ThreadId[] {
  const own = threads.filter(({ stays }) => stays.some((stay) => stay.person === person))
  const chosen = dice.chance(0.75) ? own : dice.some(own, 0.7)
  const strange = dice.chance(0.12) ? threads.filter((thread) => !own.includes(thread)) : []
  return [...chosen, ...strange].map(({ thread }) => thread)
}

/** Mostly some weeks ago; sometimes exactly when the 90 days without use are over, or only just now. */
function drawStart({ dice, moments }: PermissionSource): Instant {
  return dice.weighted([
    [66, WORLD_NOW - 20 * DAY_MS - dice.below(65 * DAY_MS)],
    [24, moments.since(WORLD_NOW - 88 * DAY_MS)],
    [5, moments.around(WORLD_NOW - 90 * DAY_MS)],
    [2, moments.past()],
    [3, moments.aroundNow()],
  ])
}

function drawEnd({ dice, moments }: PermissionSource, startAt: Instant, mostDays: number): Instant {
  const end = dice.weighted<Instant>([
    [94, WORLD_NOW + DAY_MS + dice.below(20 * DAY_MS)],
    [4, moments.aroundNow()],
    [2, moments.since(startAt)],
  ])
  return Math.min(Math.max(end, startAt + 1), startAt + mostDays * DAY_MS)
}

/** The answers of a person for a feature: for all threads, for some, for other versions, ended, void; or never. */
export function drawAnswers(
  source: PermissionSource,
  person: PersonId,
  feature: FeatureState,
): readonly Countersignature[] {
  const { dice, threads, generosity } = source
  if (!dice.chance(generosity))
    return dice.chance(0.25) ? [drawAnswer(source, person, feature, null, 'never')] : []
  const own = threads.filter(({ stays }) => stays.some((stay) => stay.person === person))
  const answers: Countersignature[] = []
  if (dice.chance(0.6)) answers.push(drawAnswer(source, person, feature, null, 'allow'))
  for (const { thread } of dice.some(own, answers.length === 0 ? 0.9 : 0.4))
    answers.push(
      drawAnswer(
        source,
        person,
        feature,
        thread,
        dice.chance(0.06 + 0.2 * (1 - generosity)) ? 'never' : 'allow',
      ),
    )
  if (dice.chance(0.03)) answers.push(drawAnswer(source, person, feature, null, 'never'))
  return oneGivenPerScope(source, answers)
}

function drawAnswer(
  source: PermissionSource,
  person: PersonId,
  feature: FeatureState,
  thread: ThreadId | null,
  answer: Countersignature['answer'],
): Countersignature {
  const { dice, mint, moments } = source
  const manifest = dice.chance(0.88) ? source.versionOf(feature) : dice.pick(feature.manifests)
  const startAt = answerStart(source, thread)
  const contacts = dice.weighted<readonly ContactField[]>([
    [4, []],
    [2, ['contact.email']],
    [1, ['contact.phone']],
    [3, ['contact.email', 'contact.phone']],
  ])
  const terms = {
    id: mint.id('countersignature'),
    person,
    partner: feature.partner,
    feature: feature.feature,
    manifestVersion: manifest.version,
    purpose: drawPurpose(dice),
    thread,
    answer,
    startAt,
    endAt: drawEnd(source, startAt, 180),
    history: answer === 'allow' && dice.chance(0.5),
    contactFields: answer === 'allow' ? contacts : [],
    screenHash: source.screen(feature),
  }
  return dice.chance(0.07)
    ? { ...terms, state: 'ended', endedAt: moments.since(startAt) }
    : { ...terms, state: 'given' }
}

/** As a grant's; and for a thread that somebody left, often again when they left, as `all-parties` asks. */
function answerStart(source: PermissionSource, thread: ThreadId | null): Instant {
  const { dice, moments, threads } = source
  const stays = threads.find((one) => one.thread === thread)?.stays ?? []
  const departures = stays.flatMap(({ leftAt }) => (leftAt !== null && leftAt <= WORLD_NOW ? [leftAt] : []))
  const last = Math.max(0, ...departures)
  return last > 0 && dice.chance(0.7) ? Math.min(WORLD_NOW, moments.around(last)) : drawStart(source)
}

function oneGivenPerScope(
  source: PermissionSource,
  answers: readonly Countersignature[],
): readonly Countersignature[] {
  const given = new Set<string>()
  return answers.map((answer): Countersignature => {
    if (answer.state === 'ended') return answer
    const scope = `${answer.purpose} ${answer.thread}`
    if (!given.has(scope)) {
      given.add(scope)
      return answer
    }
    return { ...answer, state: 'ended', endedAt: source.moments.since(answer.startAt) }
  })
}
