// The step of an authorization where a person allows something or nothing: what the screen shows, and taking the answer.

import { DAY_MS, type Instant } from '@countersign/protocol'
import type { permissionScreen as screenSchema } from '@countersign/protocol/permission-api'
import { errors, type InteractionResults, type Provider } from 'oidc-provider'
import type { z } from 'zod'
import { decisionTime } from '../acts/decision-time.ts'
import { giveGrant, type PermissionAnswer } from '../acts/give-grant.ts'
import { linkIdentity } from '../acts/link-identity.ts'
import { listThreadsToPick } from '../acts/list-threads-to-pick.ts'
import { previewPermission, type ThreadPreview } from '../acts/preview-permission.ts'
import { Problem } from '../problems.ts'
import { findPerson, type Person } from '../store/people.ts'
import { keepScreen, screenStands } from '../store/screens.ts'
import type { System } from '../system.ts'
import { detailsOf, type RequestedFeature, requestedFeature } from './details.ts'
import { authorizationId, guardOf, type Stop } from './interaction.ts'
import { type PermissionScreen, permissionScreen, screenHash, screenText } from './permission-screen.ts'
import { permittedBy, type Ticks } from './permitted.ts'

/** What both halves of the step work with. */
export interface Step {
  readonly system: System
  readonly provider: Provider
  readonly stop: Stop
  readonly person: Person
}

interface Shown {
  readonly requested: RequestedFeature
  readonly screen: PermissionScreen
  readonly text: string
  readonly hash: string
  readonly now: Instant
}

/** How a no ends: the partner learns that there was no yes, and nothing else. */
export const refused: InteractionResults = {
  error: 'access_denied',
  error_description: 'nothing was allowed',
}

async function shownTo(step: Step): Promise<Shown> {
  const { system, stop, person } = step
  const requested = await stillRequested(step)
  if (requested.manifest.reviewId === null && !person.test) throw new Problem('REVIEW_MISSING')
  const screen = permissionScreen(stop.partner, requested, person.locale)
  const text = screenText(screen)
  return { requested, screen, text, hash: screenHash(text), now: await decisionTime(system, system.app) }
}

/** What is asked for, as far as it stands: a feature can end, or offer less, between its request and the screen. */
async function stillRequested({ system, stop, person }: Step): Promise<RequestedFeature> {
  try {
    return await requestedFeature(system, stop.partner.id, stop.details ?? [], person)
  } catch (error) {
    if (!(error instanceof errors.InvalidAuthorizationDetails)) throw error
    throw new Problem('NOT_OFFERED', { cause: error })
  }
}

/**
 * The screen for its reader, kept as it is shown.
 * @throws {Problem} CONSENT_VOID for one that was found wanting: what is given on it would count for nothing (PER-04)
 */
export async function shownPermission(step: Step): Promise<z.infer<typeof screenSchema>> {
  const { system, stop, person } = step
  const shown = await shownTo(step)
  const { screen, text, hash, now } = shown
  await keepScreen(system.app, { partner: stop.partner.id, hash, locale: screen.locale, content: text }, now)
  if (!(await screenStands(system.app, stop.partner.id, hash))) throw new Problem('CONSENT_VOID')
  const threads = screen.threads === null ? [] : await listThreadsToPick(system, person.id)
  return { ...presentScreen(shown), ...ownOf(step, threads) }
}

type Wire = z.infer<typeof screenSchema>

/** The words of a screen as they are sent: the very ones that are hashed, and days for "in so many days". */
function presentScreen({
  requested,
  screen,
  hash,
  now,
}: Shown): Omit<Wire, 'guard' | 'person' | 'partner' | 'own_threads'> {
  const inDays = (days: number): string => new Date(now + days * DAY_MS).toISOString().slice(0, 10)
  const { defaultDays, maxDays, ...until } = screen.until
  return {
    screen_hash: hash,
    feature: requested.feature.id,
    manifest_version: requested.manifest.version,
    locale: screen.locale,
    title: screen.title,
    lead: screen.lead,
    asks: screen.asks,
    beyond: screen.beyond,
    choices_title: screen.choicesTitle,
    choices_note: screen.choicesNote,
    purposes: screen.purposes.map(({ purpose, title, choices }) => ({
      purpose,
      title,
      choices: choices.map(({ key, verb, fields, label, covers }) => ({
        key,
        verb,
        fields: [...fields],
        label,
        covers,
      })),
    })),
    threads: screen.threads,
    history: screen.history,
    until: {
      ...until,
      unless_chosen: inDays(defaultDays - 1),
      earliest: inDays(0),
      latest: inDays(maxDays - 1),
    },
    not_title: screen.notTitle,
    not: [...screen.not],
    back_title: screen.backTitle,
    back: screen.back,
    no: screen.no,
    yes: screen.yes,
  }
}

