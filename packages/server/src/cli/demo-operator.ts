// The operator of a demo: does, through the acts of the command line, what its players cannot do over HTTP.
import type { ChildProcess } from 'node:child_process'
import { z } from 'zod'
import { readPartnerFile } from '../acts/read-partner-file.ts'
import { registerPartner } from '../acts/register-partner.ts'
import { loggable } from '../ports/loggable.ts'
import type { System } from '../system.ts'

const registration = z.strictObject({ register: z.string() })

/** Registers the partner a demo asks for, through the act every registration takes, and tells the player its client. */
export async function operate(system: System, player: ChildProcess, message: unknown): Promise<void> {
  // A player that has gone meanwhile is told nothing; its end is noticed where it is waited for.
  const tell = (answer: object): void => void player.send(answer, () => undefined)
  try {
    const { register } = registration.parse(message)
    const { client } = await registerPartner(system, readPartnerFile(register))
    tell({ client })
  } catch (error) {
    system.log.error(loggable(error), 'the demo’s partner is not registered')
    tell({ refused: true })
  }
}
