// A statement's turn: the key counts, the number is the next, it was said just now; then it is entered beside its act (design 007).
import {
  type Instant,
  keyStands,
  type RecordOf,
  type SignedAct,
  STATEMENT_MS,
  type Statement,
  sameBytes,
  statementText,
} from '@countersign/protocol'
import type { PersonRecord } from '../gate/turnstile-port.ts'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { findKey } from '../store/person-keys.ts'
import { findStatement, insertStatement, lastStatementNumber } from '../store/statements.ts'
import { type Bearing, type CheckedStatement, isAboutStatement } from './check-statement.ts'

/**
 * Enters a statement, inside a change. Undefined when exactly this was said
 * before: then the act was done before, and nothing is done twice.
 * @throws {Problem} SIGN_AGAIN for a number that is not the next or a time that is not now; SIGN_WITH_KEY for a key that does not count
 */
async function takeStatement(
  session: Session,
  { said, bytes, proof, hash }: CheckedStatement,
  at: Instant,
): Promise<PersonRecord | undefined> {
  const { person, n, key: name, kind: act, said_at: saidAt } = said
  if (await wasSaid(session, { said, bytes })) return undefined
  if (n !== (await lastStatementNumber(session, person)) + 1)
    throw new Problem('SIGN_AGAIN', { detail: 'Another device of yours signed something meanwhile.' })
  if (saidAt > at || at - saidAt > STATEMENT_MS)
    throw new Problem('SIGN_AGAIN', { detail: 'It was not signed within the last five minutes.' })
  const key = await findKey(session, person, name)
  if (key === undefined || !keyStands(key, at)) throw new Problem('SIGN_WITH_KEY')
  await insertStatement(session, { person, n, act, key: name, saidAt, enteredAt: at, bytes, proof })
  const record = { kind: 'statement_made', at, person, act, key: name, n, statement_hash: hash } as const
  return { person, partner: null, record }
}

/** Whether exactly this was entered before. */
export async function wasSaid(
  session: Session,
  { said: { person, n }, bytes }: Pick<CheckedStatement, 'said' | 'bytes'>,
): Promise<boolean> {
  const before = await findStatement(session, person, n)
  return before !== undefined && sameBytes(before.bytes, bytes)
}

/**
 * Enters what was signed, if anything was, behind the record of its act. Where the act stops something, what cannot be taken is left
 * out, and the act stands without it.
 * @throws {Problem} for what opens something: BAD_STATEMENT unless it says exactly what the act enters, and as `takeStatement`
 */
export async function takeSigned<A extends SignedAct>(
  session: Session,
  bearing: Bearing,
  statement: CheckedStatement<A> | undefined,
  entered: RecordOf<A>,
  at: Instant,
): Promise<readonly PersonRecord[]> {
  if (statement === undefined) return []
  try {
    assertSays(statement, entered)
    const taken = await takeStatement(session, statement, at)
    return taken === undefined ? [] : [taken]
  } catch (error) {
    if (bearing === 'stops' && isAboutStatement(error)) return []
    throw error
  }
}

/** @throws {Problem} BAD_STATEMENT unless the statement says exactly what the act enters */
function assertSays<A extends SignedAct>({ said }: CheckedStatement<A>, entered: RecordOf<A>): void {
  const { key, n, said_at } = said
  // `at`, which a record has besides, is no field of a statement and is left out of its text.
  const text = statementText({ ...entered, key, n, said_at } as unknown as Statement)
  if (text !== statementText(said as Statement))
    throw new Problem('BAD_STATEMENT', { detail: 'What was signed is not what was asked for.' })
}
