// What a person gave partners: permissions, the master switch, what was disclosed.

import * as wire from '@countersign/protocol/people-api'
import { signed } from '@countersign/protocol/signing-api'
import { z } from 'zod'
import { amendGrant } from '../acts/amend-grant.ts'
import { disclosureItems } from '../acts/disclosure-items.ts'
import { listDisclosures, totalDisclosures } from '../acts/list-disclosures.ts'
import { listGrants } from '../acts/list-grants.ts'
import { receiptsOf } from '../acts/list-receipts.ts'
import { setSwitch } from '../acts/set-switch.ts'
import { withdrawGrant } from '../acts/withdraw-grant.ts'
import type { Http } from '../http/server.ts'
import { Problem } from '../problems.ts'
import { findPerson } from '../store/people.ts'
import type { System } from '../system.ts'
import { personOf } from './authenticate.ts'
import { isNumber } from './cursor.ts'
import { readPage } from './paging.ts'
import { presentGrant, presentReceipt } from './present.ts'
import { presentDisclosure, presentDisclosureItems, presentTotal } from './present-disclosures.ts'
import { id, instant, instantOf, page, verb } from './schemas.ts'

const tags = ['permissions']
const oneGrant = z.strictObject({ grant: id('grant') })

/** Permissions: list, narrow, take receipts of, withdraw. */
export function grantRoutes(api: Http, system: System): void {
  api.get(
    '/grants',
    {
      schema: { tags, summary: 'My permissions, live and ended', response: { 200: wire.listOf(wire.grant) } },
    },
    async (request) => {
      const grants = await listGrants(system, { person: personOf(request) })
      return { items: grants.map(presentGrant), next: null }
    },
  )
  api.patch(
    '/grants/:grant',
    {
      schema: {
        tags,
        summary: 'Make a permission narrower',
        params: oneGrant,
        body: z
          .strictObject({
            verbs: z.array(verb).max(8).optional(),
            threads: z.array(id('thread')).max(10_000).optional(),
            ends_at: instant.optional(),
            history: z.literal(false).optional(),
            signed: signed.optional(),
          })
          .refine((body) => Object.keys(body).some((name) => name !== 'signed'), {
            error: 'must change something',
          }),
        response: { 200: wire.grant },
      },
    },
    async (request) => {
      const person = personOf(request)
      const { grant } = request.params
      const { verbs, threads, ends_at, history, signed } = request.body
      const endAt = ends_at === undefined ? undefined : instantOf(ends_at)
      await amendGrant(system, { person, grant, to: { verbs, threads, endAt, history }, signed })
      const listed = (await listGrants(system, { person })).find((one) => one.grant.id === grant)
      if (listed === undefined) throw new Problem('NOT_FOUND')
      return presentGrant(listed)
    },
  )
  api.get(
    '/grants/:grant/receipts',
    {
      schema: {
        tags,
        summary: 'A signed receipt of each thing that happened to a permission, the oldest first',
        params: oneGrant,
        response: { 200: wire.listOf(wire.receipt) },
      },
    },
    async (request) => {
      const receipts = await receiptsOf(system, { person: personOf(request), of: request.params.grant })
      return { items: receipts.map(presentReceipt), next: null }
    },
  )
  api.delete(
    '/grants/:grant',
    {
      schema: {
        tags,
        summary: 'Withdraw a permission',
        params: oneGrant,
        body: z.strictObject({ signed: signed.optional() }).nullish(),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await withdrawGrant(system, { person: personOf(request), grant: request.params.grant, ...request.body })
      return reply.code(204).send()
    },
  )
}

/** The master switch. */
export function switchRoutes(api: Http, system: System): void {
  const state = z.object({ on: z.boolean() })
  api.get(
    '/switch',
    { schema: { tags, summary: 'Whether I share nothing with partners', response: { 200: state } } },
    async (request) => ({ on: (await findPerson(system.app, personOf(request)))?.restricted ?? false }),
  )
  api.put(
    '/switch',
    {
      schema: {
        tags,
        summary: 'Share nothing of mine with partners, or let my permissions count again',
        body: z.strictObject({ on: z.boolean(), signed: signed.optional() }),
        response: { 200: state },
      },
    },
    async (request) => {
      const { on } = request.body
      await setSwitch(system, { person: personOf(request), ...request.body })
      return { on }
    },
  )
}

/** Who got what. */
export function disclosureRoutes(api: Http, system: System): void {
  api.get(
    '/disclosures',
    {
      schema: {
        tags,
        summary: 'What left about me, to one partner or to any, the newest first',
        querystring: page.extend({
          partner: id('partner').optional(),
          thread: id('thread').optional().meta({
            description:
              'Only what is known to be of this thread: calls for my own permission that named it, and what went under an answer of mine for it alone.',
          }),
        }),
        response: { 200: wire.listOf(wire.disclosure) },
      },
    },
    async (request) => {
      const person = personOf(request)
      const { partner, thread } = request.query
      const { items, next } = await readPage(system, request.query, {
        scope: { person, list: `disclosures ${partner ?? ''} ${thread ?? ''}` },
        isPlace: isNumber,
        read: (limit, before) => listDisclosures(system, { person, partner, thread, limit, before }),
        placeOf: (entry) => entry.leafIndex,
      })
      return { items: items.map(presentDisclosure), next }
    },
  )
  api.get(
    '/disclosures/totals',
    {
      schema: {
        tags,
        summary: 'What each partner got in all',
        response: { 200: wire.listOf(wire.disclosureTotal) },
      },
    },
    async (request) => {
      const totals = await totalDisclosures(system, { person: personOf(request) })
      return { items: totals.map(presentTotal), next: null }
    },
  )
  api.get(
    '/disclosures/:leaf',
    {
      schema: {
        tags,
        summary: 'One time something left about me, down to the single items of mine',
        params: z.strictObject({ leaf: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER) }),
        querystring: page,
        response: { 200: wire.disclosureItems },
      },
    },
    async (request) => {
      const person = personOf(request)
      const { leaf } = request.params
      const whole = await disclosureItems(system, { person, leaf })
      const told = await readPage(system, request.query, {
        scope: { person, list: `disclosure ${leaf}` },
        isPlace: isNumber,
        read: async (limit, after) => whole.told.slice(after ?? 0, (after ?? 0) + limit),
        placeOf: ({ n }) => n,
      })
      return presentDisclosureItems(whole, told)
    },
  )
}
