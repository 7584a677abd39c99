// The order check on records written out by hand: each end put before what rests on it is caught.
import type { FeatureId, LedgerRecord, PartnerId, PersonId, RecordOf, ThreadId } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import { orderCheck } from './ledger-order.ts'

const [ana, ben] = ['person_a', 'person_b'] as const satisfies readonly PersonId[]
const thread: ThreadId = 'thread_t'
const feature: FeatureId = 'feature_f'
const partner: PartnerId = 'partner_p'
const permission = {
  partner,
  feature,
  purpose: 'group_activity',
  manifest_version: 1,
  history: true,
} as const
const screen = { screen_hash: '0'.repeat(64), locale: 'en' } as const

const terms = {
  ...permission,
  person: ana,
  grant: 'grant_a',
  verbs: ['messages.read'],
  fields: ['message.text'],
  threads: [thread],
  starts_at: 1,
  ends_at: 1_000,
} as const
const given: RecordOf<'grant_given'> = { kind: 'grant_given', at: 1, ...terms, ...screen }
const yes: RecordOf<'countersignature_given'> = {
  kind: 'countersignature_given',
  at: 1,
  person: ben,
  countersignature: 'countersignature_b',
  ...permission,
  ...screen,
  thread: null,
  answer: 'allow',
  starts_at: 1,
  ends_at: 1_000,
  contact_fields: [],
}
const joined: RecordOf<'membership_changed'> = {
  kind: 'membership_changed',
  at: 1,
  person: ana,
  thread,
  change: 'joined',
}
const permit: RecordOf<'decision'> = {
  kind: 'decision',
  at: 500,
  person: ana,
  decision: 'decision_1',
  partner,
  feature,
  verb: 'messages.read',
  purpose: 'group_activity',
  thread,
  outcome: 'permit',
  grant: 'grant_a',
}
const disclosed: RecordOf<'disclosure'> = {
  kind: 'disclosure',
  at: 500,
  person: ben,
  decision: 'decision_1',
  partner,
  feature,
  purpose: 'group_activity',
  through: 'other',
  under: 'countersignature_b',
  screen_hash: '',
  fields: [],
  items: [{ kind: 'message', id: 'message_1', content_hash: '' }],
}

/** What is wrong with permit and disclosure when this stands before them. */
function after(...before: readonly LedgerRecord[]): readonly string[] {
  const check = orderCheck((_, id) => (id === 'message_1' ? id : undefined))
  return [joined, given, yes, ...before, permit, disclosed].flatMap((record, i) => check.see(record, i))
}

describe('the order of a ledger', () => {
  it('is right with all that they rest on before them', () => {
    expect(after()).toEqual([])
  })

  const withdrawn: LedgerRecord = {
    kind: 'grant_withdrawn',
    at: 400,
    person: ana,
    grant: 'grant_a',
    partner,
    feature,
    why: 'withdrawn',
    superseded_by: null,
  }
  const ended: LedgerRecord = {
    kind: 'countersignature_ended',
    at: 400,
    person: ben,
    countersignature: 'countersignature_b',
    partner,
    feature,
    why: 'withdrawn',
  }
  const narrowed = (to: Partial<RecordOf<'grant_amended'>>): LedgerRecord => ({
    ...terms,
    ...to,
    kind: 'grant_amended',
    at: 400,
  })
  it.each<readonly [string, LedgerRecord]>([
    ['the end of its grant', withdrawn],
    ['the end of what it stands on', ended],
    ['the narrowing of its verbs', narrowed({ verbs: [] })],
    ['the narrowing of its threads', narrowed({ threads: [] })],
    ['the time its grant ends', narrowed({ ends_at: 500 })],
    ["its person's switch", { kind: 'switch_set', at: 400, person: ana, on: true }],
    ["its person's switch", { kind: 'switch_set', at: 400, person: ben, on: true }],
    ["its person's never", { ...yes, countersignature: 'countersignature_n', answer: 'never' }],
    ['the end of its feature', { kind: 'feature_ended', at: 400, partner, feature, ends_at: 500 }],
    ["its person's leaving", { ...joined, change: 'left' }],
    [
      'the closing of its thread',
      { kind: 'thread_setting_set', at: 400, person: ana, thread, setting: 'closed' },
    ],
    [
      'the deletion of a message',
      { kind: 'message_deleted', at: 400, person: ben, thread, message: 'message_1' },
    ],
  ])('behind %s is caught (SUN-03)', (why, record) => {
    expect(after(record)).toEqual([expect.stringContaining(`behind ${why}`)])
  })

  it('ends that come to nothing before them hurt nobody', () => {
    expect(after(withdrawn, { ...given, at: 450 })).toEqual([])
    expect(after({ kind: 'feature_ended', at: 400, partner, feature, ends_at: 501 })).toEqual([])
  })

  it('a disclosure without a permit of its own is caught', () => {
    expect(after({ ...disclosed, decision: 'decision_0' })).toEqual([expect.stringContaining('no permit')])
  })
})
