// The API fuzzed from its own description: 0 server errors, and 0 answers that the description does not describe.
// COUNTERSIGN_FUZZ_ROUNDS makes it longer, COUNTERSIGN_FUZZ_SEED draws other requests.
import { purposeNames } from '@countersign/protocol'
import { afterAll, describe, expect, test } from 'vitest'
import { befriend } from '../../server/src/acts/befriend.ts'
import { createThread } from '../../server/src/acts/create-thread.ts'
import { giveGrant } from '../../server/src/acts/give-grant.ts'
import { sendMessage } from '../../server/src/acts/send-message.ts'
import { openSession } from '../../server/src/acts/session.ts'
import { keepScreen } from '../../server/src/store/screens.ts'
import { staysIn } from '../../server/src/store/stays.ts'
import { mintingPartner } from '../src/minted-token.ts'
import { throwDice } from '../src/worlds/dice.ts'
import { type Came, type Operation, readDescription } from './_description.ts'
import { openHarvest } from './_harvest.ts'
import { startPlatform } from './_music-platform.ts'

const rounds = Number(process.env['COUNTERSIGN_FUZZ_ROUNDS'] ?? 5)
const seed = Number(process.env['COUNTERSIGN_FUZZ_SEED'] ?? 20_181_218)

const { server, system, people, registered, ...platform } = await startPlatform({
  // Mail is taken, and goes nowhere.
  mail: { send: async () => undefined },
})
let { thread } = platform
const { url } = server
const description = readDescription(await (await fetch(`${url}/openapi.json`)).json())
const minting = await mintingPartner(system)
const { partner, features } = registered
const song = { type: 'song', title: 'Boléro', artist: 'Maurice Ravel', link: 'https://music.example/b' }
/** What was seen in answers: people and partners call things by different names. */
const seen = { people: openHarvest(), partners: openHarvest() }

/** Ana's yes to everything the feature offers, each time anew: the fuzzer gives it back, and lets her leave the thread. */
async function allow(): Promise<void> {
  if (
    !(await staysIn(system.app, [thread]))
      .get(thread)
      ?.some(({ person, leftAt }) => person === people.ana && leftAt === null)
  )
    thread = await createThread(system, {
      by: people.ana,
      kind: 'group',
      others: [people.ben],
      title: 'Songs',
    })
  const [feature] = features
  if (feature === undefined) throw new Error('the partner has no feature')
  const screenHash = 'a'.repeat(64)
  const screen = { partner, hash: screenHash, locale: 'en', content: 'A screen of the fuzzer' }
  await keepScreen(system.app, screen, system.clock.now())
  await giveGrant(system, {
    person: people.ana,
    partner,
    feature: feature.feature,
    manifestVersion: feature.version,
    screenHash,
    threads: [thread],
    history: true,
    locale: 'en',
    oauthGrant: null,
    choices: [
      { purpose: 'share_content', verbs: ['messages.write'] },
      { purpose: 'group_activity', verbs: ['threads.list', 'messages.read', 'members.see'] },
    ],
    endAt: null,
  })
}

/** Sends what was drawn for an operation: as a partner with a token, or as a person with a session. */
async function send(operation: Operation, n: number): Promise<Came> {
  const dice = throwDice(seed, n)
  const isPartners = operation.security?.some((scheme) => 'dpop' in scheme) ?? false
  const harvest = isPartners ? seen.partners : seen.people
  const { path, headers, body } = description.make(operation, dice, harvest.known())
  const method = operation.method.toUpperCase()
  if (isPartners) {
    await allow()
    const [feature] = features
    const token = await minting.mint({ person: people.ana, partner, feature: feature?.feature ?? null })
    const purpose = dice.chance(0.8)
      ? dice.pick(['share_content', 'group_activity'])
      : dice.pick(purposeNames)
    const answer = await minting.call(token, path, {
      method,
      headers,
      purpose,
      ...(body !== undefined && { raw: body }),
    })
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', body: answer.body }
  }
  const { secret } = await openSession(system, dice.pick(Object.values(people)))
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { ...headers, cookie: `countersign_session=${secret}`, origin: url },
    redirect: 'manual',
    ...(body !== undefined && { body }),
  })
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', body: await answer.text() }
}

