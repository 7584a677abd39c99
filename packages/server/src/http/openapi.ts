// The description of both APIs, OpenAPI 3.1, made from the schemas that validate.
import swagger from '@fastify/swagger'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import type { System } from '../system.ts'
import { withProblems } from './problem-schema.ts'
import type { Http } from './server.ts'

/** Collects every route from here on and serves the description at /openapi.json. To be called before any route. */
export async function openapi(http: Http, system: Pick<System, 'settings'>): Promise<void> {
  const { publicUrl } = system.settings
  await http.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Countersign',
        version: '1',
        description:
          'What people and partners can call. Every error is a problem document (RFC 9457) with a stable code.',
      },
      servers: [{ url: publicUrl }],
      components: {
        securitySchemes: {
          dpop: {
            type: 'http',
            scheme: 'DPoP',
            description: `An access token bound to a key (RFC 9449), from ${publicUrl}/.well-known/openid-configuration.`,
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'countersign_session',
            description: 'A signed-in person.',
          },
        },
      },
    },
    transform: (described) => {
      const { schema } = described
      const response = withProblems(schema.response ?? {})
      return jsonSchemaTransform({ ...described, schema: { ...schema, response } })
    },
  })
  http.get('/openapi.json', { schema: { hide: true } }, async (_, reply) =>
    reply.header('cache-control', 'public, max-age=300').send(http.swagger()),
  )
}
