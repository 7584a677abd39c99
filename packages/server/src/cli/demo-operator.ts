// The operator of a demo: does, through the acts everybody uses, what its players cannot do over HTTP.
import type { ChildProcess } from 'node:child_process'
import { type Id, type IdPrefix, parseId } from '@countersign/protocol'
import { z } from 'zod'
import { addPerson } from '../acts/add-person.ts'
import { befriend } from '../acts/befriend.ts'
import { confirmContact, contactCode } from '../acts/prove-contact.ts'
import { readPartnerFile } from '../acts/read-partner-file.ts'
import { registerPartner } from '../acts/register-partner.ts'
import { restorePlacements } from '../acts/restore-placement.ts'
import { loggable } from '../ports/loggable.ts'
import type { System } from '../system.ts'
import { whichPartner } from './which-partner.ts'

/** How many acts go on at once: the turnstile takes those that wait together. */
const AT_ONCE = 64

const person = id('person')
/** What a player may ask for, one thing at a time. */
const asked = z.union([
  z.strictObject({ register: z.string() }),
  z.strictObject({ openAccounts: z.array(z.string()) }),
  z.strictObject({ proveAddresses: z.array(z.strictObject({ person, email: z.email() })) }),
  z.strictObject({ befriend: z.array(z.tuple([person, person])) }),
  z.strictObject({ restore: z.strictObject({ partner: z.string(), since: z.int() }) }),
])

/** Does what a player asks for, and tells it what came of it; what is refused is logged, and only that it is said. */
export async function operate(system: System, player: ChildProcess, message: unknown): Promise<void> {
  // A player that has gone meanwhile is told nothing; its end is noticed where it is waited for.
  const tell = (answer: object): void => void player.send(answer, () => undefined)
  try {
    tell({ done: await perform(system, asked.parse(message)) })
  } catch (error) {
    system.log.error(loggable(error), 'what the demo asked the operator for was not done')
    tell({ refused: true })
  }
}

async function perform(system: System, wanted: z.infer<typeof asked>): Promise<unknown> {
  if ('register' in wanted) return (await registerPartner(system, readPartnerFile(wanted.register))).client
  if ('restore' in wanted) {
    const { id: partner } = await whichPartner(system.app, wanted.restore.partner)
    return restorePlacements(system, { partner, since: wanted.restore.since })
  }
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
