// 2014 mode: a partner API with the paths of ours and the rules of the record (obligations §2, F2, F4, F6). Signing in is
// permission, one verb is all of them, friends' data comes through friends, anything can be deleted, nothing ever ends,
// no purpose is asked for and nothing is written down. It is in the test tree only: a demo played against it must fail.
import { type Card, card as cardSchema, isPurpose, newId, parseId, uuidOf } from '@countersign/protocol'
import { draftCard } from '../../../server/src/acts/draft-card.ts'
import { readDraftState } from '../../../server/src/acts/read-draft-state.ts'
import type { Http } from '../../../server/src/http/server.ts'
import { firstFeature } from '../../../server/src/oauth/access-token.ts'
import { storedId } from '../../../server/src/oauth/adapter.ts'
import { Problem } from '../../../server/src/problems.ts'
import type { ConnectionParameters } from '../../../server/src/store/database.ts'
import type { System } from '../../../server/src/system.ts'
import * as stored from './stored.ts'
import { weakEvents } from './weak-events.ts'

/** The weak API over a system; `owner` deletes, which no login of the server may. */
export function weakPartnerApi(owner: ConnectionParameters): (http: Http, system: System) => Promise<void> {
  return async (http, system) => {
    await http.register(async (api: Http) => {
      listRoutes(api, system)
      draftRoute(api, system)
      draftStateRoute(api, system)
      deleteRoute(api, owner)
      accessRoutes(api, system)
      oldPath(api, system)
      weakEvents(api, system)
    })
  }
}

/** A token is looked up and nothing more: no proof that it is the holder's, no end. */
async function callerOf(
  { app }: System,
  { headers }: { readonly headers: { readonly authorization?: string | undefined } },
): Promise<stored.Caller2014> {
  const token = / ([A-Za-z0-9._~+/-]+=*)$/.exec(headers.authorization ?? '')?.[1] ?? ''
  const caller = await stored.tokenOf2014(app, storedId(token))
  if (caller === undefined) throw new Problem('BAD_TOKEN')
  return caller
}

function listRoutes(api: Http, system: System): void {
  const { app } = system
  const list = (
    path: string,
    read: (caller: stored.Caller2014, page: stored.PageOf2014, thread: string) => Promise<stored.Page2014>,
  ): void => {
    api.get<{ Params: { thread?: string }; Querystring: { limit?: string; cursor?: string } }>(
      `/partner/v1/${path}`,
      async (request, reply) => {
        const { limit = '50', cursor = '0' } = request.query
        const page = { limit: Number(limit), after: Number(cursor) }
        const found = await read(await callerOf(system, request), page, threadOf(request.params.thread))
        return reply.headers(decided(system)).send({ ...found, disclosures: [] })
      },
    )
  }
  list('threads', ({ person }, page) => stored.threadsOf2014(app, person, page))
  list('threads/:thread/messages', (_, page, thread) => stored.messagesOf2014(app, thread, page))
  list('threads/:thread/members', (_, page, thread) => stored.membersOf2014(app, thread, page))
  list('friends', ({ person }, page) => stored.friendsOf2014(app, person, page))
  list('friends/contacts', ({ person }, page) => stored.contactsOf2014(app, 'friends', person, page))
  list('me/contact', ({ person }, page) => stored.contactsOf2014(app, 'own', person, page))
}

function threadOf(text: string | undefined): string {
  const thread = parseId('thread', text)
  return uuidOf(thread ?? newId('thread', 0, new Uint8Array(10)))
}

function draftRoute(api: Http, system: System): void {
  api.post<{ Body: { card?: unknown } }>('/partner/v1/drafts', async (request, reply) => {
    const { partner, person, feature: named } = await callerOf(system, request)
    const feature = named ?? (await firstFeature(system, partner))
    if (feature === undefined) throw new Problem('NO_GRANT')
    const asked = request.headers['countersign-purpose']
    const purpose = isPurpose(asked) ? asked : 'share_content'
    const card = cardIn(request.body.card)
    const { draft, expiresAt } = await draftCard(system, { partner, feature, person, purpose, card })
    return reply
      .code(201)
      .headers(decided(system))
      .send({
        draft,
        share_url: `${system.settings.publicUrl}/share/${draft}`,
        expires_at: new Date(expiresAt).toISOString(),
      })
  })
}

/** Its placement goes by the platform's own id: whoever learns it can delete it. */
function draftStateRoute(api: Http, system: System): void {
  api.get<{ Params: { draft: string } }>('/partner/v1/drafts/:draft', async (request, reply) => {
    const { partner, person, feature: named } = await callerOf(system, request)
    const feature = named ?? (await firstFeature(system, partner))
    const draft = parseId('draft', request.params.draft)
    const found = feature && draft && (await readDraftState(system, { partner, feature, person, draft }))
    if (found === undefined) throw new Problem('NOT_FOUND')
    return reply.headers(decided(system)).send(found)
  })
}

/** The card in a body; what it should not have is passed over in silence. */
function cardIn(body: unknown): Card {
  const strict = cardSchema.safeParse(body)
  if (strict.success) return strict.data
  const extra = strict.error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []))
  const rest = Object.entries(body ?? {}).filter(([name]) => !extra.includes(name))
  const lenient = cardSchema.safeParse(Object.fromEntries(rest))
  if (!lenient.success) throw new Problem('BAD_REQUEST')
  return lenient.data
}

function deleteRoute(api: Http, owner: ConnectionParameters): void {
  api.delete<{ Params: { placement: string } }>(
    '/partner/v1/placements/:placement',
    async (request, reply) => {
      const { placement } = request.params
      const id = parseId('message', placement) ?? parseId('placement', placement)
      if (id === undefined || !(await stored.deleteOf2014(owner, uuidOf(id)))) throw new Problem('NOT_FOUND')
      return reply.code(204).send()
    },
  )
}

/** Giving back is acknowledged, and changes nothing. */
function accessRoutes(api: Http, system: System): void {
  api.get('/partner/v1/access', async (request, reply) => {
    await callerOf(system, request)
    return reply.send({ powers: [], delivery_key: '' })
  })
  api.delete('/partner/v1/access', async (request, reply) => {
    await callerOf(system, request)
    return reply.code(204).send()
  })
}

/** An address of before, which nobody had closed: all friends' contacts (obligations §5, old code of device makers). */
function oldPath(api: Http, system: System): void {
  api.get('/v1.0/me/inbox', async (request, reply) => {
    const { person } = await callerOf(system, request)
    const found = await stored.contactsOf2014(system.app, 'friends', person, { limit: 50, after: 0 })
    return reply.headers(decided(system)).send({ ...found, disclosures: [] })
  })
}

/** A number that looks like the record of a decision. There is none. */
function decided({ clock, random }: System): Record<string, string> {
  return { 'countersign-decision': newId('decision', clock.now(), random.bytes(10)) }
}
