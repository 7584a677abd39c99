// Error answers become errors told apart by code, and every code of the platform is known here.
import { refusals } from '@countersign/protocol'
import { describe, expect, test } from 'vitest'
import {
  type CountersignError,
  isCountersignError,
  ProblemError,
  problemCodes,
  RefusalError,
  UnexpectedAnswerError,
} from './errors.ts'
import { errorOf } from './problem.ts'

const body = (code: unknown) => JSON.stringify({ code, title: 'No.', detail: 'Do this.', request: 'r1' })

describe('errorOf', () => {
  test.each(['', 'null', '[]', '<html>', '{}', body(7)])('does not take %j for a problem', (raw) => {
    expect(errorOf(502, raw, null)).toBeInstanceOf(UnexpectedAnswerError)
  })

  test.each(Object.keys(refusals))('%s is a refusal with its decision', (code) => {
    const error = errorOf(403, body(code), 'decision_1')
    expect(error).toBeInstanceOf(RefusalError)
    expect(error).toMatchObject({
      code,
      decision: 'decision_1',
      problem: { status: 403, title: 'No.', request: 'r1' },
    })
  })

  test.each(problemCodes)('%s is a problem', (code) => {
    expect(errorOf(400, body(code), null)).toMatchObject({ name: 'ProblemError', code })
  })

  test('a code it does not know stays a problem', () => {
    const error = errorOf(418, body('TEAPOT'), null)
    expect(error).toBeInstanceOf(ProblemError)
    expect(error.code).toBe('UNKNOWN_PROBLEM')
  })
})

test('a switch on the code narrows to the error with its members', () => {
  const read = (error: CountersignError): string => {
    switch (error.code) {
      case 'DELIVERY_GAP':
        return `${error.expected}`
      case 'AUTHORIZATION_REFUSED':
        return error.oauthError
      case 'WITHDRAWN':
        return error.decision ?? 'none'
      default:
        return error.message
    }
  }
  const error: unknown = errorOf(403, body('WITHDRAWN'), 'decision_1')
  expect(isCountersignError(error) && read(error)).toBe('decision_1')
  expect(isCountersignError(new Error('other'))).toBe(false)
})
