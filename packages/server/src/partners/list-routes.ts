// The lists of the partner API: each is one reading of the gate, answered with exactly the bytes the gate gave.
import type { Http } from '../http/server.ts'
import type { System } from '../system.ts'
import { callerOf } from './authenticate.ts'
import { fieldsOf, withCall } from './call.ts'
import * as shapes from './schemas.ts'
import { sendAnswer } from './send-answer.ts'

// A HEAD would be decided, entered and answered with nothing.
const exposeHeadRoute = false
const common = { security: shapes.security, headers: shapes.purposeHeader }

/** Registers them. */
export function listRoutes(api: Http, system: System): void {
  ownRoutes(api, system)
  threadRoutes(api, system)
  friendRoutes(api, system)
}

function ownRoutes(api: Http, system: System): void {
  for (const [path, read, summary, page] of [
    ['/partner/v1/threads', 'threads', 'The threads the person picked', shapes.threadsPage],
    ['/partner/v1/me/contact', 'ownContact', 'The person’s own contact fields', shapes.ownContactPage],
  ] as const) {
    const response = { 200: page, ...shapes.problems }
    const schema = { ...common, tags: ['lists'], querystring: shapes.listQuery, summary, response }
    api.get(path, { exposeHeadRoute, schema }, async (request, reply) => {
      const { fields, limit, cursor = null } = request.query
      const answer = await withCall(system, callerOf(request), request, fieldsOf(fields), (call) =>
        system.gate[read](call, { limit, cursor }),
      )
      await sendAnswer(reply, answer)
      return reply
    })
  }
}

function threadRoutes(api: Http, system: System): void {
  for (const [name, summary, page] of [
    ['messages', 'What was written in a thread, newest first', shapes.messagesPage],
    ['members', 'Those in a thread who allowed it', shapes.membersPage],
  ] as const) {
    const response = { 200: page, ...shapes.problems }
    const asked = { querystring: shapes.listQuery, params: shapes.threadPath }
    const schema = { ...common, tags: ['lists'], ...asked, summary, response }
    api.get(`/partner/v1/threads/:thread/${name}`, { exposeHeadRoute, schema }, async (request, reply) => {
      const { fields, limit, cursor = null } = request.query
      const { thread } = request.params
      const answer = await withCall(system, callerOf(request), request, fieldsOf(fields), (call) =>
        system.gate[name]({ ...call, thread }, { limit, cursor }),
      )
      await sendAnswer(reply, answer)
      return reply
    })
  }
}

function friendRoutes(api: Http, system: System): void {
  for (const [path, read, summary, page] of [
    ['/partner/v1/friends', 'friends', 'Friends who allowed the same feature', shapes.friendsPage],
    [
      '/partner/v1/friends/contacts',
      'friendContacts',
      'Contact fields that friends let pass',
      shapes.friendContactsPage,
    ],
  ] as const) {
    const response = { 200: page, ...shapes.problems }
    const schema = { ...common, tags: ['lists'], querystring: shapes.friendsQuery, summary, response }
    api.get(path, { exposeHeadRoute, schema }, async (request, reply) => {
      const { fields, limit, depth, cursor = null } = request.query
      const answer = await withCall(system, callerOf(request), request, fieldsOf(fields), (call) =>
        system.gate[read]({ ...call, depth }, { limit, cursor }),
      )
      await sendAnswer(reply, answer)
      return reply
    })
  }
}
