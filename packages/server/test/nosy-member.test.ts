// A signed-in person against what is not theirs, on every route: strangers to a thread, those who left, those who came later.
import type { PersonId } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import { addMember } from '../src/acts/add-member.ts'
import { askThread } from '../src/acts/ask-thread.ts'
import { createThread } from '../src/acts/create-thread.ts'
import { draftCard } from '../src/acts/draft-card.ts'
import { leaveThread } from '../src/acts/leave-thread.ts'
import { prepareTicket } from '../src/acts/prepare-ticket.ts'
import { renameThread } from '../src/acts/rename-thread.ts'
import { openSession } from '../src/acts/session.ts'
import { noticesOf } from '../src/store/notices.ts'
import { type Answered, everyRoom, send } from './_every-room.ts'

const room = await everyRoom()
const { url, world, system, clock } = room
const { ana, ben, chika, dora, emil } = world.people

const thread = await createThread(system, { by: ana, kind: 'group', others: [ben, chika], title: 'Plans' })
const early = await world.say('ben', 'early secret', { thread })
clock.advance(1_000)
await leaveThread(system, { person: chika, thread })
clock.advance(1_000)
await addMember(system, { by: ana, thread, person: dora })
const late = await world.say('ben', 'late secret', { thread, replyTo: early })
await renameThread(system, { person: ana, thread, title: 'Renamed secret' })
const grant = await world.grant('ana', { threads: [thread] })
const ask = await askThread(system, { person: ana, grant: grant.id, thread })
const answer = await world.countersign('ben', { thread })
const { partner, feature } = world.jukebox
await world.grant('ana', { verbs: ['messages.write'], purpose: 'share_content', threads: [] })
const card = { type: 'song', title: 'Song secret', artist: 'A', link: 'https://jukebox.example/t' } as const
const { draft } = await draftCard(system, { partner, feature, person: ana, purpose: 'share_content', card })
const ticket = await prepareTicket(system, { person: ana, draft, thread })
const [notice] = await noticesOf(system.app, ben, { limit: 1, before: null })

/** What would be right for its owner, by the names of parameters and bodies. */
const right: Readonly<Record<string, unknown>> = {
  thread,
  message: early,
  grant: grant.id,
  ask,
  answer,
  countersignature: answer,
  draft,
  ticket: ticket.id,
  partner,
  feature,
  manifest_version: 1,
  purpose: 'group_activity',
  card_hash: ticket.cardHash,
  text: 'not mine',
  title: 'not mine',
  from: thread,
  emoji: '👍',
  setting: 'closed',
  person: ana,
  notices: [notice?.id],
  history: false,
  friend: ana,
}

type Person = (method: string, path: string, body?: Readonly<Record<string, unknown>>) => Promise<Answered>

/** Somebody with a session; sends JSON to the API and forms to pages. */
async function as(person: PersonId): Promise<Person> {
  const { secret } = await openSession(system, person)
  return (method, path, body) => {
    const json = path.startsWith('/api/')
    const type = json ? 'application/json' : 'application/x-www-form-urlencoded'
    const headers = {
      origin: url,
      cookie: `countersign_session=${secret}`,
      ...(body !== undefined && { 'content-type': type }),
    }
    const form = (): string => new URLSearchParams(body as Record<string, string>).toString()
    const written = body === undefined ? undefined : json ? JSON.stringify(body) : form()
    return send(url, { method, path, headers, body: written })
  }
}

const filled = (path: string): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = right[name]
    return encodeURIComponent(typeof value === 'string' ? value : 'x')
  })

/** Ids of others that a person may well know or name: who they are is no secret, and asking them is no access. */
const allowed = new Set([
  'POST /api/v1/friends',
  'POST /api/v1/threads',
  'PUT /api/v1/blocks/:person',
  'DELETE /api/v1/blocks/:person',
])
/** The page that starts the app is the same for everybody; what it shows, it asks the API for. */
const isApp = (path: string): boolean => /^\/(threads|share|tour|privacy)\//.test(path)
const secrets = /early secret|late secret|Renamed secret|Song secret|Plans/

