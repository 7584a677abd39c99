// The one way the server reaches out (design 005): link cards, their pictures, catalogues, webhooks. Nobody can point it inward.
import { err, ok, type Result } from '@countersign/protocol'
import { isPublicAddress, parseTarget, type Target } from './address.ts'
import { type Exchanged, type ExchangeTerms, exchange } from './exchange.ts'
import { OutboundError, type OutboundFailure } from './failures.ts'
import type { Network } from './network.ts'
import { type Posted, post } from './post.ts'

/** What to ask for, and how much of an answer to take. Every bound is the caller's to choose; there is none to forget. */
export interface OutboundRequest {
  readonly url: string
  /** Sent to the first address only: what a redirect names gets no header of ours. */
  readonly headers?: Readonly<Record<string, string>>
  /** Media types whose body is read. */
  readonly accept: readonly string[]
  readonly maxBytes: number
  /** From the first question to the name server to the last byte, redirects included. */
  readonly timeoutMs: number
  /** How many redirects may be followed, each checked like the first address. Catalogues follow none. */
  readonly redirects: 0 | 1 | 2 | 3
}

/** An answer of any status that is no redirect. The body is empty unless the status is 2xx. */
export interface OutboundAnswer {
  readonly status: number
  /** The media type, in lower case and without parameters. */
  readonly type: string
  readonly body: Uint8Array
}

/** What to post, and how long it may take from the first question to the name server to the status of the answer. */
export interface OutboundPost extends Posted {
  readonly url: string
  readonly timeoutMs: number
  /** Gives it up. */
  readonly signal?: AbortSignal
}

/** The JSON of an answer, read strictly; undefined where there is none. */
export function jsonIn({ body }: Pick<OutboundAnswer, 'body'>): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}

/** The one way out. */
export interface Outbound {
  /** Asks once; never throws for anything the other side does. Trying again is the caller's decision. */
  send(request: OutboundRequest): Promise<Result<OutboundAnswer, OutboundFailure>>
  /** Posts once and says the status; redirects are not followed. Never throws for anything the other side does. */
  post(request: OutboundPost): Promise<Result<number, OutboundFailure>>
  /** Whether an address may be reached as things are now, without connecting to it. What is reached later is checked again. */
  check(url: string): Promise<Result<void, OutboundFailure>>
}

/** What it stands on. */
export interface OutboundParts {
  readonly network: Network
  /** Ports of this machine that may be reached over plain http: the operator's exception for demos and development. */
  readonly localPorts: readonly number[]
}

const CHECK_MS = 5_000
const LOOPBACK = ['127.0.0.1', '::1']

/**
 * A way out. Only https to hosts named, resolved once, all of whose addresses are public; the connection goes to those
 * addresses and no others, so that a name which changes its mind changes nothing.
 */
export function createOutbound({ network, localPorts }: OutboundParts): Outbound {
  return {
    send: (request) =>
      asResult(() => {
        const signal = AbortSignal.timeout(request.timeoutMs)
        return follow(network, parseTarget(request.url, localPorts), request, signal)
      }),
    post: ({ url, timeoutMs, signal: given, ...posted }) =>
      asResult(async () => {
        const timeout = AbortSignal.timeout(timeoutMs)
        const signal = given === undefined ? timeout : AbortSignal.any([timeout, given])
        const target = parseTarget(url, localPorts)
        const status = await post(network, target, await addressesOf(network, target, signal), posted, signal)
        if (isRedirect({ status })) throw new OutboundError('REDIRECT_REFUSED')
        return status
      }),
    check: (url) =>
      asResult(async () => {
        await addressesOf(network, parseTarget(url, localPorts), AbortSignal.timeout(CHECK_MS))
      }),
  }
}

async function asResult<T>(reach: () => Promise<T>): Promise<Result<T, OutboundFailure>> {
  try {
    return ok(await reach())
  } catch (error) {
    if (error instanceof OutboundError) return err(error.failure)
    throw error
  }
}

async function follow(
  network: Network,
  first: Target,
  request: OutboundRequest,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  let target = first
  let terms = termsOf(request)
  for (let followed = 0; ; followed++) {
    const addresses = await addressesOf(network, target, signal)
    const { location, ...answer } = await exchange(network, target, addresses, terms, signal)
    if (!isRedirect(answer)) return answer
    if (followed >= request.redirects || location === undefined || !URL.canParse(location, target.url.href))
      throw new OutboundError('REDIRECT_REFUSED')
    // Nothing outside may send us to a port of this machine, not even one the operator opened.
    target = parseTarget(new URL(location, target.url).href, [])
    terms = { ...terms, headers: {} }
  }
}

function termsOf({ headers, accept, maxBytes }: OutboundRequest): ExchangeTerms {
  return { headers: headers ?? {}, accept, maxBytes }
}

const isRedirect = ({ status }: Pick<Exchanged, 'status'>): boolean => status >= 300 && status < 400

/** One private address among public ones is a trick, or will be one tomorrow: the whole name is refused. */
async function addressesOf(
  network: Network,
  target: Target,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (target.kind === 'local') return LOOPBACK
  const addresses = await network.resolve(target.host, signal)
  if (signal.aborted) throw new OutboundError('TOO_SLOW')
  if (addresses.length === 0) throw new OutboundError('UNREACHABLE')
  if (!addresses.every(isPublicAddress)) throw new OutboundError('ADDRESS_REFUSED')
  return addresses
}
