// Links that make friends: mine, and one somebody gave me.
import * as wire from '@countersign/protocol/people-api'
import { z } from 'zod'
import { makeFriendLink, openFriendLink, readFriendLink } from '../acts/friend-link.ts'
import { passkeyLimit } from '../http/rate-limit.ts'
import type { Http } from '../http/server.ts'
import { Problem } from '../problems.ts'
import { deleteFriendLink, friendLinksOf } from '../store/friend-links.ts'
import type { System } from '../system.ts'
import { personOf } from './authenticate.ts'
import { presentLink, time } from './present.ts'
import { id } from './schemas.ts'

const tags = ['friends']
const given = z.strictObject({ code: z.string().min(1).max(100) })
const maker = z.object({ person: z.object({ id: z.string(), name: z.string() }) })

/** Who gave a link, for whoever holds it: also for somebody who has no account yet. */
export function openLinkRoutes(api: Http, system: System): void {
  api.post(
    '/friend-links/read',
    {
      config: { rateLimit: passkeyLimit },
      schema: { tags, summary: 'Who made a link that I was given', body: given, response: { 200: maker } },
    },
    async (request) => {
      const { person, name } = await readFriendLink(system, request.body.code)
      return { person: { id: person, name } }
    },
  )
}

/** Making, seeing, taking back and opening links. */
export function linkRoutes(api: Http, system: System): void {
  api.get(
    '/friend-links',
    {
      schema: { tags, summary: 'My links that still work', response: { 200: wire.listOf(wire.friendLink) } },
    },
    async (request) => {
      const links = await friendLinksOf(system.app, personOf(request), system.clock.now())
      return { items: links.map(presentLink), next: null }
    },
  )
  api.post(
    '/friend-links',
    {
      schema: {
        tags,
        summary: 'Make a link for one friend, shown this once',
        response: { 201: z.object({ id: z.string(), code: z.string(), expires_at: z.string() }) },
      },
    },
    async (request, reply) => {
      const { id: link, code, expiresAt } = await makeFriendLink(system, personOf(request))
      return reply.code(201).send({ id: link, code, expires_at: time(expiresAt) })
    },
  )
  api.delete(
    '/friend-links/:link',
    {
      schema: {
        tags,
        summary: 'Take a link back',
        params: z.strictObject({ link: id('link') }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      if (!(await deleteFriendLink(system.app, personOf(request), request.params.link)))
        throw new Problem('NOT_FOUND')
      return reply.code(204).send()
    },
  )
  api.post(
    '/friend-links/open',
    {
      config: { rateLimit: passkeyLimit },
      schema: {
        tags,
        summary: 'Become friends with who made the link',
        body: given,
        response: { 200: z.object({ person: z.string() }) },
      },
    },
    async (request) => ({
      person: await openFriendLink(system, { person: personOf(request), ...request.body }),
    }),
  )
}
