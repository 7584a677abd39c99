// A partner's stream over HTTP, followed by the SDK: resumed, in order, closed with its server, limited, and its own only.
import type { PartnerEvent } from '@countersign/protocol'
import * as openid from 'openid-client'
import { afterAll, describe, expect, test } from 'vitest'
import { type Connection, createPartner } from '../../sdk/src/index.ts'
import { deleteMessage } from '../../server/src/acts/delete-message.ts'
import { followEvents } from '../../server/src/acts/follow-events.ts'
import { listGrants } from '../../server/src/acts/list-grants.ts'
import { sendMessage } from '../../server/src/acts/send-message.ts'
import { dropWebhook, setWebhook } from '../../server/src/acts/set-webhook.ts'
import { withdrawGrant } from '../../server/src/acts/withdraw-grant.ts'
import { allJobs } from '../../server/src/jobs/index.ts'
import { personAtBrowser } from '../src/person-at-browser.ts'
import { password, redirectUri, startPlatform } from './_music-platform.ts'

const { server, system, settings, thread, people, registered } = await startPlatform()
const partner = createPartner(settings)
const asks = [{ purpose: 'group_activity', actions: ['threads.list', 'messages.read'] }] as const
const ticks = {
  choices: ['group_activity/threads.list', 'group_activity/messages.read'],
  threads: ['Friday songs'],
}

async function connect(login: string): Promise<Connection> {
  const { authorizationUrl, pending } = await partner.connect({ asks })
  const back = await personAtBrowser(login, password).authorize(authorizationUrl, redirectUri, 'yes', ticks)
  return partner.finish(back, pending)
}

/** What the jobs of a listening server do every few seconds, now. */
async function runJobs(): Promise<void> {
  for (const job of allJobs(system)) await job.run({ since: null, at: Date.now() })
}

/** Follows until there are so many events, or for some time. */
async function follow(
  count: number,
  options: Parameters<typeof partner.events>[0] = {},
): Promise<PartnerEvent[]> {
  const signal = AbortSignal.timeout(8_000)
  const events: PartnerEvent[] = []
  for await (const event of partner.events({ signal, ...options })) {
    events.push(event)
    if (events.length === count) break
  }
  return events
}

const say = (person: keyof typeof people, text: string) =>
  sendMessage(system, { person: people[person], thread, text })

/** A client's own token, as openid-client gets one. */
async function clientToken(scope: string) {
  const alg = { name: 'ECDSA', namedCurve: 'P-256' }
  const key = await crypto.subtle.importKey('jwk', settings.privateKey as JsonWebKey, alg, false, ['sign'])
  const config = await openid.discovery(
    new URL(server.url),
    settings.clientId,
    {},
    openid.PrivateKeyJwt({ key, kid: 'k1' }),
    {
      // oxlint-disable-next-line typescript/no-deprecated -- deprecated to stand out; the test's server has no TLS
      execute: [openid.allowInsecureRequests],
    },
  )
  const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'))
  const { access_token: token, scope: given } = await openid.clientCredentialsGrant(
    config,
    { scope },
    { DPoP },
  )
  const call = (path: string, headers = {}) =>
    openid.fetchProtectedResource(
      config,
      token,
      new URL(path, server.url),
      'GET',
      null,
      new Headers(headers),
      { DPoP },
    )
  return { given, call }
}

describe('a client’s own token', () => {
  test('opens the stream and nothing of any person', async () => {
    const { given, call } = await clientToken('events')
    expect(given).toBe('events')
    for (const path of ['/partner/v1/threads', '/partner/v1/access', '/partner/v1/friends'])
      await expect(call(path)).rejects.toMatchObject({ status: 401 })
  })

  test('of no scope, or another, opens nothing', async () => {
    for (const scope of ['openid', 'offline_access']) {
      const { given, call } = await clientToken(scope)
      expect(given).toBe(undefined)
      await expect(call('/partner/v1/events')).rejects.toMatchObject({ status: 401 })
    }
  })
})

