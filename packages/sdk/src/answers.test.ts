// Answers of the partner API read from JSON: what does not keep the promise is refused whole.
import { describe, expect, test } from 'vitest'
import { parseAccess, parseAnswer, parseDraft } from './answers.ts'
import { UnexpectedAnswerError } from './errors.ts'

const page = { items: [{ kind: 'thread', id: 't1' }], next: null, disclosures: [] }
const parse = (body: unknown) => parseAnswer(JSON.stringify(body), 'decision_1', ['thread'])

describe('parseAnswer refuses', () => {
  test.each([
    ['what is not JSON', '<html>'],
    ['a list', '[]'],
    ['no items', JSON.stringify({ ...page, items: undefined })],
    ['an item of another kind', JSON.stringify({ ...page, items: [{ kind: 'friend', id: 'f1' }] })],
    ['an item without an id', JSON.stringify({ ...page, items: [{ kind: 'thread' }] })],
    ['a cursor that is no text', JSON.stringify({ ...page, next: 3 })],
    ['an answer that hides its disclosures', JSON.stringify({ ...page, disclosures: undefined })],
  ])('%s', (_, raw) => {
    expect(() => parseAnswer(raw, null, ['thread'])).toThrow(UnexpectedAnswerError)
  })
})

test('parseAnswer keeps the body as it came beside what it read', () => {
  const body = { ...page, disclosures: [{ subject: 'a', n: 1, index: 4 }] }
  expect(parse(body)).toEqual({ ...body, decision: 'decision_1', raw: JSON.stringify(body) })
})

test('parseDraft wants all three members', () => {
  const body = {
    draft: 'd',
    share_url: 'https://chat.example/share/d',
    expires_at: '2026-01-01T00:05:00.000Z',
  }
  expect(parseDraft(JSON.stringify(body))).toEqual({
    draft: 'd',
    shareUrl: body.share_url,
    expiresAt: body.expires_at,
  })
  for (const key of Object.keys(body)) {
    expect(() => parseDraft(JSON.stringify({ ...body, [key]: undefined }))).toThrow(UnexpectedAnswerError)
  }
})

test('parseAccess leaves out purposes and verbs it does not know', () => {
  const power = {
    purpose: 'share_content',
    verbs: ['messages.write', 'messages.shout'],
    until: 'x',
    state: 'held',
  }
  const body = { powers: [power, { ...power, purpose: 'later' }], delivery_key: 'k' }
  expect(parseAccess(JSON.stringify(body))).toEqual({
    powers: [{ ...power, verbs: ['messages.write'] }],
    deliveryKey: 'k',
  })
})
