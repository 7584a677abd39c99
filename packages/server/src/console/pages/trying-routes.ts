// The pages on which a company's software is tried out: test people, and the calls it made.
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { actAsTestPerson, stopActing } from '../../acts/act-as-test-person.ts'
import { closeTestPeople } from '../../acts/close-test-people.ts'
import { makeTestPeople } from '../../acts/make-test-people.ts'
import { lastRequests } from '../../acts/request-log.ts'
import { goOn, idIn } from '../../http/go-on.ts'
import { testPeopleOf } from '../../store/test-people.ts'
import type { System } from '../../system.ts'
import { type AtCompany, atCompany, type ConsoleScope, consoleUser, show } from '../scope.ts'
import { companyFrame, companyPath, type Trouble } from './frame.ts'
import { orTrouble } from './trouble.ts'
import { callsView, testPeopleView } from './trying-view.ts'

const SHOWN_CALLS = 100
const FOLLOW_EVERY_S = 5
const done: Readonly<Record<string, string>> = {
  made: 'Made: three people who are friends, and a thread of theirs called Sandbox.',
  closed: 'Closed. Nothing they allowed is in force any more.',
}

/** Adds them. */
export function tryingPages(scope: ConsoleScope): void {
  testPeople(scope)
  acting(scope)
  calls(scope)
}

function testPeople({ http, system }: ConsoleScope): void {
  const querystring = z.object({ done: z.string().max(20).optional() })
  http.get('/console/:partner/tests', { schema: { hide: true, querystring } }, async (request, reply) =>
    page(system, reply, await atCompany(system, request), { done: done[request.query.done ?? ''] }),
  )
  http.post('/console/:partner/tests', { schema: { hide: true } }, async (request, reply) => {
    const here = await atCompany(system, request)
    return orTrouble(
      async () => {
        await makeTestPeople(system, here.staff)
        return goOn(reply, `${companyPath(here.company, '/tests')}?done=made`)
      },
      (trouble, status) => page(system, reply, here, { trouble }, status),
    )
  })
  http.post('/console/:partner/tests/close', { schema: { hide: true } }, async (request, reply) => {
    const { staff, company } = await atCompany(system, request)
    await closeTestPeople(system, staff)
    return goOn(reply, `${companyPath(company, '/tests')}?done=closed`)
  })
}

function acting({ http, system }: ConsoleScope): void {
  const body = z.object({ person: z.string() })
  http.post('/console/:partner/tests/act', { schema: { hide: true, body } }, async (request, reply) => {
    const { staff, secret } = await atCompany(system, request)
    await actAsTestPerson(system, staff, { secret, testPerson: idIn('person', request.body.person) })
    return goOn(reply, '/threads')
  })
  http.post('/console/acting/stop', { schema: { hide: true } }, async (request, reply) => {
    await stopActing(system, (await consoleUser(system, request)).secret)
    return goOn(reply, '/console')
  })
}

function calls({ http, system }: ConsoleScope): void {
  const querystring = z.object({ follow: z.enum(['yes']).optional() })
  http.get('/console/:partner/calls', { schema: { hide: true, querystring } }, async (request, reply) => {
    const { company, person } = await atCompany(system, request)
    const follows = request.query.follow === 'yes'
    const found = await lastRequests(system, { partner: company.id, after: null, limit: SHOWN_CALLS })
    const body = callsView(company, found, { follows, now: system.clock.now() })
    // Only where somebody asked for it: a page that changes by itself is lost to who reads slowly.
    if (follows) reply.header('refresh', String(FOLLOW_EVERY_S))
    const framed = companyFrame(company, '/calls', { body })
    return show(system, reply, { title: `Calls of ${company.name}`, body: framed, person })
  })
}

async function page(
  system: System,
  reply: FastifyReply,
  { company, person }: AtCompany,
  said: { readonly done?: string | undefined; readonly trouble?: Trouble },
  status = 200,
): Promise<FastifyReply> {
  const body = testPeopleView(company, await testPeopleOf(system.app, company.id))
  const framed = companyFrame(company, '/tests', { ...said, body })
  return show(system, reply, { title: `Test people of ${company.name}`, body: framed, person, status })
}
