// Test people meet only each other: what is tried out never reaches anybody real, and nobody real is lured into it (OVR-02).
import type { PersonId } from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { makersOf } from '../store/test-people.ts'

/** @throws {Problem} NOT_FOUND unless one partner made all of these people, or none did */
export async function assertTogether(session: Session, people: readonly PersonId[]): Promise<void> {
  const makers = await makersOf(session, people)
  if (new Set(people.map((person) => makers.get(person) ?? null)).size > 1) throw new Problem('NOT_FOUND')
}