test('a person’s token does not open the stream, and no token does not', async () => {
  const connection = await connect('chika')
  const client = await partner.client({ connection, save: async () => {} })
  await expect(client.access()).resolves.toBeDefined()
  for (const authorization of [undefined, `DPoP ${connection.tokens.access}`]) {
    const answer = await fetch(`${server.url}/partner/v1/events`, {
      headers: authorization ? { authorization } : {},
    })
    expect(answer.status).toBe(401)
  }
})

describe('a stream', () => {
  let events: PartnerEvent[]

  test('tells what happened to all people of the partner, in order', async () => {
    await connect('ana')
    const ben = await connect('ben')
    await followEvents(system, registered.partner, undefined)
    const first = await say('ana', 'Boléro')
    await say('ben', 'Anything but that.')
    await runJobs()
    const client = await partner.client({ connection: ben, save: async () => {} })
    for await (const found of client.threads('group_activity'))
      for await (const _ of client.messages('group_activity', found.id));
    await deleteMessage(system, { person: people.ana, thread, message: first })
    await runJobs()
    events = await follow(2)
    expect(events.map(({ type }) => type)).toEqual(['thread.changed', 'thread.changed'])
    expect(events.map(({ data }) => 'person' in data && data.person)).toContain(ben.person)
  })

  test('goes on behind the last event that was taken, and gives what was not again under the same id', async () => {
    const again = await follow(2)
    // Asking for the second said that the first was handled; the second was never said to be.
    expect(again).toEqual(events)
    const after = await follow(1, { lastEventId: String(events[0]?.id) })
    expect(after).toEqual([events[1]])
    // And that is remembered for whoever comes back without knowing.
    expect(await follow(1)).toEqual([events[1]])
  })

  test('drops what waits when the permission is withdrawn, and tells the end of it', async () => {
    await followEvents(system, registered.partner, events[1]?.id)
    await say('ben', 'One more.')
    await runJobs()
    for (const person of [people.ana, people.ben])
      for (const { grant } of (await listGrants(system, { person })).filter(
        (one) => one.grant.state === 'given',
      ))
        await withdrawGrant(system, { person, grant: grant.id })
    await runJobs()
    const told = await follow(3)
    expect(told.map(({ type }) => type)).toEqual(['item.deleted', 'access.ended', 'access.ended'])
  })

  test('says something while nothing happens, so that nobody takes it for dead', async () => {
    const { call } = await clientToken('events')
    const answer = await call('/partner/v1/events')
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    const reader = answer.body?.getReader()
    const { value } = (await reader?.read()) ?? {}
    expect(new TextDecoder().decode(value)).toBe('retry: 1000\n\n')
    await reader?.cancel()
  })

  test('is open four times at once for one client, not more', async () => {
    const { call } = await clientToken('events')
    const open: Response[] = []
    for (let i = 0; i < 4; i++) open.push(await call('/partner/v1/events'))
    await expect(call('/partner/v1/events')).resolves.toMatchObject({ status: 429 })
    for (const answer of open) await answer.body?.cancel()
    await expect
      .poll(async () => {
        const answer = await call('/partner/v1/events')
        await answer.body?.cancel()
        return answer.status
      })
      .toBe(200)
  })

  test('ends when a webhook takes its place, and another is told why there is none', async () => {
    const { call } = await clientToken('events')
    const answer = await call('/partner/v1/events')
    const by = { partner: registered.partner, by: null }
    const { outbound } = system
    const check: typeof outbound.check = async () => ({ ok: true, value: undefined })
    await setWebhook({ ...system, outbound: { ...outbound, check } }, by, 'https://music.example/events')
    // It waits for the next event, or to say that it lives.
    await runJobs()
    await expect(call('/partner/v1/events')).resolves.toMatchObject({ status: 409 })
    await expect(follow(1)).rejects.toMatchObject({ code: 'WEBHOOK' })
    await dropWebhook(system, by)
    await answer.body?.cancel()
  })

  test('ends when the server stops, which does not wait for it', async () => {
    const { call } = await clientToken('events')
    const answer = await call('/partner/v1/events')
    const begin = performance.now()
    const stopping = server.close()
    const text = await answer.text()
    const took = performance.now() - begin
    await stopping
    expect(text).toContain('retry: 1000\n\n')
    expect(took).toBeLessThan(4_000)
  })
})

afterAll(() => server.close())