/** What stands beside the words: the reader's own. */
function ownOf(
  { system, stop, person }: Step,
  threads: Awaited<ReturnType<typeof listThreadsToPick>>,
): Pick<Wire, 'guard' | 'person' | 'partner' | 'own_threads'> {
  return {
    guard: guardOf(system, stop.uid, person.id),
    partner: stop.partner.id,
    person: { id: person.id, name: person.displayName },
    own_threads: threads.map(({ id, title, others }) => ({ id, title, others: [...others] })),
  }
}

/** What the ticks would give now of the person's own words. Nothing is given. */
export async function previewOf(step: Step, ticks: Ticks): Promise<readonly ThreadPreview[]> {
  const { answer } = await answerIn(step, ticks)
  return previewPermission(step.system, answer)
}

/** An answer as screens give it: always of one authorization, and until a day. */
type SentAnswer = PermissionAnswer & { readonly oauthGrant: string; readonly endAt: Instant }

/** What ticks say yes to, if they were made on the screen as it is now. */
async function answerIn(
  step: Step,
  ticks: Ticks,
): Promise<{ readonly answer: SentAnswer; readonly shown: Shown }> {
  const { system, stop, person } = step
  const shown = await shownTo(step)
  const { requested, screen, hash, now } = shown
  if (ticks.screen_hash !== hash)
    throw new Problem('NOT_OFFERED', {
      detail: 'The screen changed while it was open. Please read it again.',
    })
  const { choices, threads, endAt, history } = permittedBy(ticks, screen, now)
  const answer = {
    person: person.id,
    partner: stop.partner.id,
    feature: requested.feature.id,
    manifestVersion: requested.manifest.version,
    screenHash: hash,
    locale: screen.locale,
    oauthGrant: authorizationId(system, stop.uid),
    choices,
    threads,
    endAt,
    history,
  }
  return { answer, shown }
}

/** Takes a yes and what was signed for it: gives the grants; answers how the authorization goes on. */
export async function takePermission(
  step: Step,
  ticks: Ticks,
  signed: PermissionAnswer['signed'],
): Promise<InteractionResults> {
  const { system, provider } = step
  const { answer, shown } = await answerIn(step, ticks)
  const { requested, now } = shown
  // The grant first: were saving the authorization to fail, there would be a permission nobody can use, listed for its
  // person; the other way round, tokens for a permission that was never entered.
  const given = await giveGrant(system, { ...answer, signed })
  // What was given, which is not this answer when another one to the same screen was first.
  const chosen = requested.offers.filter(({ purpose, verb }) =>
    given.some((grant) => grant.purpose === purpose && grant.verbs.includes(verb)),
  )
  const seconds = Math.max(60, Math.floor((answer.endAt - now) / 1000))
  return authorize(provider, step, answer.oauthGrant, seconds, detailsOf(requested.feature, chosen))
}

/** Takes the yes of a pure sign-in: links the identity, which gives nothing (PER-02). */
export async function takeIdentity(step: Step): Promise<InteractionResults> {
  const { system, provider, stop, person } = step
  await linkIdentity(system, { person: person.id, partner: stop.partner.id, client: stop.client })
  return authorize(provider, step, authorizationId(system, stop.uid), 365 * 86_400, [])
}

async function authorize(
  provider: Provider,
  { stop, person }: Step,
  id: string,
  expiresIn: number,
  details: ReturnType<typeof detailsOf>,
): Promise<InteractionResults> {
  const grant = new provider.Grant({ accountId: person.id, clientId: stop.client })
  Object.assign(grant, { jti: id, expiresIn })
  grant.addOIDCScope(stop.scope)
  for (const detail of details) grant.addRar(detail)
  await grant.save()
  return { consent: { grantId: id } }
}

/** The person a stop is for. @throws {Problem} NOT_ALLOWED when the account is not open any more */
export async function personOfStop(system: Pick<System, 'app'>, stop: Stop): Promise<Person> {
  const person = stop.person && (await findPerson(system.app, stop.person))
  if (person?.account !== 'open') throw new Problem('NOT_ALLOWED')
  return person
}
