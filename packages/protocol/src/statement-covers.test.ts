// What a row may say of what was signed: the same or less, and nothing of another (design 007).
import { describe, expect, it } from 'vitest'
import { grant, id } from './_example.ts'
import { type GivenCountersignature, giveCountersignature } from './countersignature.ts'
import type { Grant } from './grant.ts'
import type { StatementOf } from './statement.ts'
import { coversAnswer, coversGrant } from './statement-covers.ts'
import { DAY_MS } from './time.ts'

const given: Grant = { ...grant(), history: true, threads: [id('thread', 1), id('thread', 2)] }
const key = 'a'.repeat(64)
const signed = { person: given.person, key, n: 1, said_at: 0, partner: given.partner, feature: given.feature }
const saidGrant: StatementOf<'grant_given'> = {
  ...signed,
  kind: 'grant_given',
  grant: given.id,
  manifest_version: given.manifestVersion,
  purpose: given.purpose,
  verbs: given.verbs,
  fields: given.fields,
  threads: given.threads,
  starts_at: given.startAt,
  ends_at: given.endAt,
  history: given.history,
  screen_hash: given.screenHash,
  locale: given.locale,
}

describe('a grant', () => {
  it('may be less than what was signed', () => {
    expect(coversGrant(saidGrant, given)).toBe(true)
    expect(coversGrant(saidGrant, { ...given, verbs: given.verbs.slice(1) })).toBe(true)
    expect(coversGrant(saidGrant, { ...given, threads: [], endAt: 1, history: false })).toBe(true)
  })

  it.each<[string, Partial<Grant>]>([
    ['person', { person: id('person', 9) }],
    ['grant', { id: id('grant', 9) }],
    ['partner', { partner: id('partner', 9) }],
    ['feature', { feature: id('feature', 9) }],
    ['manifest version', { manifestVersion: 2 }],
    ['purpose', { purpose: 'share_content' }],
    ['screen', { screenHash: 'd'.repeat(64) }],
    ['language', { locale: 'ar' }],
    ['start, even later', { startAt: 1 }],
    ['power', { verbs: [...given.verbs, 'members.see'] }],
    ['field', { fields: [...given.fields, 'message.card'] }],
    ['thread', { threads: [id('thread', 9)] }],
    ['later end', { endAt: given.endAt + 1 }],
  ])('with another %s was not signed', (_, more) => {
    expect(coversGrant(saidGrant, { ...given, ...more } as Grant)).toBe(false)
  })

  it('with what is already written was not signed where that was not', () => {
    expect(coversGrant({ ...saidGrant, history: false }, given)).toBe(false)
  })
})

describe('an answer', () => {
  const made = giveCountersignature({
    id: id('countersignature'),
    person: given.person,
    partner: given.partner,
    feature: given.feature,
    manifestVersion: 1,
    purpose: 'group_activity',
    thread: null,
    answer: 'allow',
    startAt: 0,
    endAt: DAY_MS,
    history: false,
    contactFields: ['contact.email'],
    screenHash: 'c'.repeat(64),
  })
  if (!made.ok) throw new Error(made.error)
  const answer = made.value
  const said: StatementOf<'countersignature_given'> = {
    ...signed,
    kind: 'countersignature_given',
    countersignature: answer.id,
    manifest_version: 1,
    purpose: answer.purpose,
    thread: null,
    answer: 'allow',
    starts_at: 0,
    ends_at: DAY_MS,
    history: false,
    contact_fields: ['contact.email'],
    screen_hash: answer.screenHash,
    locale: 'en',
  }

  it('is the one that was signed', () => {
    expect(coversAnswer(said, answer)).toBe(true)
  })

  it.each<[string, Partial<GivenCountersignature>]>([
    ['person', { person: id('person', 9) }],
    ['id', { id: id('countersignature', 9) }],
    ['partner', { partner: id('partner', 9) }],
    ['feature', { feature: id('feature', 9) }],
    ['manifest version', { manifestVersion: 2 }],
    ['purpose', { purpose: 'share_content' }],
    ['thread', { thread: id('thread') }],
    ['answer', { answer: 'never' }],
    ['start', { startAt: 1 }],
    ['end', { endAt: 1 }],
    ['say on what is written', { history: true }],
    ['contact field', { contactFields: ['contact.phone'] }],
    ['contact field more', { contactFields: ['contact.email', 'contact.phone'] }],
    ['contact field less', { contactFields: [] }],
    ['screen', { screenHash: 'd'.repeat(64) }],
  ])('with another %s was not', (_, more) => {
    expect(coversAnswer(said, { ...answer, ...more })).toBe(false)
  })
})
