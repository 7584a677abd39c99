// Whatever a caller gets wrong, on every route there is: never a 5xx, always a code and what to do, nothing written.
import { newId } from '@countersign/protocol'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createThread } from '../src/acts/create-thread.ts'
import { inviteColleague } from '../src/acts/invite-colleague.ts'
import { joinCompany } from '../src/acts/join-company.ts'
import { sendMessage } from '../src/acts/send-message.ts'
import { openSession } from '../src/acts/session.ts'
import { problems } from '../src/problems.ts'
import { type Attempt, attemptsOn, type Known } from './_battery.ts'
import { type Answered, everyRoom, send } from './_every-room.ts'

const SEED = 20_181_219
const PER_ROUTE = 24

const room = await everyRoom()
const cookies: string[] = []
const { url, world, system, clock } = room
const grant = await world.grant('ana')
const answer = await world.countersign('ben')
const kinds = [
  'person',
  'thread',
  'message',
  'grant',
  'ask',
  'draft',
  'ticket',
  'countersignature',
  'notice',
] as const
const { code } = await inviteColleague(system, { partner: world.jukebox.partner, by: null, role: 'owner' })
await joinCompany(system, { person: world.people.ana, code })
const nobodys = kinds.map((kind) => newId(kind, 1, new Uint8Array(10)))

/** A browser and a thread of their own for each route: an attempt may succeed, and end what the next one needs. */
async function fresh(): Promise<Known> {
  clock.advance(60_000)
  const { ana, ben, chika } = world.people
  const thread = await createThread(system, { by: ana, kind: 'group', others: [ben] })
  const message = await sendMessage(system, { person: ana, thread, text: 'I bring the speaker.' })
  const { secret } = await openSession(system, ana)
  cookies.push(secret)
  const { partner, feature } = world.jukebox
  const right = {
    thread,
    message,
    reply_to: message,
    from: thread,
    person: chika,
    members: [chika],
    friend: chika,
    partner,
    feature,
    grant: grant.id,
    countersignature: answer,
    answer: 'allow',
    manifest_version: 1,
    text: 'hello',
    title: 'Songs',
    name: 'Ana',
    display_name: 'Ana',
    emoji: '👍',
    kind: 'group',
    login: 'fresh@example.org',
    password: 'correct horse battery staple',
    code: 'x',
    locale: 'en',
    setting: 'closed',
    on: 'yes',
    scope: 'thread',
    history: 'yes',
    purpose: 'group_activity',
    screen: '0'.repeat(64),
    screen_hash: '0'.repeat(64),
    card_hash: '0'.repeat(64),
    next: '/threads',
    draft: nobodys[5],
    ticket: nobodys[6],
    notices: [nobodys[8]],
    ask: nobodys[4],
    uid: 'x',
    ends_at: '2999-01-01T00:00:00Z',
    slug: 'tunes',
    homepage: 'https://tunes.example',
    redirect_uri: 'https://tunes.example/callback',
    redirect_uris: ['https://tunes.example/callback'],
    role: 'developer',
    kid: 'k1',
    keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43), kid: 'fuzz' }],
    verb: 'messages.read',
    invitation: '0'.repeat(64),
  }
  const ids = [
    ...Object.values(world.people),
    thread,
    message,
    world.thread,
    grant.id,
    answer,
    partner,
    feature,
  ]
  return { ids: [...ids, ...nobodys], right, cookie: `countersign_session=${secret}`, url }
}

// What oidc-provider answers is RFC 6749's, and is tried in oauth-refusals.test.ts.
const routes = room.routes.filter(({ path }) => !/^\/(oauth|\.well-known)\//.test(path))

function wrongWith(attempt: Attempt, { status, type, text }: Answered): string | undefined {
  if (status >= 500) return `answered ${status}: ${text.slice(0, 200)}`
  if (status < 400 || attempt.method === 'HEAD') return undefined
  if (type.startsWith('text/html'))
    return /role="alert"|Code <code>[A-Z_]+</.test(text) ? undefined : 'is a page without a code'
  if (!type.startsWith('application/problem+json')) return `is ${type}: ${text.slice(0, 200)}`
  const { code, detail, status: said } = JSON.parse(text)
  return code in problems && detail !== '' && said === status ? undefined : `is ${text}`
}

it('is answered with a code and what to do next, and changes nothing, on every route', async () => {
  const wrong: string[] = []
  let refused = 0
  for (const [index, route] of routes.entries()) {
    const battery = attemptsOn(route, await fresh())
    let before = await room.rows()
    for (const attempt of fc.sample(battery, { seed: SEED + index, numRuns: PER_ROUTE })) {
      const answered = await send(url, attempt)
      const { status, decision } = answered
      if (status >= 400) refused++
      const after = await room.rows()
      // A refused decision is entered (REC-04): that is no change.
      const wrote = status >= 400 && decision === undefined && after !== before
      const fault = wrongWith(attempt, answered) ?? (wrote ? `refused with ${status}, and wrote` : undefined)
      if (fault !== undefined) wrong.push(`${JSON.stringify(attempt).slice(0, 700)}: ${fault}`)
      before = after
    }
  }
  expect(wrong).toEqual([])
  expect(routes.length).toBeGreaterThan(60)
  // A battery that only ever fails at the door, or never fails, would try nothing.
  const all = routes.length * PER_ROUTE
  expect(refused / all).toBeGreaterThan(0.5)
  expect(refused / all).toBeLessThan(0.9)
}, 360_000)

it.each([
  ['GET', '/oauth/nowhere'],
  ['PUT', '/oauth/token'],
  ['DELETE', '/oauth/authorize'],
  ['OPTIONS', '/oauth/token'],
  ['GET', '/.well-known/nothing'],
  ['TRACE', '/threads'],
  ['OPTIONS', '*'],
])('%s %s is answered like every address that is none', async (method, path) => {
  const answered = await send(url, { method, path, headers: {}, body: undefined })
  expect([answered.status, wrongWith({ method, path, headers: {}, body: undefined }, answered)]).toEqual([
    404,
    undefined,
  ])
})

it.each([
  ['/oauth/token', 'grant_type=authorization_code&code=%00&client_id=%00'],
  ['/oauth/par', '%ZZ=%ZZ&client_id=%00'],
  ['/oauth/revoke', 'token=%00'],
  ['/oauth/introspect', `token=${'x'.repeat(300_000)}`],
  ['/oauth/userinfo', 'access_token=%00'],
])('a body of nonsense at %s is the caller’s mistake', async (path, body) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const { status, text } = await send(url, { method: 'POST', path, headers, body })
  expect([400, 401]).toContain(status)
  expect(JSON.parse(text)).toMatchObject({ error: expect.any(String), error_description: expect.any(String) })
})

it('leaves no word, name, sign-in name, password, cookie or address in the log, at its finest level', () => {
  const logged = room.logged()
  expect(logged.split('\n').length).toBeGreaterThan(1_000)
  const words = [
    'I bring the speaker',
    'fresh@',
    'ana@',
    'correct horse',
    'countersign_session',
    'Friday songs',
    'alert(1)',
  ]
  expect(
    [...words, ...cookies, world.thread, ...Object.values(world.people)].filter((word) =>
      logged.includes(word),
    ),
  ).toEqual([])
})
