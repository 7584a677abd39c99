// From an error answer (RFC 9457) to the SDK's error.
import { isProblemCode, isRefusalCode, ProblemError, RefusalError, UnexpectedAnswerError } from './errors.ts'
import { isObject, type JsonObject } from './json.ts'

/** The error an error answer stands for. */
export function errorOf(
  status: number,
  raw: string,
  decision: string | null,
): RefusalError | ProblemError | UnexpectedAnswerError {
  const body = bodyOf(raw)
  if (body === undefined || typeof body['code'] !== 'string') {
    return new UnexpectedAnswerError(`the platform answered ${status} without a problem document`)
  }
  const text = (key: string) => (typeof body[key] === 'string' ? body[key] : '')
  const problem = { status, title: text('title'), detail: text('detail'), request: text('request') || null }
  const { code } = body
  if (isRefusalCode(code)) return new RefusalError(code, decision, problem)
  return new ProblemError(isProblemCode(code) ? code : 'UNKNOWN_PROBLEM', problem)
}

function bodyOf(raw: string): JsonObject | undefined {
  try {
    const body: unknown = JSON.parse(raw)
    return isObject(body) ? body : undefined
  } catch {
    return undefined
  }
}
