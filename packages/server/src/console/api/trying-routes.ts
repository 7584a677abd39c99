// Trying a company's software out: test people, acting as one of them, and what the software called.
import type { RequestId } from '@countersign/protocol'
import { z } from 'zod'
import { actAsTestPerson, stopActing } from '../../acts/act-as-test-person.ts'
import { closeTestPeople } from '../../acts/close-test-people.ts'
import { makeTestPeople } from '../../acts/make-test-people.ts'
import { lastRequests } from '../../acts/request-log.ts'
import { id } from '../../http/id-schema.ts'
import type { Http } from '../../http/server.ts'
import { testPeopleOf } from '../../store/test-people.ts'
import type { System } from '../../system.ts'
import { atCompany, consoleUser } from '../scope.ts'
import * as wire from './wire.ts'

const tags = ['console: trying out']
const testPerson = z.object({ person: z.string(), name: z.string(), made_at: z.iso.datetime() })
const MOST_REQUESTS = 200

/** Adds them. */
export function tryingRoutes(api: Http, system: System): void {
  testPeople(api, system)
  acting(api, system)
  const query = z.strictObject({
    after: id('request').optional().describe('Only calls after this one.'),
    limit: z.coerce.number().int().min(1).max(MOST_REQUESTS).default(50),
  })
  api.get(
    '/partners/:partner/requests',
    {
      schema: {
        tags,
        summary: 'What the company’s software called lately, the newest first',
        params: wire.ofCompany,
        querystring: query,
        response: { 200: wire.listOf(wire.request) },
      },
    },
    async (request) => {
      const { partner } = (await atCompany(system, request)).staff
      const { after = null, limit } = request.query
      return { items: await requestsJson(system, { partner, after: after as RequestId | null, limit }) }
    },
  )
}

async function requestsJson(system: System, asked: Parameters<typeof lastRequests>[1]) {
  const found = await lastRequests(system, asked)
  return found.map(
    ({ id: request, at, method, route, status, code, decision, purpose, subject, ms, leftOut }) => ({
      request,
      at: wire.wireTime(at),
      method,
      route,
      status,
      code,
      decision,
      purpose,
      sub: subject,
      ms,
      left_out: leftOut,
    }),
  )
}

function testPeople(api: Http, system: System): void {
  const path = '/partners/:partner/test_people'
  const shared = { tags, params: wire.ofCompany }
  api.get(
    path,
    {
      schema: { ...shared, summary: 'The company’s test people', response: { 200: wire.listOf(testPerson) } },
    },
    async (request) => {
      const { partner } = (await atCompany(system, request)).staff
      const found = await testPeopleOf(system.app, partner)
      return {
        items: found.map(({ person, name, madeAt }) => ({ person, name, made_at: wire.wireTime(madeAt) })),
      }
    },
  )
  const made = z.object({ people: z.array(z.string()), thread: z.string() })
  api.post(
    path,
    { schema: { ...shared, summary: 'Make test people and a thread of theirs', response: { 201: made } } },
    async (request, reply) => {
      const { people, thread } = await makeTestPeople(system, (await atCompany(system, request)).staff)
      return reply.code(201).send({ people: [...people], thread })
    },
  )
  api.delete(
    path,
    {
      schema: {
        ...shared,
        summary: 'Close all of them',
        response: { 200: z.object({ closed: z.int() }) },
      },
    },
    async (request) => ({ closed: await closeTestPeople(system, (await atCompany(system, request)).staff) }),
  )
}

function acting(api: Http, system: System): void {
  const one = wire.ofCompany.extend({ person: id('person') })
  const response = { 204: z.undefined() }
  api.put(
    '/partners/:partner/test_people/:person/acting',
    {
      schema: { tags, summary: 'Act as a test person with this session', params: one, response },
    },
    async (request, reply) => {
      const { staff, secret } = await atCompany(system, request)
      await actAsTestPerson(system, staff, { secret, testPerson: request.params.person })
      return reply.code(204).send()
    },
  )
  api.delete(
    '/acting',
    { schema: { tags, summary: 'Be yourself again', response } },
    async (request, reply) => {
      await stopActing(system, (await consoleUser(system, request)).secret)
      return reply.code(204).send()
    },
  )
}
