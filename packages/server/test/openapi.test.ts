// The description at /openapi.json: OpenAPI 3.1, every route of every API in it, nothing said that is not so.
import { testServer } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { consoleRoutes } from '../src/console/index.ts'
import { everyoneRoutes } from '../src/everyone/index.ts'
import { openapi } from '../src/http/openapi.ts'
import { createHttp } from '../src/http/server.ts'
import { partnerRoutes } from '../src/partners/routes.ts'
import { peopleRoutes } from '../src/people/routes.ts'

const { system, url } = await testServer()
const response = await fetch(`${url}/openapi.json`)
const text = await response.text()

const schema = z.union([z.boolean(), z.record(z.string(), z.unknown())])
const content = z.record(
  z.string().regex(/^[a-z]+\/[a-z+.-]+$/),
  z.strictObject({ schema, example: z.unknown().optional() }),
)
const parameter = z.strictObject({
  name: z.string().min(1),
  in: z.enum(['query', 'header', 'path', 'cookie']),
  required: z.boolean().optional(),
  description: z.string().optional(),
  schema,
})
// The parts of https://spec.openapis.org/oas/v3.1.0 that this document uses; anything else in it is a mistake here.
const operation = z.strictObject({
  summary: z.string().min(1),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  operationId: z.string().optional(),
  parameters: z.array(parameter).optional(),
  requestBody: z.strictObject({ required: z.boolean().optional(), content }).optional(),
  responses: z.record(
    z.string().regex(/^([1-5]\d\d|[45]XX|default)$/),
    z.strictObject({ description: z.string(), content: content.optional(), headers: z.unknown().optional() }),
  ),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
})
const methods = ['get', 'put', 'post', 'delete', 'patch'] as const
const document = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.strictObject({ url: z.url() })),
  components: z.strictObject({
    schemas: z.record(z.string(), schema).optional(),
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.enum(['http', 'apiKey']) })),
  }),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(methods), operation)),
})

describe('/openapi.json', () => {
  it('is OpenAPI 3.1 and nothing else', () => {
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(document.safeParse(JSON.parse(text)).error?.issues ?? []).toEqual([])
  })

  // A socket, and a picture whose address comes with its message.
  const beyond = ['/api/v1/live', '/api/v1/threads/:thread/messages/:message/picture/:key']

  it('describes every route of every API and the public data, and no page', async () => {
    const http = createHttp(system.log, system.random)
    const routes: string[] = []
    http.addHook('onRoute', ({ method, url: path }) => {
      for (const one of [method].flat())
        if (
          // A browser's question before a call is no operation of its own.
          one !== 'HEAD' &&
          one !== 'OPTIONS' &&
          !beyond.includes(path) &&
          (/^\/(api|partner|console\/api)\//.test(path) || /^\/(?!openapi).*\.json$/.test(path))
        )
          routes.push(`${one.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    })
    await openapi(http, system)
    await partnerRoutes(http, system)
    await peopleRoutes(http, system)
    await everyoneRoutes(http, system)
    await consoleRoutes(http, system)
    await http.ready()
    const { paths } = document.parse(JSON.parse(text))
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${path}`),
    )
    expect(routes.length).toBeGreaterThan(20)
    expect(described.sort()).toEqual(routes.sort())
    await http.close()
  })

  it('says of every path parameter and every reference what it is', () => {
    const { paths, components } = document.parse(JSON.parse(text))
    for (const [path, item] of Object.entries(paths))
      for (const { parameters = [] } of Object.values(item)) {
        const named = parameters.filter((one) => one.in === 'path').map(({ name }) => name)
        expect([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)).toEqual(named)
        expect(new Set(parameters.map((one) => `${one.in} ${one.name}`)).size).toBe(parameters.length)
      }
    for (const [, reference] of text.matchAll(/"\$ref":"([^"]+)"/g))
      expect(Object.keys(components.schemas ?? {})).toContain(reference!.replace('#/components/schemas/', ''))
  })
})
