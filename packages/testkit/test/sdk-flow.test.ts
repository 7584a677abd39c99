// The whole way of a partner against a real server: connect, read, send, be refused, refresh, withdraw, find a gap.

import { beforeAll, describe, expect, test } from 'vitest'
import {
  type Connection,
  createPartner,
  type Exchange,
  isCountersignError,
  type PendingConnection,
} from '../../sdk/src/index.ts'
import { music } from '../../sdk/test/_readme-example.ts'
import { answerAsk } from '../../server/src/acts/answer-ask.ts'
import { askCard } from '../../server/src/acts/ask-card.ts'
import { listGrants } from '../../server/src/acts/list-grants.ts'
import { sendMessage } from '../../server/src/acts/send-message.ts'
import { withdrawGrant } from '../../server/src/acts/withdraw-grant.ts'
import { personAtBrowser, type Ticks } from '../src/person-at-browser.ts'
import { onServer } from '../src/postgres.ts'
import { password, redirectUri, startPlatform } from './_music-platform.ts'

const { server, system, settings, thread, people, registered } = await startPlatform()
const partner = createPartner(settings)
const asks = [
  { purpose: 'share_content', actions: ['messages.write'] },
  { purpose: 'group_activity', actions: ['threads.list', 'messages.read', 'members.see'] },
] as const
const reading: Ticks = {
  choices: ['group_activity/threads.list', 'group_activity/messages.read'],
  threads: ['Friday songs'],
}
const song = {
  type: 'song',
  title: 'Boléro',
  artist: 'Maurice Ravel',
  link: 'https://en.wikipedia.org/wiki/Bol%C3%A9ro',
} as const

const kept = new Map<string, Connection>()
const previous = (person: string) => kept.get(person)

async function connect(login: string, ticks: Ticks, answer: 'yes' | 'no' = 'yes'): Promise<Connection> {
  const { authorizationUrl, pending } = await partner.connect({ asks })
  const back = await personAtBrowser(login, password).authorize(authorizationUrl, redirectUri, answer, ticks)
  const connection = await partner.finish(back, pending, { previous })
  kept.set(connection.person, connection)
  return connection
}

async function client(connection: Connection, observe?: (exchange: Exchange) => void) {
  return partner.client({
    connection,
    save: async (next) => void kept.set(next.person, next),
    ...(observe && { observe }),
  })
}

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of list) items.push(item)
  return items
}

const say = (person: keyof typeof people, text: string) =>
  sendMessage(system, { person: people[person], thread, text })

describe('connecting', () => {
  test('a no is a refusal, not an empty connection', async () => {
    await expect(connect('ana', { choices: [] }, 'no')).rejects.toMatchObject({
      code: 'AUTHORIZATION_REFUSED',
      oauthError: 'access_denied',
    })
  })

  test('asking for more than the manifest offers is refused before anybody is bothered', async () => {
    const more = [{ purpose: 'group_activity', actions: ['friends.list'] }] as const
    await expect(partner.connect({ asks: more })).rejects.toMatchObject({
      code: 'AUTHORIZATION_REFUSED',
      oauthError: 'invalid_authorization_details',
    })
  })

  test('a callback of another attempt is not taken', async () => {
    const one = await partner.connect({ asks })
    const other = await partner.connect({ asks })
    const back = await personAtBrowser('ana', password).authorize(
      one.authorizationUrl,
      redirectUri,
      'yes',
      reading,
    )
    await expect(partner.finish(back, other.pending)).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' })
  })

  test('a code is redeemed once', async () => {
    const { authorizationUrl, pending } = await partner.connect({ asks })
    const back = await personAtBrowser('ana', password).authorize(
      authorizationUrl,
      redirectUri,
      'yes',
      reading,
    )
    await partner.finish(back, pending)
    await expect(partner.finish(back, pending)).rejects.toMatchObject({ oauthError: 'invalid_grant' })
  })

  test('a pure sign-in names the person and gives nothing (PER-02)', async () => {
    const { authorizationUrl, pending } = await partner.connect({ asks: [] })
    const back = await personAtBrowser('chika', password).authorize(authorizationUrl, redirectUri, 'yes')
    const connection = await partner.finish(back, pending)
    expect(connection).toMatchObject({ granted: [], deliveries: { last: 0 } })
    const found = all((await client(connection)).threads('group_activity'))
    await expect(found).rejects.toSatisfy(isCountersignError)
  })
})

