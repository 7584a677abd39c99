// What is not even a request: answered on the bare connection, as a problem like every other (RFC 9457).
import type { Socket } from 'node:net'
import { Problem, type ProblemCode } from '../problems.ts'
import { problemBody } from './answer-problem.ts'

const byNodeCode: Readonly<Record<string, ProblemCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'TOO_SLOW',
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'TOO_LARGE',
}

/**
 * Answers and hangs up. Nothing is logged: the error holds the bytes that came, and those can hold a cookie.
 * @param id the request id to name in the answer
 */
export function answerClientError(
  error: Error & { readonly code?: string },
  socket: Socket,
  id: string,
): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return
  const code = byNodeCode[error.code ?? '']
  const problem =
    code === undefined ? new Problem('BAD_REQUEST', { detail: 'It is not HTTP.' }) : new Problem(code)
  const body = JSON.stringify(problemBody(problem, id))
  const { status } = problemBody(problem, id)
  socket.end(
    [
      `HTTP/1.1 ${status} `,
      'content-type: application/problem+json',
      `content-length: ${Buffer.byteLength(body)}`,
      'cache-control: no-store',
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}
