// The HTTP server every audience shares: validation by zod, problem answers (RFC 9457), request ids, safe logging.
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Random } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { answerProblem } from './answer-problem.ts'
import { assertText } from './assert-text.ts'
import { answerClientError } from './client-error.ts'
import { finishRequests } from './finish-requests.ts'

/** A Fastify instance whose schemas are zod's; every audience's routes are a plugin on one. */
export type Http = FastifyInstance<
  import('node:http').Server,
  import('node:http').IncomingMessage,
  import('node:http').ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** Bodies larger than this are refused with 413 before they are read whole. */
const MAX_BODY_BYTES = 256 * 1024

/** How long a request may take to arrive whole, unless a test says otherwise: a connection that trickles is not kept. */
const ARRIVES_WITHIN_MS = 60_000

/** @fastify/multipart says at the finest level what it gives its parser: the headers of a request, cookie included. */
const serializers = { busboyOptions: () => undefined }

/** The one place that speaks another protocol: a WebSocket. */
const LIVE_PATH = '/api/v1/live'

/** What a server may be told about where it stands. */
export interface HttpOptions {
  readonly arrivesWithinMs?: number
  /** Whether TLS ends at a proxy in front: then its word for a caller's address counts, and nobody else's. */
  readonly behindProxy?: boolean
}

/** A server with nothing on it yet. Closing it finishes what has begun. Logs say method, route and status; never a URL's values, a body or a header. */
export function createHttp(
  log: FastifyBaseLogger,
  random: Random,
  { arrivesWithinMs = ARRIVES_WITHIN_MS, behindProxy = false }: HttpOptions = {},
): Http {
  const requestId = (): string => Buffer.from(random.bytes(9)).toString('base64url')
  const http = Fastify({
    loggerInstance: log.child({}, { serializers }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    // After `finishRequests` has waited: what is open then is idle, or was given up.
    forceCloseConnections: true,
    return503OnClosing: false,
    requestTimeout: arrivesWithinMs,
    http: {
      connectionsCheckingInterval: arrivesWithinMs / 4,
      headersTimeout: arrivesWithinMs,
      // Whatever else asks for another protocol gets its answer in this one, as RFC 9110 §7.8 lets a server do.
      shouldUpgradeCallback: ({ url, headers }) =>
        url === LIVE_PATH && headers.upgrade?.toLowerCase() === 'websocket',
    },
    // Without it all people would be one address, and one of them could use up everybody's tries to sign in.
    trustProxy: behindProxy && 'loopback, linklocal, uniquelocal',
    requestIdHeader: false,
    genReqId: requestId,
    frameworkErrors: (error, request, reply) => void answerProblem(error, request, reply),
    clientErrorHandler: (error, socket) => answerClientError(error, socket, requestId()),
    routerOptions: { maxParamLength: 200 },
    ajv: { customOptions: { coerceTypes: false } },
  }).withTypeProvider<ZodTypeProvider>()
  http.setValidatorCompiler(validatorCompiler)
  http.setSerializerCompiler(serializerCompiler)
  http.setErrorHandler(answerProblem)
  http.setNotFoundHandler(() => {
    throw new Problem('NOT_FOUND')
  })
  finishRequests(http)
  http.addHook('preValidation', async ({ params, query, body }) => assertText({ params, query, body }))
  http.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    request.log.info({
      method,
      route: routeOptions.url,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    })
  })
  return http
}