describe('a stranger to the thread', () => {
  it('reads and changes nothing of it, by no route', async () => {
    const stranger = await as(emil)
    const wrong: string[] = []
    let tried = 0
    for (const { method, path, json, names } of room.routes) {
      const isPeoples = path.startsWith('/api/') || !json
      const own =
        /^\/(oauth|\.well-known|interaction)\/|session|sign-|accounts|claim|switch|assets|passkeys|recovery-codes|friend-links|exports|\/privacy(\/opened)?$/.test(
          path,
        )
      if (!isPeoples || own || allowed.has(`${method} ${path}`)) continue
      const before = await room.rows()
      const body = method === 'GET' ? undefined : Object.fromEntries(names.map((name) => [name, right[name]]))
      const given =
        body && Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
      const { status, text } = await stranger(method, filled(path), given)
      tried++
      if (secrets.test(text)) wrong.push(`${method} ${path} answers ${status} with a secret`)
      if ((await room.rows()) !== before)
        wrong.push(`${method} ${path} answers ${status} and changed something`)
      if (path.includes(':') && status < 400 && !isApp(path))
        wrong.push(`${method} ${path} answers ${status}`)
    }
    expect(wrong).toEqual([])
    expect(tried).toBeGreaterThan(50)
  })

  it("cannot use its ids with a thread of their own: messages, asks, grants, others' tickets", async () => {
    const stranger = await as(emil)
    const own = await createThread(system, { by: emil, kind: 'group', others: [] })
    const before = await room.rows()
    for (const [method, path, body] of [
      ['POST', `/api/v1/threads/${own}/forwards`, { from: thread, message: early }],
      ['POST', `/api/v1/threads/${own}/forwards`, { from: own, message: early }],
      ['POST', `/api/v1/threads/${own}/messages`, { text: 'x', reply_to: early }],
      ['PATCH', `/api/v1/threads/${own}/messages/${early}`, { text: 'x' }],
      ['DELETE', `/api/v1/threads/${own}/messages/${early}`, undefined],
      ['PUT', `/api/v1/threads/${own}/messages/${early}/reactions/%F0%9F%91%8D`, undefined],
      ['POST', `/api/v1/threads/${own}/asks`, { grant: grant.id }],
      ['POST', '/api/v1/tickets', { draft, thread: own }],
      ['GET', `/api/v1/threads/${own}/messages?around=${early}`, undefined],
      ['GET', `/api/v1/threads/${own}/messages/${early}`, undefined],
      ['PUT', `/api/v1/threads/${own}/mark`, { message: early }],
      ['GET', `/api/v1/drafts/${draft}`, undefined],
    ] as const) {
      const { status, text } = await stranger(method, path, body)
      expect([method, path, status]).toEqual([method, path, 404])
      expect(text).not.toMatch(secrets)
    }
    expect(await room.rows()).toBe(before)
  })
})

describe('somebody who came later', () => {
  it('reads what was said since, and not even the words a later message answers', async () => {
    const newcomer = await as(dora)
    for (const path of [
      `/api/v1/threads/${thread}/messages`,
      `/api/v1/threads/${thread}/search?q=secret`,
      '/api/v1/threads',
    ]) {
      const { status, text } = await newcomer('GET', path)
      expect(status).toBe(200)
      expect(text).toContain('late secret')
      expect(text).not.toContain('early secret')
    }
  })

  it('can do nothing with an earlier message', async () => {
    const newcomer = await as(dora)
    for (const [method, path, body] of [
      ['PUT', `/api/v1/threads/${thread}/messages/${early}/reactions/%F0%9F%91%8D`, undefined],
      ['POST', `/api/v1/threads/${thread}/messages`, { text: 'x', reply_to: early }],
      ['POST', `/api/v1/threads/${thread}/forwards`, { from: thread, message: early }],
      ['GET', `/api/v1/threads/${thread}/messages?after=${early}`, undefined],
      ['PUT', `/api/v1/threads/${thread}/mark`, { message: early }],
    ] as const)
      expect((await newcomer(method, path, body)).status).toBe(404)
  })
})

describe('somebody who left', () => {
  it('reads what was said while they were there, and nothing of what is there now', async () => {
    const former = await as(chika)
    for (const path of [`/api/v1/threads/${thread}/messages`, `/api/v1/threads/${thread}/search?q=secret`]) {
      const { status, text } = await former('GET', path)
      expect(status).toBe(200)
      expect(text).toContain('early secret')
      expect(text).not.toMatch(/late secret|Renamed secret|Dora/)
    }
    for (const path of [
      `/api/v1/threads/${thread}`,
      `/api/v1/threads/${thread}/members`,
      `/api/v1/threads/${thread}/asks`,
      `/api/v1/threads/${thread}/sharing`,
      `/api/v1/threads/${thread}/marks`,
    ]) {
      const { status, text } = await former('GET', path)
      expect([path, status]).toEqual([path, 404])
      expect(text).not.toMatch(/secret|Dora/)
    }
    expect((await former('GET', '/api/v1/threads')).text).not.toMatch(/secret/)
  })

  it('writes and changes nothing there', async () => {
    const former = await as(chika)
    const before = await room.rows()
    for (const [method, path, body] of [
      ['POST', `/api/v1/threads/${thread}/messages`, { text: 'x' }],
      ['PUT', `/api/v1/threads/${thread}/messages/${early}/reactions/%F0%9F%91%8D`, undefined],
      ['PATCH', `/api/v1/threads/${thread}`, { setting: 'closed' }],
      ['POST', `/api/v1/threads/${thread}/members`, { person: emil }],
      ['POST', `/api/v1/threads/${thread}/forwards`, { from: thread, message: early }],
      ['DELETE', `/api/v1/threads/${thread}/members/me`, undefined],
      ['PUT', `/api/v1/threads/${thread}/mark`, { message: early }],
    ] as const)
      expect([path, (await former(method, path, body)).status]).toEqual([path, 404])
    expect(await room.rows()).toBe(before)
    expect(late).not.toBe(early)
  })
})

describe('names to sign in with', () => {
  it('cannot be found out by asking to be friends: known and unknown answer alike', async () => {
    const nosy = await as(emil)
    const known = await nosy('POST', '/api/v1/friends', { login: world.login('ana') })
    const unknown = await nosy('POST', '/api/v1/friends', { login: 'nobody@example.org' })
    expect(known).toEqual(unknown)
    expect(known.text).not.toContain(ana)
  })
})
