// Asking and countersigning over HTTP: one card, two equal answers, nobody named (design §4, COP-01 to COP-03, UX-02).
import type { Grant } from '@countersign/protocol'
import { onServer } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { ASK_AGAIN_MS } from '../src/acts/ask-thread.ts'
import { problem, type Reply, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { url, world, database, clock } = await peopleServer()
const { ana: anaId, ben: benId, emil: emilId } = world.people
const browsers = Object.fromEntries(
  await Promise.all(
    (['ana', 'ben', 'chika', 'dora', 'emil'] as const).map(async (who) => [
      who,
      await signedInBrowser(url, world.login(who)),
    ]),
  ),
)
const { ana, ben, chika, dora, emil } = browsers
const asks = `/threads/${world.thread}/asks`
const texts = async (): Promise<readonly unknown[]> => (await world.read('ana')).items.map(({ text }) => text)

interface Card {
  readonly partner: { readonly id: string; readonly name: string }
  readonly feature: string
  readonly manifest_version: number
  readonly purpose: string
  readonly screen_hash: string
}

/** An answer on exactly this card, for the world's thread unless said. */
const answer = (who: typeof ben, card: Card, more: object): Promise<Reply> => {
  const { partner, feature, manifest_version, purpose, screen_hash } = card
  return who.put('/answers', {
    partner: partner.id,
    feature,
    manifest_version,
    purpose,
    screen_hash,
    thread: world.thread,
    ...more,
  })
}

describe('asking a thread', () => {
  let grant: Grant

  it("needs a grant of one's own for this thread", async () => {
    grant = await world.grant('ana')
    const elsewhere = (await ana.post('/threads', { kind: 'group', members: [benId] })).body.id
    expect(problem(await ben.post(asks, { grant: grant.id }))).toBe('404 NOT_FOUND')
    expect(problem(await ana.post(`/threads/${elsewhere}/asks`, { grant: grant.id }))).toBe('404 NOT_FOUND')
    expect(problem(await ana.post(asks, { grant: anaId }))).toBe('400 BAD_REQUEST')
    expect(problem(await ana.post(asks, { grant: grant.id, to: benId }))).toBe('400 BAD_REQUEST')
  })

  it('needs a permission that gives something: not withdrawn, not one that takes nothing of others', async () => {
    const writeOnly = await world.grant('ana', { purpose: 'share_content', verbs: ['messages.write'] })
    expect(problem(await ana.post(asks, { grant: writeOnly.id }))).toBe('422 NOT_OFFERED')
    await world.withdraw('ana', writeOnly.id)
    expect(problem(await ana.post(asks, { grant: writeOnly.id }))).toBe('403 NOT_ALLOWED')
  })

  it('is refused in a closed thread, and leaves no trace there', async () => {
    await ana.patch(`/threads/${world.thread}`, { setting: 'closed' })
    expect(problem(await ana.post(asks, { grant: grant.id }))).toBe('404 NOT_FOUND')
    await ana.patch(`/threads/${world.thread}`, { setting: 'author' })
    expect((await ben.get('/asks/mine')).body.items).toEqual([])
  })

  it('spares those who have answered; tells the others, and names no actor', async () => {
    const card = (await emil.get(cardPath())).body
    await answer(emil, card, { answer: 'never', thread: null })
    await dora.put('/switch', { on: true })
    const reply = await ana.post(asks, { grant: grant.id })
    expect(reply.status).toBe(201)
    const told = await Promise.all(
      [ana, ben, emil, dora].map(async (who) => (await who.get('/notices')).body.items.filter(isAsk)),
    )
    expect(told.map(({ length }) => length)).toEqual([0, 1, 0, 0])
    expect(JSON.stringify(told)).not.toContain(anaId)
    expect((await ana.get('/asks/mine')).body.items).toEqual([])
    expect((await emil.get('/asks/mine')).body.items).toEqual([])
    expect((await dora.get('/asks/mine')).body.items).toEqual([])
    await dora.put('/switch', { on: false })
    expect((await dora.get('/asks/mine')).body.items).toHaveLength(1)
  })

  it('happens once per partner and thread in twelve months, whatever the answers and whoever asks (UX-02)', async () => {
    expect(problem(await ana.post(asks, { grant: grant.id }))).toBe('409 ASKED_ALREADY')
    const bens = await world.grant('ben')
    expect(problem(await ben.post(asks, { grant: bens.id }))).toBe('409 ASKED_ALREADY')
    const other = await world.grant('ana', { partner: await world.partner('matinee') })
    expect((await ana.post(asks, { grant: other.id })).status).toBe(201)
    await world.withdraw('ben', bens.id)
  })

  it('shows the asked person the exact words, and neither who asked nor what others answered', async () => {
    const { items } = (await ben.get('/asks/mine')).body
    const [ask] = items.filter((one: { card: Card }) => one.card.partner.name === 'Jukebox')
    expect(ask).toMatchObject({
      thread: world.thread,
      answer: null,
      card: { purpose: 'group_activity', manifest_version: 1 },
    })
    expect(ask.card.lines.join(' ')).toContain('your words')
    expect(JSON.stringify(items)).not.toMatch(/person_|Ana|Emil/)
    expect((await ben.get(asks)).body.items).toEqual(items)
  })
})

describe('answering', () => {
  it.each([
    ['an unknown answer', { answer: 'maybe' }],
    ['no scope', { answer: 'allow', thread: undefined }],
    ['an unknown field', { answer: 'allow', for: benId }],
    ['a thread of another kind', { answer: 'allow', thread: benId }],
    ['a hash that is none', { answer: 'allow', screen_hash: 'x' }],
    ['a purpose outside the list', { answer: 'allow', purpose: 'business purposes' }],
  ])('refuses %s', async (_, more) => {
    expect(problem(await answer(ben, await card(ben), more))).toBe('400 BAD_REQUEST')
  })

  it('refuses words that were not shown, a version and a feature that are not there (REC-01)', async () => {
    const shown = await card(ben)
    const strange = [
      [{ screen_hash: 'ab'.repeat(32) }, '409 SCREEN_CHANGED'],
      [{ manifest_version: 2 }, '404 NOT_FOUND'],
      [
        { feature: shown.feature.replace(/.$/, (last: string) => (last === '0' ? '1' : '0')) },
        '404 NOT_FOUND',
      ],
      [{ purpose: 'share_content' }, '422 NOT_OFFERED'],
      [{ purpose: 'advertising' }, '422 NOT_OFFERED'],
    ] as const
    for (const [more, expected] of strange)
      expect(problem(await answer(ben, shown, { answer: 'allow', ...more }))).toBe(expected)
  })

  it('refuses 181 days, an end in the past, and history with a never', async () => {
    const shown = await card(ben)
    const at = (days: number): string => new Date(clock.now() + days * 86_400_000 + 1).toISOString()
    expect(problem(await answer(ben, shown, { answer: 'allow', ends_at: at(180) }))).toBe('422 TERM_TOO_LONG')
    expect(problem(await answer(ben, shown, { answer: 'allow', ends_at: at(-1) }))).toBe(
      '422 END_NOT_AFTER_START',
    )
    expect(problem(await answer(ben, shown, { answer: 'never', history: true }))).toBe(
      '422 NEVER_HAS_NO_HISTORY',
    )
  })

  it('refuses a thread one is not in', async () => {
    const { id } = (await ana.post('/threads', { kind: 'group', members: [] })).body
    expect(problem(await answer(ben, await card(ben), { answer: 'allow', thread: id }))).toBe('404 NOT_FOUND')
  })

  it('no answer is no; a yes counts from now on; earlier words only when ticked (SCP-04)', async () => {
    await world.say('ben', 'before')
    expect(await texts()).toEqual([])
    clock.advance(1_000)
    const yes = await answer(ben, await card(ben), { answer: 'allow' })
    expect(yes.status).toBe(200)
    expect(yes.body).toMatchObject({
      answer: 'allow',
      history: false,
      standing: 'live',
      thread: world.thread,
      ended_at: null,
    })
    expect(Date.parse(yes.body.ends_at) - Date.parse(yes.body.given_at)).toBe(180 * 86_400_000)
    expect(await texts()).toEqual([])
    await world.say('ben', 'after')
    expect(await texts()).toEqual(['after'])
    await world.grant('ana', { history: true })
    await answer(ben, await card(ben), { answer: 'allow', history: true })
    expect(await texts()).toEqual(['after', 'before'])
  })

  it('is changed in the same place; the earlier one ends, and is kept', async () => {
    await answer(ben, await card(ben), { answer: 'never' })
    expect(await texts()).toEqual([])
    const { items } = (await ben.get('/answers')).body
    expect(
      items.map(({ answer: said, standing }: { answer: string; standing: string }) => `${said} ${standing}`),
    ).toEqual(['never live', 'allow ended', 'allow ended'])
    const [asked] = (await ben.get(asks)).body.items.filter(
      (one: { card: Card }) => one.card.partner.name === 'Jukebox',
    )
    expect(asked.answer).toMatchObject({ answer: 'never', thread: world.thread })
  })

  it('"never" for all threads beats a yes for one (design §4)', async () => {
    await world.say('dora', 'from dora')
    await answer(dora, await card(dora), { answer: 'allow', history: true })
    expect(await texts()).toContain('from dora')
    const never = await answer(dora, await card(dora), { answer: 'never', thread: null })
    expect(await texts()).not.toContain('from dora')
    expect(problem(await chika.delete(`/answers/${never.body.id}`))).toBe('404 NOT_FOUND')
    expect((await dora.delete(`/answers/${never.body.id}`)).status).toBe(204)
    expect(await texts()).toContain('from dora')
  })

  it('taken back, it is as if never given, at the next read; and is not taken back twice (SUN-03)', async () => {
    const [standing] = (await dora.get('/answers')).body.items.filter(
      ({ standing: now }: { standing: string }) => now === 'live',
    )
    await dora.delete(`/answers/${standing.id}`)
    expect(await texts()).not.toContain('from dora')
    expect(problem(await dora.delete(`/answers/${standing.id}`))).toBe('409 ALREADY')
    expect((await dora.get('/asks/mine')).body.items).not.toEqual([])
  })

  it('two answers at once leave one standing', async () => {
    const shown = await card(chika)
    const both = await Promise.all(
      (['allow', 'never'] as const).map((said) => answer(chika, shown, { answer: said })),
    )
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    const { items } = (await chika.get('/answers')).body
    expect(items.filter(({ standing }: { standing: string }) => standing === 'live')).toHaveLength(1)
  })

  it('rests on a screen kept word for word, in the ledger with its language (REC-01)', async () => {
    const { shown, entered } = await onServer(database.owner, async (client) => {
      const shown = (await client.query('select screen_hash, content, locale from screens')).rows
      const entered = (await client.query(`select record from entries where kind = 'countersignature_given'`))
        .rows
      return { shown, entered }
    })
    expect(entered.length).toBeGreaterThan(0)
    for (const { record } of entered) {
      const screen = shown.find(({ screen_hash }) => screen_hash === record.screen_hash)
      expect(screen).toMatchObject({ locale: record.locale })
      expect(screen.content).toContain('Yes, my words\nNo, never mine')
    }
    expect(JSON.stringify(shown)).not.toMatch(/Ana|Ben|Friday/)
  })

  it('whoever refused, was not asked or wrote nothing: the same bytes for the partner (COP-01)', async () => {
    const bodies: string[] = []
    for (const prepare of [
      async () => {},
      async () => void (await answer(emil, await card(emil), { answer: 'never' })),
    ]) {
      await prepare()
      const { body } = await world.read('ana')
      bodies.push(JSON.stringify(JSON.parse(body).items))
    }
    expect(bodies[0]).toBe(bodies[1])
    expect(bodies[0]).not.toContain(emilId)
  })

  it('after twelve months the thread can be asked again, to the millisecond', async () => {
    const { rows } = await onServer(database.owner, (client) =>
      client.query('select min(asked_at)::bigint as at from asks'),
    )
    clock.set(Number(rows[0].at) + ASK_AGAIN_MS - 2_000)
    const grant = await world.grant('ana')
    const again = await signedInBrowser(url, world.login('ana'))
    clock.set(Number(rows[0].at) + ASK_AGAIN_MS - 1)
    expect(problem(await again.post(asks, { grant: grant.id }))).toBe('409 ASKED_ALREADY')
    clock.advance(1)
    expect((await again.post(asks, { grant: grant.id })).status).toBe(201)
  })
})

function isAsk({ kind }: { kind: string }): boolean {
  return kind === 'asked'
}

function cardPath(): string {
  const { partner, feature } = world.jukebox
  return `/answers/card?partner=${partner}&feature=${feature}&manifest_version=1&purpose=group_activity`
}

async function card(who: typeof ben): Promise<Card> {
  return (await who.get(cardPath())).body
}
