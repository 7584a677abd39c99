// The operator of a demo: does, through the acts everybody uses, what its players cannot do over HTTP.
import type { ChildProcess } from 'node:child_process'
import { type Id, type IdPrefix, parseId } from '@countersign/protocol'
import { z } from 'zod'
import { addPerson } from '../acts/add-person.ts'
import { befriend } from '../acts/befriend.ts'
import { certifyPartner } from '../acts/certify-partner.ts'
import { endFeature, previewEnd } from '../acts/end-feature.ts'
import { agreeToException, askException } from '../acts/make-exception.ts'
import { nameReviewer } from '../acts/name-reviewer.ts'
import { checkPassword } from '../acts/password.ts'
import { confirmContact, contactCode } from '../acts/prove-contact.ts'
import { readPartnerFile } from '../acts/read-partner-file.ts'
import { reconcile } from '../acts/reconcile.ts'
import { registerPartner } from '../acts/register-partner.ts'
import { restorePlacements } from '../acts/restore-placement.ts'
import { loggable } from '../ports/loggable.ts'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { whichFeature } from './commands/operator-args.ts'
import type { MovableClock } from './movable-clock.ts'
import { whichPartner } from './which-partner.ts'

/** What an operator of a demo has at hand. */
export interface OperatorsDesk {
  readonly system: System
  /** Only the server of a demo whose story needs one has it; nothing else can move a server's time. */
  readonly clock: MovableClock | undefined
}

/** How many acts go on at once: the turnstile takes those that wait together. */
const AT_ONCE = 64

const person = id('person')
/** A feature as the commands take it: `slug/feature`. */
const feature = z.string()
/** Who says so, by their own password, as the commands ask for it. */
const as = z.strictObject({ login: z.string(), password: z.string() })
/** What a player may ask for, one thing at a time. */
const asked = z.union([
  z.strictObject({ register: z.string() }),
  z.strictObject({ openAccounts: z.array(z.string()) }),
  z.strictObject({ proveAddresses: z.array(z.strictObject({ person, email: z.email() })) }),
  z.strictObject({ befriend: z.array(z.tuple([person, person])) }),
  z.strictObject({ restore: z.strictObject({ partner: z.string(), since: z.int() }) }),
  z.strictObject({ moveClock: z.strictObject({ at: z.int(), pace: z.enum(['runs', 'stands']) }) }),
  z.strictObject({ endFeature: z.strictObject({ feature, at: z.int() }) }),
  z.strictObject({ hangsOn: feature }),
  z.strictObject({ certify: z.string() }),
  z.strictObject({ nameReviewer: person }),
  z.strictObject({
    askException: z.strictObject({ feature, until: z.int(), reason: z.string(), as }),
  }),
  z.strictObject({ agreeToException: z.strictObject({ exception: id('exception'), as }) }),
  z.strictObject({ reconcile: z.literal(true) }),
])
type Asked = z.infer<typeof asked>

/** Does what a player asks for, and tells it what came of it; of what is refused it is told the code, and the rest is logged. */
export async function operate(desk: OperatorsDesk, player: ChildProcess, message: unknown): Promise<void> {
  // A player that has gone meanwhile is told nothing; its end is noticed where it is waited for.
  const tell = (answer: object): void => void player.send(answer, () => undefined)
  try {
    tell({ done: (await perform(desk, asked.parse(message))) ?? null })
  } catch (error) {
    const code = error instanceof Problem ? error.code : null
    // A refusal may be what the demo is about; whatever else fails is for whoever runs it to read.
    if (code === null)
      desk.system.log.error(loggable(error), 'what the demo asked the operator for was not done')
    tell({ refused: code })
  }
}

function perform(desk: OperatorsDesk, wanted: Asked): Promise<unknown> {
  const { system } = desk
  if ('openAccounts' in wanted || 'proveAddresses' in wanted || 'befriend' in wanted)
    return withCrowd(system, wanted)
  if ('moveClock' in wanted) return moveClock(desk, wanted.moveClock)
  if ('register' in wanted || 'restore' in wanted || 'certify' in wanted) return withPartner(system, wanted)
  if ('nameReviewer' in wanted) return nameReviewer(system, { person: wanted.nameReviewer, reviews: true })
  if ('reconcile' in wanted) return reconcile(system)
  return withFeature(system, wanted)
}

async function moveClock(
  { clock }: OperatorsDesk,
  { at, pace }: { readonly at: number; readonly pace: 'runs' | 'stands' },
): Promise<void> {
  if (clock === undefined) throw new Error('this demo runs on the clock of the machine')
  clock.moveTo(at, pace)
}

async function withCrowd(
  system: System,
  wanted: Extract<Asked, { openAccounts: unknown } | { proveAddresses: unknown } | { befriend: unknown }>,
): Promise<unknown> {
  // Accounts without a sign-in name: a crowd that is there, and does nothing.
  if ('openAccounts' in wanted)
    return eachOf(wanted.openAccounts, (displayName) => addPerson(system, 'open', { displayName }))
  // The mail that carries the code, and its reader, are played by the operator.
  if ('proveAddresses' in wanted)
    return eachOf(wanted.proveAddresses, async (address) => {
      await confirmContact(system, { person: address.person, code: contactCode(system, address) })
      return null
    })
  return eachOf(wanted.befriend, async ([one, other]) => {
    await befriend(system, { person: one, friend: other })
    return befriend(system, { person: other, friend: one })
  })
}

async function withPartner(
  system: System,
  wanted: Extract<Asked, { register: unknown } | { restore: unknown } | { certify: unknown }>,
): Promise<unknown> {
  if ('register' in wanted) return (await registerPartner(system, readPartnerFile(wanted.register))).client
  if ('certify' in wanted) {
    const { id: partner } = await whichPartner(system.app, wanted.certify)
    return certifyPartner(system, { partner })
  }
  const { id: partner } = await whichPartner(system.app, wanted.restore.partner)
  return restorePlacements(system, { partner, since: wanted.restore.since })
}

async function withFeature(
  system: System,
  wanted: Extract<
    Asked,
    { endFeature: unknown } | { hangsOn: unknown } | { askException: unknown } | { agreeToException: unknown }
  >,
): Promise<unknown> {
  if ('agreeToException' in wanted) {
    const by = await checkPassword(system, wanted.agreeToException.as)
    return agreeToException(system, { exception: wanted.agreeToException.exception, by })
  }
  if ('hangsOn' in wanted) return previewEnd(system, await featureOf(system, wanted.hangsOn))
  if ('endFeature' in wanted) {
    const which = await featureOf(system, wanted.endFeature.feature)
    return endFeature(system, { ...which, at: wanted.endFeature.at })
  }
  const { until, reason } = wanted.askException
  const by = await checkPassword(system, wanted.askException.as)
  const which = await featureOf(system, wanted.askException.feature)
  return (await askException(system, { ...which, until, reason, by })).id
}

async function featureOf(system: System, given: string) {
  const { partner, feature: found } = await whichFeature(system, given)
  return { partner: partner.id, feature: found.id }
}

async function eachOf<In, Out>(all: readonly In[], work: (one: In) => Promise<Out>): Promise<Out[]> {
  const done: Out[] = []
  const rest = all.entries()
  const worker = async (): Promise<void> => {
    for (const [i, one] of rest) done[i] = await work(one)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return done
}

function id<P extends IdPrefix>(prefix: P) {
  return z.custom<Id<P>>((value) => parseId(prefix, value) !== undefined)
}
