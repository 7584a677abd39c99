// What a person signed, checked before the turn: that it is theirs, of this act, and signed by a key of theirs (design 007).
import {
  isProvenBy,
  type PersonId,
  parseProof,
  parseStatementText,
  type SentStatement,
  type SignedAct,
  type Statement,
  type StatementOf,
  type StatementProof,
  statementBytes,
  statementHash,
} from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { findRelyingParty } from './relying-party.ts'
import { vouchedKeysOf } from './vouched-keys.ts'

declare const checked: unique symbol

/** A statement whose signature is good. Whether its number and time fit is the turn's to say. */
export interface CheckedStatement<A extends SignedAct = SignedAct> {
  readonly [checked]: true
  readonly said: StatementOf<A>
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly proof: StatementProof
  /** What the ledger says of it. */
  readonly hash: string
}

type Needs = Pick<System, 'app' | 'keyring' | 'settings'>

/**
 * Checks what was sent with an act.
 * @throws {Problem} BAD_STATEMENT for one of another person, act or installation, or not so signed; SIGN_WITH_KEY where the key is none
 *   of theirs
 */
export async function checkStatement<A extends SignedAct>(
  system: Needs,
  person: PersonId,
  act: A,
  sent: SentStatement,
): Promise<CheckedStatement<A>> {
  const said = parseStatementText(sent.statement)
  const proof = parseProof(sent)
  if (said === undefined || proof === undefined || !isOf(said, act) || said.person !== person)
    throw new Problem('BAD_STATEMENT')
  const key = (await vouchedKeysOf(system, system.app, person)).find(({ name }) => name === said.key)
  if (key === undefined) throw new Problem('SIGN_WITH_KEY')
  const bytes = statementBytes(system.settings.origin, said)
  if (!(await isProvenBy(key, bytes, proof, findRelyingParty(system) ?? null)))
    throw new Problem('BAD_STATEMENT')
  // The only place that says so.
  return { said, bytes, proof, hash: await statementHash(bytes, proof) } as CheckedStatement<A>
}

/** Whether an act opens something, which a key has to sign for, or stops something, which needs none. */
export type Bearing = 'opens' | 'stops'

/**
 * Checks what was sent with an act, if anything was. An act that stops something is done with or without a key, so what cannot be
 * taken is left out.
 * @throws {Problem} for what opens something, as `checkStatement`
 */
export async function checkSent<A extends SignedAct>(
  system: Needs,
  bearing: Bearing,
  person: PersonId,
  act: A,
  sent: SentStatement | undefined,
): Promise<CheckedStatement<A> | undefined> {
  if (sent === undefined) return undefined
  if (bearing === 'opens') return checkStatement(system, person, act, sent)
  try {
    return await checkStatement(system, person, act, sent)
  } catch (error) {
    if (isAboutStatement(error)) return undefined
    throw error
  }
}

/** Whether an error says that a statement cannot be taken. */
export function isAboutStatement(error: unknown): boolean {
  return error instanceof Problem && ['BAD_STATEMENT', 'SIGN_AGAIN', 'SIGN_WITH_KEY'].includes(error.code)
}

function isOf<A extends SignedAct>(said: Statement, act: A): said is Statement & StatementOf<A> {
  return said.kind === act
}
