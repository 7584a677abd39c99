// The one mapping from errors to the wire: RFC 9457 problem details with a stable code and what to do next.
import type { FastifyBaseLogger, FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { loggable } from '../ports/loggable.ts'
import { Problem, type ProblemCode, problems } from '../problems.ts'
import { sendPage } from './page.ts'
import { problemPage, type ShownProblem } from './problem-page.ts'

/** The body of every error answer. */
export interface ProblemBody extends ShownProblem {
  readonly type: string
}

const overCodes: ReadonlySet<ProblemCode> = new Set(['BULK_STOP', 'TOO_MANY_SUBMISSIONS', 'TOO_MANY_EXPORTS'])

/** Answers any error thrown on the way; what is not a caller's mistake is logged without its message's values. */
export async function answerProblem(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const problem = problemOf(error)
  logFailure(request.log, problem, error)
  const body = problemBody(problem, request.id)
  if (problem.decision !== undefined) reply.header('countersign-decision', problem.decision)
  // Whoever is frozen gets nothing by coming again, and whoever has used up a day gets nothing in a second.
  const isOver = overCodes.has(problem.code)
  const retriable = body.status === 503 || (body.status === 429 && !isOver)
  // A limit says itself how long to wait.
  if (retriable && !reply.hasHeader('retry-after')) reply.header('retry-after', '1')
  if (wantsPage(request)) return sendPage(reply, problemPage(body), { status: body.status })
  return reply
    .code(body.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(body))
}

/** Logs the error behind a problem that is ours; of a caller's mistake nothing is logged. */
export function logFailure(log: FastifyBaseLogger, { code }: Problem, error: unknown): void {
  if (code === 'INTERNAL' || code === 'STORAGE_UNAVAILABLE') log.error(loggable(error), 'internal error')
  if (code === 'DATABASE_UNAVAILABLE') log.warn(loggable(error), 'the database was lost')
}

/** A browser that goes somewhere says so; what calls an API does not ask for HTML. */
function wantsPage({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') === true
}

/** The problem details of a problem. */
export function problemBody(problem: Problem, requestId: string): ProblemBody {
  const { status, title, next } = problems[problem.code]
  return {
    type: `urn:countersign:problem:${problem.code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    code: problem.code,
    detail: problem.detail === undefined ? next : `${problem.detail} ${next}`,
    request: requestId,
    ...(problem.errors.length > 0 && { errors: problem.errors }),
  }
}

const byFastifyCode: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'WRONG_TYPE',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'BAD_JSON',
  FST_ERR_CTP_INVALID_JSON_BODY: 'BAD_JSON',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'BAD_REQUEST',
  // No address of ours has a part that long.
  FST_ERR_MAX_PARAM_LENGTH: 'NOT_FOUND',
}

/** Connection failures, shutdowns and exhausted servers, as Node and PostgreSQL name them. */
const databaseGone = /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|57P0[1-3]|08\d{3}|53\d{3}|55P03)$/

/** Full disks and files that cannot be reached, as Node and PostgreSQL name them. */
const storageGone = /^(ENOSPC|EDQUOT|EROFS|EACCES|EPERM|EIO|EMFILE|ENFILE|53100)$/

/** The problem any thrown value is. A caller's mistake never becomes INTERNAL. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map(({ instancePath, message }) => ({
      at: `${error.validationContext ?? 'request'}${instancePath}`,
      problem: message ?? 'is not valid',
    }))
    return new Problem('BAD_REQUEST', { errors })
  }
  const code = codeOf(error)
  if (code === 'FST_ERR_BAD_URL')
    return new Problem('BAD_REQUEST', { errors: [{ at: 'path', problem: 'must be percent-encoded UTF-8' }] })
  const known = byFastifyCode[code]
  if (known !== undefined) return new Problem(known)
  if (storageGone.test(code) || (error instanceof Error && error.name === 'KeyringError'))
    return new Problem('STORAGE_UNAVAILABLE', { cause: error })
  if (databaseGone.test(code) || isLostConnection(error)) return databaseProblem(error)
  if (error instanceof SyntaxError && statusOf(error) === 400) return new Problem('BAD_JSON')
  if (statusOf(error) === 429) return new Problem('TOO_MANY')
  return new Problem('INTERNAL', { cause: error })
}

function databaseProblem(cause: unknown): Problem {
  const isUnknown = cause instanceof Error && cause.name === 'CommitUnknownError'
  const detail = 'The connection was lost while this was saved. Look whether it was, before you do it again.'
  return new Problem('DATABASE_UNAVAILABLE', { cause, ...(isUnknown && { detail }) })
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}

function statusOf(error: unknown): number | undefined {
  return typeof error === 'object' && error !== null && 'statusCode' in error
    ? Number(error.statusCode)
    : undefined
}

/** By the looks of it, as `store/` sees it (`isConnectionLost`): there was nobody to answer, or nobody to say what became of it. */
function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'CommitUnknownError') return true
  if ('severity' in error && (error.severity === 'FATAL' || error.severity === 'PANIC')) return true
  return /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/.test(
    error.message,
  )
}
