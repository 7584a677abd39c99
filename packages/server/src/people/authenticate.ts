// Who a request of the people's side is from. Every route of it asks here before anything else.
import type { PersonId } from '@countersign/protocol'
import type { FastifyRequest } from 'fastify'
import { assertProven } from '../acts/prove-again.ts'
import { isActing, type OwnSession, ownSession, personOfSession } from '../acts/session.ts'
import { sessionSecretOf } from '../http/people-session.ts'
import { Problem } from '../problems.ts'
import type { Person } from '../store/people.ts'
import type { System } from '../system.ts'

/** The person whose session the request carries; undefined for nobody. */
export async function personOfRequest(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  request: FastifyRequest,
): Promise<PersonId | undefined> {
  return personOfSession(system, sessionSecretOf(request, system.settings))
}

const signedIn = new WeakMap<FastifyRequest, PersonId>()

/** Finds out who a request is from, before anything of it is read. @throws {Problem} SIGN_IN for nobody */
export async function authenticate(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  request: FastifyRequest,
): Promise<void> {
  const person = await personOfRequest(system, request)
  if (person === undefined) throw new Problem('SIGN_IN')
  signedIn.set(request, person)
}

/** Who an authenticated request is from. @throws {Problem} SIGN_IN where a route was registered without that check */
export function personOf(request: FastifyRequest): PersonId {
  const person = signedIn.get(request)
  if (person === undefined) throw new Problem('SIGN_IN')
  return person
}

/**
 * The session in which somebody sees to their own account.
 * @throws {Problem} SIGN_IN for nobody; NOT_ALLOWED while acting as a test person
 */
export function ownSessionOf(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  request: FastifyRequest,
): Promise<OwnSession> {
  return ownSession(system, sessionSecretOf(request, system.settings))
}

/**
 * The person who adds an address, from which a password can be set anew: they showed lately that it is they. A test person
 * somebody acts as has no password.
 * @throws {Problem} SIGN_IN for nobody; PROVE_AGAIN
 */
export async function provenPersonOf(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  request: FastifyRequest,
): Promise<PersonId> {
  const person = await personOfRequest(system, request)
  if (person === undefined) throw new Problem('SIGN_IN')
  if (!(await isActing(system, sessionSecretOf(request, system.settings))))
    assertProven(system, await ownSessionOf(system, request))
  return person
}

/** Whether the one signed in is a test person, as whom somebody of their company looks around (OVR-02). */
export async function isTestAct(system: System, request: FastifyRequest, person: Person): Promise<boolean> {
  return person.test && (await isActing(system, sessionSecretOf(request, system.settings)))
}