describe('with a connection', () => {
  let connection: Connection
  let exchanges: Exchange[]
  let thing: string

  beforeAll(async () => {
    connection = await connect('ana', reading)
    exchanges = []
    await say('ana', 'Boléro again?')
    await say('ben', 'Anything but that.')
  })
  const read = async () => {
    const api = await client(kept.get(connection.person) ?? connection, (exchange) =>
      exchanges.push(exchange),
    )
    const found = []
    for (const { id } of await all(api.threads('group_activity')))
      found.push(...(await all(api.messages('group_activity', id))))
    return found.map(({ text }) => text)
  }

  test('says what was granted, and keeps as plain JSON', () => {
    expect(connection.granted).toMatchObject([
      { feature: 'listen', purpose: 'group_activity', actions: ['threads.list', 'messages.read'] },
    ])
    expect(JSON.parse(JSON.stringify(connection))).toEqual(connection)
  })

  test('reads own words only, each delivery numbered and kept before the data is used', async () => {
    expect(await read()).toEqual(['Boléro again?'])
    expect(exchanges.map(({ status, purpose }) => [status, purpose])).toEqual([
      [200, 'group_activity'],
      [200, 'group_activity'],
    ])
    for (const { decision } of exchanges) expect(decision).toMatch(/^decision_/)
    const numbers = exchanges.flatMap(({ raw }) =>
      (JSON.parse(raw) as { disclosures: { n: number }[] }).disclosures.map(({ n }) => n),
    )
    expect(numbers).toEqual(numbers.map((_, i) => i + 1))
    expect(kept.get(connection.person)?.deliveries.last).toBe(numbers.length)
  })

  test('reads who countersigned, from then on', async () => {
    const [feature] = registered.features
    if (feature === undefined) throw new Error('no feature')
    const asked = {
      partner: registered.partner,
      feature: feature.feature,
      manifestVersion: feature.version,
      purpose: 'group_activity',
    } as const
    const { text } = await askCard(system.app, { person: people.ben, ...asked })
    await answerAsk(system, {
      ...asked,
      person: people.ben,
      thread,
      answer: 'allow',
      history: false,
      screenHash: text.hash,
    })
    await say('ben', 'Then La Bamba.')
    await say('chika', 'Not for companies.')
    expect(await read()).toEqual(['Then La Bamba.', 'Boléro again?'])
  })

  test('pages one by one give the same items, and stopping asks for no more', async () => {
    const api = await client(kept.get(connection.person) ?? connection, (exchange) =>
      exchanges.push(exchange),
    )
    const [first] = await all(api.threads('group_activity'))
    thing = first?.id ?? ''
    const texts = (await all(api.messages('group_activity', thing, { limit: 1 }))).map(({ text }) => text)
    expect(texts).toEqual(['Then La Bamba.', 'Boléro again?'])
    exchanges.length = 0
    for await (const _ of api.messages('group_activity', thing, { limit: 1 })) break
    expect(exchanges).toHaveLength(1)
  })

  test('is told no by code, with the decision', async () => {
    const api = await client(kept.get(connection.person) ?? connection)
    const refusal = async (work: Promise<unknown>) =>
      work.then(
        () => 'no refusal',
        (error: unknown) => error,
      )
    expect(await refusal(all(api.members('group_activity', thing)))).toMatchObject({
      code: 'VERB_NOT_GRANTED',
      decision: expect.stringMatching(/^decision_/),
    })
    expect(await refusal(all(api.threads('advertising')))).toMatchObject({ code: 'PURPOSE_MISMATCH' })
    expect(await refusal(all(api.messages('group_activity', 'thread_x/../y?')))).toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await refusal(api.draft('share_content', song))).toMatchObject({ name: 'RefusalError' })
  })

  test('refreshes a token that is no longer taken, keeps the new one, and ends when there is none', async () => {
    const now = kept.get(connection.person) ?? connection
    kept.set(connection.person, { ...now, tokens: { ...now.tokens, access: 'over' } })
    expect(await read()).toHaveLength(2)
    expect(kept.get(connection.person)?.tokens.access).not.toBe('over')
    const api = await client({ ...now, tokens: { access: 'over', refresh: null } })
    await expect(all(api.threads('group_activity'))).rejects.toMatchObject({ code: 'CONNECTION_ENDED' })
    const spent = await client({ ...now, tokens: { access: 'over', refresh: 'over' } })
    await expect(all(spent.threads('group_activity'))).rejects.toMatchObject({ code: 'CONNECTION_ENDED' })
  })

  test('another key makes the token useless (SCP-06)', async () => {
    const { pending } = await partner.connect({ asks })
    const now = kept.get(connection.person) ?? connection
    const api = await client({ ...now, dpopKey: pending.dpopKey, tokens: { ...now.tokens, refresh: null } })
    await expect(all(api.threads('group_activity'))).rejects.toMatchObject({ code: 'CONNECTION_ENDED' })
  })

  test('finds a delivery it never got, once, and goes on', async () => {
    const now = kept.get(connection.person) ?? connection
    const lost = await client({ ...now })
    await all(lost.threads('group_activity'))
    const { last } = lost.connection.deliveries
    const api = await client(now)
    await expect(all(api.threads('group_activity'))).rejects.toMatchObject({
      code: 'DELIVERY_GAP',
      expected: now.deliveries.last + 1,
      received: last + 1,
    })
    expect(await all(api.threads('group_activity'))).toHaveLength(1)
  })

  test('connecting again goes on in the same delivery chain', async () => {
    const before = kept.get(connection.person)?.deliveries.last ?? 0
    const again = await connect('ana', {
      ...reading,
      choices: [...reading.choices, 'share_content/messages.write'],
    })
    expect(again.person).toBe(connection.person)
    expect(again.deliveries.last).toBe(before)
    // The new permission begins now and was given without what is already written.
    expect(await read()).toEqual([])
    await say('ana', 'Für Elise.')
    expect(await read()).toEqual(['Für Elise.'])
  })

  test('waits as told while the ledger cannot be written, then gets its answer; gives up within bounds', async () => {
    const allow = (verb: 'grant' | 'revoke') =>
      onServer(server.database.owner, (db) =>
        db.query(`${verb} insert on leaves ${verb === 'grant' ? 'to' : 'from'} countersign_turnstile`),
      )
    const waits: number[] = []
    let mendAfter = Number.POSITIVE_INFINITY
    const patient = createPartner({
      ...settings,
      wait: async (ms) => {
        waits.push(ms)
        if (waits.length === mendAfter) await allow('grant')
      },
    })
    const now = kept.get(connection.person) ?? connection
    const api = await patient.client({
      connection: now,
      save: async (next) => void kept.set(next.person, next),
    })
    await allow('revoke')
    await expect(all(api.threads('group_activity'))).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' })
    expect(waits).toEqual([1000, 1000])
    mendAfter = 3
    expect(await all(api.threads('group_activity'))).toHaveLength(1)
    expect(waits).toEqual([1000, 1000, 1000])
  })

  test('proposes a card that the person confirms on the platform', async () => {
    const api = await client(kept.get(connection.person) ?? connection)
    const draft = await api.draft('share_content', song)
    expect(draft.shareUrl.startsWith(`${server.url}/share/`)).toBe(true)
    await expect(api.draft('share_content', { ...song, link: 'http://example.org' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })

  test('lists the powers held and the key of the delivery chain', async () => {
    const access = await (await client(kept.get(connection.person) ?? connection)).access()
    expect(access.powers.map(({ purpose, state }) => [purpose, state])).toContainEqual([
      'group_activity',
      'held',
    ])
    expect(access.deliveryKey).not.toBe('')
  })

  test('is refused at the next read after a withdrawal', async () => {
    const held = (await listGrants(system, { person: people.ana })).filter(
      ({ grant }) => grant.state === 'given',
    )
    for (const { grant } of held) await withdrawGrant(system, { person: people.ana, grant: grant.id })
    await expect(read()).rejects.toMatchObject({ code: 'WITHDRAWN' })
  })

  test('gives everything back: the powers, then the tokens', async () => {
    const again = await connect('ana', reading)
    const api = await client(again)
    await api.giveBack()
    await expect(all(api.threads('group_activity'))).rejects.toMatchObject({ name: 'RefusalError' })
    expect((await api.access()).powers.map(({ state }) => state)).not.toContain('held')
    await partner.disconnect(api.connection)
    await expect(all(api.threads('group_activity'))).rejects.toMatchObject({ code: 'CONNECTION_ENDED' })
  })
})

test('the README example works', async () => {
  const example = music(settings)
  const connections = new Map<string, Connection>()
  const { authorizationUrl, pending }: { authorizationUrl: string; pending: PendingConnection } =
    await example.connect()
  const back = await personAtBrowser('ben', password).authorize(authorizationUrl, redirectUri, 'yes', {
    ...reading,
    history: true,
  })
  const person = await example.finish(back, pending, connections)
  expect(await example.texts(person, connections)).toEqual(['Then La Bamba.', 'Anything but that.'])
  expect(await example.texts('somebody else', connections)).toBe('not connected')
})
