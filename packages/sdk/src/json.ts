// Reading JSON from outside: small checks that name the place of what is wrong.
import { UnexpectedAnswerError } from './errors.ts'

/** A JSON object whose members are not yet known. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Whether a JSON value is an object (not a list, not null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The JSON object in a text. @throws UnexpectedAnswerError when there is none */
export function parseObject(text: string, what: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new UnexpectedAnswerError(`${what} is not JSON`, { cause })
  }
  if (!isObject(value)) throw new UnexpectedAnswerError(`${what} is not a JSON object`)
  return value
}

/** A text member. @throws UnexpectedAnswerError when it is missing or of another type */
export function textOf(object: JsonObject, key: string, what: string): string {
  const value = object[key]
  if (typeof value !== 'string') throw new UnexpectedAnswerError(`${what} has no text \`${key}\``)
  return value
}

/** A list member. @throws UnexpectedAnswerError when it is missing or of another type */
export function listOf(object: JsonObject, key: string, what: string): readonly unknown[] {
  const value = object[key]
  if (!Array.isArray(value)) throw new UnexpectedAnswerError(`${what} has no list \`${key}\``)
  return value
}

/** A whole number that is not negative. @throws UnexpectedAnswerError when it is missing or something else */
export function countOf(object: JsonObject, key: string, what: string): number {
  const value = object[key]
  if (!Number.isSafeInteger(value) || Number(value) < 0) {
    throw new UnexpectedAnswerError(`${what} has no whole number \`${key}\``)
  }
  return Number(value)
}