await befriend(system, { person: people.ana, friend: people.ben })
await befriend(system, { person: people.ben, friend: people.ana })
for (const person of [people.ana, people.ben]) await sendMessage(system, { person, thread, text: 'Boléro?' })
seen.partners.see({ card: song })
seen.people.see({ thread, person: people.ben, members: [people.ben], text: 'Boléro?', partner })

describe('the API by its own description', () => {
  const { operations } = description
  const statuses = new Map<string, number>()
  afterAll(() => {
    const counted = [...statuses]
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([status, count]) => `${count} × ${status}`)
    process.stdout.write(`${operations.length} operations, ${rounds} rounds: ${counted.join(', ')}\n`)
  })

  test('has operations of every audience', () => {
    const paths = operations.map(({ path }) => path.split('/')[1])
    expect([...new Set(paths)]).toEqual(expect.arrayContaining(['api', 'partner']))
    expect(operations.length).toBeGreaterThan(50)
  })

  test('a checker that finds an answer wrong when it is', () => {
    const [list] = operations.filter(({ path, method }) => path === '/partner/v1/threads' && method === 'get')
    if (list === undefined) throw new Error('the list of threads is not described')
    const type = 'application/json'
    const body = (items: unknown) => JSON.stringify({ items, next: null, disclosures: [] })
    expect(description.wrongWith(list, { status: 200, type, body: body([]) })).toBeUndefined()
    expect(description.wrongWith(list, { status: 200, type, body: body([{ kind: 'thread' }]) })).toContain(
      'id',
    )
    expect(description.wrongWith(list, { status: 200, type: 'text/html', body: '' })).toContain('text/html')
    expect(description.wrongWith(list, { status: 418, type, body: '{}' })).toContain('418')
    expect(description.wrongWith(list, { status: 500, type, body: '{}' })).toContain('500')
  })

  test('a body too large or of another kind is an answer that is described', async () => {
    const drafts = operations.find(({ path, method }) => path === '/partner/v1/drafts' && method === 'post')
    if (drafts === undefined) throw new Error('drafts are not described')
    const token = await minting.mint({ person: people.ana, partner, feature: features[0]?.feature ?? null })
    const wrong: (string | undefined)[] = []
    for (const [raw, kind] of [
      [JSON.stringify({ card: song, filler: 'x'.repeat(20_000) }), 'application/json'],
      ['card=song', 'application/x-www-form-urlencoded'],
    ] as const) {
      const options = { method: 'POST', raw, headers: { 'content-type': kind } }
      const { status, headers, body } = await minting.call(token, '/partner/v1/drafts', options)
      expect([413, 415]).toContain(status)
      wrong.push(description.wrongWith(drafts, { status, type: headers.get('content-type') ?? '', body }))
    }
    expect(wrong).toEqual([undefined, undefined])
  })

  test(`${rounds} rounds: 0 server errors, 0 answers outside the schema`, {
    timeout: 60_000 * rounds,
  }, async () => {
    const wrong: string[] = []
    for (let round = 0; round < rounds; round++)
      for (const [i, operation] of operations.entries()) {
        const n = round * operations.length + i
        const came = await send(operation, n)
        statuses.set(String(came.status), (statuses.get(String(came.status)) ?? 0) + 1)
        const what = description.wrongWith(operation, came)
        if (what !== undefined) wrong.push(`${operation.method} ${operation.path} (draw ${n}): ${what}`)
        const isPartners = operation.path.startsWith('/partner/')
        if (came.status < 300 && came.type.includes('json'))
          (isPartners ? seen.partners : seen.people).see(JSON.parse(came.body))
      }
    expect(wrong).toEqual([])
    // Enough of it gets through: a fuzzer that is refused everywhere finds nothing.
    expect(statuses.get('200') ?? 0).toBeGreaterThan((rounds * operations.length) / 10)
  })
})
