// Countersignatures: people's answers for their own data. Written by the turnstile's login only.
import {
  type Countersignature,
  type CountersignatureId,
  type FeatureId,
  type PersonId,
  type Purpose,
  type ThreadId,
  uuidOf,
} from '@countersign/protocol'
import {
  type CountersignatureRow,
  countersignatureColumns,
  countersignatureFromRow,
} from './countersignature-row.ts'
import { assertRowCount, type Session } from './database.ts'

/** Where an answer stands: a person has at most one given answer in each scope. */
export interface AnswerScope {
  readonly person: PersonId
  readonly feature: FeatureId
  readonly purpose: Purpose
  /** One thread, or null for all. */
  readonly thread: ThreadId | null
}

/** Adds an answer, with the number of its statement. @throws a unique violation when another one is given in the same scope */
export async function insertCountersignature(
  session: Session,
  given: Countersignature,
  statementN: number | null,
): Promise<void> {
  await session.query(
    `insert into countersignatures (${countersignatureColumns}, statement_n)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      uuidOf(given.person),
      uuidOf(given.id),
      uuidOf(given.partner),
      uuidOf(given.feature),
      given.manifestVersion,
      given.purpose,
      given.thread === null ? null : uuidOf(given.thread),
      given.answer,
      given.startAt,
      given.endAt,
      given.history,
      given.contactFields,
      given.screenHash,
      given.state,
      given.state === 'ended' ? given.endedAt : null,
      statementN,
    ],
  )
}

/** Saves what a transition can change of an answer: its state and when it ended. */
export async function saveCountersignature(session: Session, changed: Countersignature): Promise<void> {
  const result = await session.query(
    'update countersignatures set state = $3, ended_at = $4 where person_id = $1 and countersignature_id = $2',
    [
      uuidOf(changed.person),
      uuidOf(changed.id),
      changed.state,
      changed.state === 'ended' ? changed.endedAt : null,
    ],
  )
  assertRowCount(result, 1)
}

/** One answer of a person. */
export async function findCountersignature(
  session: Session,
  person: PersonId,
  id: CountersignatureId,
): Promise<Countersignature | undefined> {
  const { rows } = await session.query<CountersignatureRow>(
    `select ${countersignatureColumns} from countersignatures where person_id = $1 and countersignature_id = $2`,
    [uuidOf(person), uuidOf(id)],
  )
  return rows.map(countersignatureFromRow)[0]
}

/** The answer given in exactly this scope, whether or not its end has come. */
export async function findGivenAnswer(
  session: Session,
  { person, feature, purpose, thread }: AnswerScope,
): Promise<Countersignature | undefined> {
  const { rows } = await session.query<CountersignatureRow>(
    `select ${countersignatureColumns} from countersignatures where person_id = $1 and feature_id = $2 and purpose = $3
     and thread_id is not distinct from $4 and state = 'given'`,
    [uuidOf(person), uuidOf(feature), purpose, thread === null ? null : uuidOf(thread)],
  )
  return rows.map(countersignatureFromRow)[0]
}

/** All answers of a person, ended ones too, newest first. */
export async function countersignaturesOf(
  session: Session,
  person: PersonId,
): Promise<readonly Countersignature[]> {
  const { rows } = await session.query<CountersignatureRow>(
    `select ${countersignatureColumns} from countersignatures where person_id = $1
     order by start_at desc, countersignature_id desc`,
    [uuidOf(person)],
  )
  return rows.map(countersignatureFromRow)
}

/** Everything these people have answered about a feature for a purpose that is still given. */
export async function givenAnswersAbout(
  session: Session,
  people: readonly PersonId[],
  feature: FeatureId,
  purpose: Purpose,
): Promise<readonly Countersignature[]> {
  const { rows } = await session.query<CountersignatureRow>(
    `select ${countersignatureColumns} from countersignatures where person_id = any ($1::uuid[]) and feature_id = $2
     and purpose = $3 and state = 'given'`,
    [people.map(uuidOf), uuidOf(feature), purpose],
  )
  return rows.map(countersignatureFromRow)
}
