// The HTTP server every audience shares: validation by zod, problem answers (RFC 9457), request ids, safe logging.
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Random } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { answerProblem } from './answer-problem.ts'

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

/** A server with nothing on it yet. Logs say method, route and status; never a URL's values, a body or a header. */
export function createHttp(log: FastifyBaseLogger, random: Random): Http {
  const http = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: true,
    requestIdHeader: false,
    genReqId: () => Buffer.from(random.bytes(9)).toString('base64url'),
    routerOptions: { maxParamLength: 200 },
    ajv: { customOptions: { coerceTypes: false } },
  }).withTypeProvider<ZodTypeProvider>()
  http.setValidatorCompiler(validatorCompiler)
  http.setSerializerCompiler(serializerCompiler)
  http.setErrorHandler(answerProblem)
  http.setNotFoundHandler(() => {
    throw new Problem('NOT_FOUND')
  })
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
