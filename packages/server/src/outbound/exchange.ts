// One request and its answer over a connection of its own, bounded in bytes and time; nothing of it outlives it.
import { type buildConnector, Client, type Dispatcher, errors } from 'undici'
import type { Target } from './address.ts'
import { OutboundError, type OutboundFailure } from './failures.ts'
import type { Network } from './network.ts'

/** What is sent and what is taken back, whatever the address. */
export interface ExchangeTerms {
  readonly headers: Readonly<Record<string, string>>
  /** Media types whose body is read. */
  readonly accept: readonly string[]
  readonly maxBytes: number
}

/** An answer, read to its end. */
export interface Exchanged {
  readonly status: number
  readonly type: string
  readonly body: Uint8Array
  /** Where a redirect points, as written. */
  readonly location: string | undefined
}

/** What we call ourselves wherever we ask. */
export const USER_AGENT = 'Countersign'
const MAX_HEADER_BYTES = 16_384
const noBody = new Uint8Array()

/**
 * Sends to the addresses given, which the caller has checked, and reads the answer. No proxy, no cookie, no connection of an
 * earlier exchange. A body is read only of a 2xx answer and only in a type the terms name.
 * @throws OutboundError
 */
export async function exchange(
  network: Network,
  target: Target,
  addresses: readonly string[],
  terms: ExchangeTerms,
  signal: AbortSignal,
): Promise<Exchanged> {
  const client = clientFor(target, network.connectTo(addresses))
  try {
    const answer = await client.request({
      method: 'GET',
      path: `${target.url.pathname}${target.url.search}`,
      headers: headersOf(terms),
      reset: true,
      signal,
    })
    return await read(answer, terms)
  } catch (error) {
    throw error instanceof OutboundError ? error : new OutboundError(failureOf(error, signal))
  } finally {
    await client.destroy()
  }
}

/** A client for one exchange: one connection, and no timers of its own beside the caller's signal. */
export function clientFor({ url }: Target, connect: buildConnector.connector): Client {
  return new Client(url.origin, {
    connect,
    maxHeaderSize: MAX_HEADER_BYTES,
    // The signal bounds the whole; a library's own timers would only add a second, longer answer.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
}

function headersOf({ headers, accept }: ExchangeTerms): Record<string, string> {
  return {
    ...headers,
    accept: accept.join(', '),
    'accept-encoding': 'identity',
    'user-agent': USER_AGENT,
  }
}

async function read(answer: Dispatcher.ResponseData, terms: ExchangeTerms): Promise<Exchanged> {
  // Whatever happens to a body nobody reads (the connection is about to be cut), nobody is waiting for it.
  answer.body.on('error', () => undefined)
  const header = (name: string): string => String(answer.headers[name] ?? '')
  const type = header('content-type').split(';')[0]?.trim().toLowerCase() ?? ''
  const head = { status: answer.statusCode, type, location: header('location') || undefined }
  if (answer.statusCode < 200 || answer.statusCode > 299) return { ...head, body: noBody }
  const encoding = header('content-encoding').toLowerCase()
  if (!terms.accept.includes(type) || !['', 'identity'].includes(encoding))
    throw new OutboundError('WRONG_TYPE')
  if (Number(header('content-length')) > terms.maxBytes) throw new OutboundError('TOO_LARGE')
  return { ...head, body: await bytesOf(answer.body, terms.maxBytes) }
}

async function bytesOf(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBytes) throw new OutboundError('TOO_LARGE')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** What an error of an exchange is called. */
export function failureOf(error: unknown, signal: AbortSignal): OutboundFailure {
  if (signal.aborted || error instanceof errors.ConnectTimeoutError) return 'TOO_SLOW'
  return error instanceof errors.HeadersOverflowError ? 'TOO_LARGE' : 'UNREACHABLE'
}
