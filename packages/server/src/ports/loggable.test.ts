// Nothing of a message reaches the log, whatever was thrown.
import { expect, it } from 'vitest'
import { loggable } from './loggable.ts'

it.each([
  ['a message', new Error('ana@example.net')],
  ['a message of two lines', new TypeError('the value\nana@example.net')],
  ['a driver’s error', Object.assign(new Error('Key (login)=(ana@example.net)'), { code: '23505' })],
  ['a text', 'ana@example.net'],
  ['an object', { message: 'ana@example.net', code: 'E' }],
  ['nothing', null],
])('keeps %s out', (_, thrown) => {
  expect(JSON.stringify(loggable(thrown))).not.toContain('ana@')
})

it('says what and where', () => {
  const error = Object.assign(new RangeError('secret'), { code: '23505' })
  expect(loggable(error)).toMatchObject({ name: 'RangeError', code: '23505' })
  expect(loggable(error).stack[0]).toContain('loggable.test.ts')
  expect(loggable('secret')).toEqual({ name: 'unknown', code: '', stack: [] })
})
