// The step of an authorization where a person allows something or nothing: shows the screen, takes the answer.

import type { Instant } from '@countersign/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { errors, type InteractionResults, type Provider } from 'oidc-provider'
import { decisionTime } from '../acts/decision-time.ts'
import { giveGrant, type PermissionAnswer } from '../acts/give-grant.ts'
import { linkIdentity } from '../acts/link-identity.ts'
import { listThreadsToPick } from '../acts/list-threads-to-pick.ts'
import { previewPermission, type ThreadPreview } from '../acts/preview-permission.ts'
import { sendPage } from '../http/page.ts'
import { Problem, problems } from '../problems.ts'
import { findPerson, type Person } from '../store/people.ts'
import { keepScreen, screenStands } from '../store/screens.ts'
import type { System } from '../system.ts'
import { detailsOf, type RequestedFeature, requestedFeature } from './details.ts'
import { authorizationId, guardOf, type Stop } from './interaction.ts'
import { type FormFields, oneValue, permittedBy, tickedIn } from './permission-form.ts'
import { nothingTicked, permissionPage, type Ticked } from './permission-page.ts'
import { type PermissionScreen, permissionScreen, screenHash, screenText } from './permission-screen.ts'

/** What both halves of the step work with. */
export interface Step {
  readonly system: System
  readonly provider: Provider
  readonly stop: Stop
  readonly person: Person
  readonly request: FastifyRequest
  readonly reply: FastifyReply
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

/** A form that was sent and is shown again: because something has to be put right, or because a preview was asked for. */
interface Back {
  readonly ticked: Ticked
  readonly problem?: string
  readonly previews?: readonly ThreadPreview[]
}

/** Shows the screen, with what was ticked before when it comes back. */
export async function showPermission(step: Step, back: Back | null = null): Promise<FastifyReply> {
  const { system, stop, person, reply } = step
  const shown = await shownTo(step)
  const { screen, text, hash, now } = shown
  await keepScreen(system.app, { partner: stop.partner.id, hash, locale: screen.locale, content: text }, now)
  // A screen that was found wanting is not shown to anybody again: what is given on it counts for nothing (PER-04).
  if (!(await screenStands(system.app, stop.partner.id, hash))) throw new Problem('CONSENT_VOID')
  const body = permissionPage({
    screen,
    screenHash: hash,
    action: `/interaction/${stop.uid}/permission`,
    guard: guardOf(system, stop.uid, person.id),
    personName: person.displayName,
    threads: screen.threads === null ? [] : await listThreadsToPick(system, person.id),
    ticked: back?.ticked ?? nothingTicked,
    problem: back?.problem ?? null,
    previews: back?.previews ?? null,
    now,
  })
  return sendPage(reply, body, {
    status: back?.problem === undefined ? 200 : 422,
    formTargets: [stop.redirectOrigin],
  })
}

/**
 * Takes a yes: gives the grants and answers how the authorization goes on; undefined when the form was shown again
 * because something has to be put right.
 */
export async function takePermission(
  step: Step,
  fields: FormFields,
): Promise<InteractionResults | undefined> {
  const ticked = tickedIn(fields)
  return unlessWrong(step, ticked, () => give(step, fields, ticked))
}

/** Shows the screen again with what the ticks would give now of the person's own words. Nothing is given. */
export async function previewOf(step: Step, fields: FormFields): Promise<void> {
  const ticked = tickedIn(fields)
  await unlessWrong(step, ticked, async () => {
    const { answer } = await answerIn(step, fields, ticked)
    await showPermission(step, { ticked, previews: await previewPermission(step.system, answer) })
  })
}

async function unlessWrong<T>(step: Step, ticked: Ticked, act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Problem) || problems[error.code].status !== 422) throw error
    await showPermission(step, { ticked, problem: problemWords(error) })
    return undefined
  }
}

/** An answer as forms give it: always of one authorization, and until a day. */
type SentAnswer = PermissionAnswer & { readonly oauthGrant: string; readonly endAt: Instant }

/** What a form says yes to, if it was sent from the screen as it is now. */
async function answerIn(
  step: Step,
  fields: FormFields,
  ticked: Ticked,
): Promise<{ readonly answer: SentAnswer; readonly shown: Shown }> {
  const { system, stop, person } = step
  const shown = await shownTo(step)
  const { requested, screen, hash, now } = shown
  if (oneValue(fields, 'screen') !== hash)
    throw new Problem('NOT_OFFERED', {
      detail: 'The screen changed while it was open. Please read it again.',
    })
  const { choices, threads, endAt, history } = permittedBy(ticked, screen, now)
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

async function give(step: Step, fields: FormFields, ticked: Ticked): Promise<InteractionResults> {
  const { system, provider } = step
  const { answer, shown } = await answerIn(step, fields, ticked)
  const { requested, now } = shown
  // The grant first: were saving the authorization to fail, there would be a permission nobody can use, listed for its
  // person; the other way round, tokens for a permission that was never entered.
  const given = await giveGrant(system, answer)
  // What was given, which is not this form when another one of the same screen was first.
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

function problemWords(problem: Problem): string {
  const { title, next } = problems[problem.code]
  return [problem.detail ?? title, next].join(' ')
}
