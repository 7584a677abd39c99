// Calls of the people's API (/api/v1): JSON over the session cookie, and one kind of error for whatever goes wrong.

/** What the API refused (RFC 9457), that it could not be reached (`UNREACHABLE`), or what is wrong before it is asked (`NO_PASSKEYS`, `EMPTY_FILE`). */
export class CallError extends Error {
  override readonly name = 'CallError'
  /** The problem's stable code. */
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, detail: string, options?: ErrorOptions) {
    super(detail, options)
    this.code = code
    this.status = status
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Calls the people's API and gives what it answers; the caller names the answer's shape, which the server has checked.
 * Whoever is not signed in any more is taken to the sign-in page and back.
 * @throws {CallError}
 */
export function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
  return callAt(`/api/v1${path}`, method, body)
}

/** The same at another address of this site. @throws {CallError} */
export async function callAt<T>(address: string, method: Method, body?: unknown): Promise<T> {
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return said(await send(address, { method, ...(body !== undefined && json) }))
}

/** Sends bytes. @throws {CallError}, also `UNREACHABLE` when the signal ends it */
export async function callWithBytes(path: string, bytes: Blob, signal: AbortSignal): Promise<void> {
  const headers = { 'content-type': 'application/octet-stream' }
  return said(await send(`/api/v1${path}`, { method: 'PUT', headers, body: bytes, signal }))
}

async function said<T>(answer: Response): Promise<T> {
  if (answer.ok) return (answer.status === 204 ? undefined : await answer.json()) as T
  const problem = (await answer.json().catch(() => ({}))) as Partial<
    Record<'code' | 'title' | 'detail', string>
  >
  const { code = 'UNEXPECTED', title, detail } = problem
  if (code === 'SIGN_IN') signInAgain()
  // What happened, and what to do next.
  throw new CallError(code, answer.status, [title, detail].filter(Boolean).join(' '))
}

async function send(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, request)
  } catch (cause) {
    throw new CallError('UNREACHABLE', 0, '', { cause })
  }
}

let leaving = false

/**
 * Does what ends the session and goes on from there: whatever else the page asks meanwhile, and is refused, does not lead
 * to the sign-in page instead.
 */
export async function leaveBy(act: () => Promise<unknown>, to: string): Promise<void> {
  leaving = true
  try {
    await act()
  } catch (error) {
    leaving = false
    throw error
  }
  location.assign(to)
}

function signInAgain(): void {
  if (leaving) return
  const here = location.pathname + location.search
  location.assign(`/sign-in?next=${encodeURIComponent(here)}`)
}
