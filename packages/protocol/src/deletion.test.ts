// DEL-02, DEL-03: an ask to delete goes from asked to answered or overdue, and is answered once.
import { describe, expect, it } from 'vitest'
import {
  type AnsweredDeletion,
  answerDeletion,
  askableAfter,
  askDeletion,
  DELETION_AGAIN_MS,
  DELETION_DUE_MS,
  isAllGone,
  passDue,
} from './deletion.ts'
import { type DeletionStatement, deletionStatement } from './deletion-statement.ts'
import { idOf } from './ids.ts'

const uuid = '01900000-0000-7000-8000-000000000001'
const asked = askDeletion({
  id: idOf('deletion', uuid),
  person: idOf('person', uuid),
  partner: idOf('partner', uuid),
  feature: idOf('feature', uuid),
  through: 'own',
  logId: 1,
  after: -1,
  upTo: 40,
  askedAt: 1_000,
})
const gone: Extract<DeletionStatement, { outcome: 'deleted' }> = {
  outcome: 'deleted',
  items: 3,
  sub_holders: [{ name: 'Cloud Ltd', deleted: true }],
  derived_data: { made: true, deleted: true, what: 'a taste profile' },
}
const kept: DeletionStatement = {
  outcome: 'kept',
  why: 'legal_duty',
  words: 'Invoices are kept for ten years.',
}

const answered = (statement: DeletionStatement, at = 2_000): AnsweredDeletion => {
  const result = answerDeletion(asked, { statement, items: 3, at })
  if (!result.ok) throw new Error(result.error)
  return result.value
}

describe('a statement', () => {
  it('without a word on derived data, or on who else holds it, is none', () => {
    const { derived_data: _, ...silent } = gone
    expect(deletionStatement.safeParse(silent).success).toBe(false)
    const { sub_holders: __, ...alone } = gone
    expect(deletionStatement.safeParse(alone).success).toBe(false)
    expect(deletionStatement.safeParse(gone).success).toBe(true)
  })

  it('that says something is kept says why', () => {
    expect(deletionStatement.safeParse({ outcome: 'kept', why: 'legal_duty', words: ' ' }).success).toBe(
      false,
    )
    expect(deletionStatement.safeParse({ outcome: 'kept' }).success).toBe(false)
    expect(deletionStatement.safeParse(kept).success).toBe(true)
  })

  it.each([
    ['fewer items than the ledger has', { ...gone, items: 2 }],
    ['more items than the ledger has', { ...gone, items: 4 }],
    ['a holder that did not confirm', { ...gone, sub_holders: [{ name: 'Cloud Ltd', deleted: false }] }],
    ['a model that stays', { ...gone, derived_data: { made: true, deleted: false, what: 'a model' } }],
    ['that it keeps them', kept],
  ] as [string, DeletionStatement][])('that says %s leaves something', (_, statement) => {
    expect(isAllGone(answered(statement))).toBe(false)
    expect(isAllGone(answered(gone))).toBe(true)
  })
})

describe('an ask', () => {
  it('is overdue at its hour, not a millisecond before, and once', () => {
    expect(passDue(asked, 1_000 + DELETION_DUE_MS - 1)).toEqual({ ok: false, error: 'DELETION_NOT_DUE' })
    const late = passDue(asked, 1_000 + DELETION_DUE_MS)
    if (!late.ok) throw new Error(late.error)
    expect(late.value.state).toBe('overdue')
    expect(passDue(late.value, 9e12)).toEqual({ ok: false, error: 'DELETION_ANSWERED' })
    const after = answerDeletion(late.value, { statement: gone, items: 3, at: 9e12 })
    expect(after.ok && after.value).toMatchObject({ state: 'answered', overdueAt: 1_000 + DELETION_DUE_MS })
  })

  it('is answered once', () => {
    const again = answerDeletion(answered(kept), { statement: gone, items: 3, at: 3_000 })
    expect(again).toEqual({ ok: false, error: 'DELETION_ANSWERED' })
  })

  it('is made again for what came later, or for what stayed after a while, and never while one is open', () => {
    expect(askableAfter(undefined, 0)).toBe(-1)
    expect(askableAfter(asked, 9e12)).toBe(undefined)
    expect(askableAfter(answered(gone), 2_001)).toBe(40)
    expect(askableAfter(answered(kept), 2_000 + DELETION_AGAIN_MS - 1)).toBe(undefined)
    expect(askableAfter(answered(kept), 2_000 + DELETION_AGAIN_MS)).toBe(-1)
  })
})
