// Authorization details: written as RFC 9396 wants, read without trusting.
import { expect, test } from 'vitest'
import { parseDetails, writeDetails } from './details.ts'

const ask = { purpose: 'group_activity', actions: ['messages.read'], datatypes: ['message.text'] } as const

test('what was written is what is read', () => {
  const written: unknown = JSON.parse(writeDetails('listen', [ask]))
  expect(written).toEqual([{ type: 'countersign_feature', feature: 'listen', ...ask }])
  expect(parseDetails(written)).toEqual([{ feature: 'listen', ...ask }])
})

test.each([
  undefined,
  null,
  'x',
  {},
  [null],
  [{ type: 'other', feature: 'listen', ...ask }],
  [{ type: 'countersign_feature', feature: 'listen', purpose: 'ads' }],
])('nothing is granted by %j', (value) => {
  expect(parseDetails(value)).toEqual([])
})

test('verbs and fields nobody knows are left out', () => {
  const odd = {
    type: 'countersign_feature',
    feature: 'listen',
    purpose: 'search',
    actions: ['messages.read', 'all'],
    datatypes: ['x'],
  }
  expect(parseDetails([odd])).toEqual([
    { feature: 'listen', purpose: 'search', actions: ['messages.read'], datatypes: [] },
  ])
})
