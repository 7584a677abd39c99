// Keys people sign with, over HTTP: who can bring one, when it counts, who ends it; refusals first (design 007).
import { DAY_MS, KEY_WAITS_MS, toBase64url } from '@countersign/protocol'
import { makeSigner, onServer, type Signer, signAct, signerOf, worldPassword } from '@countersign/testkit'
import { beforeAll, describe, expect, it } from 'vitest'
import { Browser, problem, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { url, system, world, clock, database } = await peopleServer()
const { people } = world

/** Somebody new, with the key their account began with. */
async function joined(login: string): Promise<{ browser: Browser; signer: Signer; person: string }> {
  const browser = new Browser(url)
  const signer = await makeSigner()
  const key = { public_key: toBase64url(signer.publicKey), label: 'Firefox on Linux' }
  const account = { login, password: worldPassword, display_name: 'New', key }
  const { body } = await browser.post('/accounts', account)
  return { browser, signer, person: body.person }
}

async function show(browser: Browser, signer: Signer): Promise<string> {
  const reply = await browser.post('/keys', { public_key: toBase64url(signer.publicKey) })
  return reply.status === 201 ? reply.body.state : problem(reply)
}

/** What a browser signs: what it is told of number, time and origin, and its own act. */
async function sign(browser: Browser, signer: Signer, said: object, more: object = {}) {
  const { n, now, origin, person } = (await browser.get('/keys')).body
  const statement = { person, key: signer.name, n: n + 1, said_at: now, ...said, ...more }
  return signer.sign(origin, statement as unknown as Parameters<Signer['sign']>[1])
}

async function stateOf(browser: Browser, signer: Signer): Promise<string> {
  const { items } = (await browser.get('/keys')).body
  return items.find(({ name }: { name: string }) => name === signer.name)?.state
}

const endorsing = (signer: Signer) => ({ kind: 'key_added', added: signer.name, added_kind: 'device' })

describe('a key', () => {
  it('is a point of P-256 and nothing else', async () => {
    const { browser } = await joined('point@example.org')
    for (const public_key of ['', 'AAAA', 'not base64url!', toBase64url(new Uint8Array(91))])
      expect(problem(await browser.post('/keys', { public_key }))).toBe('400 BAD_REQUEST')
    const account = { login: 'no-point@example.org', password: worldPassword, display_name: 'No' }
    expect(
      problem(await new Browser(url).post('/accounts', { ...account, key: { public_key: 'AAAA' } })),
    ).toBe('400 BAD_REQUEST')
  })

  it('that came with the account counts at once, and the log says so first', async () => {
    const { browser, signer, person } = await joined('first@example.org')
    const { body } = await browser.get('/keys')
    expect(body).toMatchObject({ person, n: 0, origin: `${new URL(url).host}/log`, now: clock.now() })
    expect(body.items).toMatchObject([
      { name: signer.name, kind: 'device', came: 'opened', state: 'counts', label: 'Firefox on Linux' },
    ])
    const entries = await onServer(
      database.owner,
      async (client) =>
        (
          await client.query(`select kind, n::int from entries where record ->> 'person' = $1 order by n`, [
            person,
          ])
        ).rows,
    )
    expect(entries).toEqual([
      { kind: 'account_opened', n: 1 },
      { kind: 'key_opened', n: 2 },
    ])
  })

  it('shown later waits seven days, its person is told, and a session alone stops it', async () => {
    const { browser } = await joined('later@example.org')
    const late = await makeSigner()
    expect(await show(browser, late)).toBe('waits')
    expect(await show(browser, late)).toBe('waits')
    expect((await browser.get('/notices')).body.items.map(({ kind }: { kind: string }) => kind)).toEqual([
      'key_waits',
    ])
    clock.advance(KEY_WAITS_MS - 1)
    expect(await stateOf(browser, late)).toBe('waits')
    clock.advance(1)
    expect(await stateOf(browser, late)).toBe('counts')
    const later = await makeSigner()
    const again = await signedInBrowser(url, 'later@example.org')
    expect(await show(again, later)).toBe('waits')
    expect((await browser.post(`/keys/${later.name}/end`, {})).status).toBe(204)
    expect(await stateOf(browser, later)).toBe('ended')
    expect(await show(again, later)).toBe('409 ALREADY')
  })

  it('is not shown by whoever came long ago: they show again that it is they', async () => {
    const { browser } = await joined('long@example.org')
    clock.advance(DAY_MS)
    expect(await show(browser, await makeSigner())).toBe('403 PROVE_AGAIN')
  })
})

describe('a key that waits', () => {
  let browser: Browser
  let signer: Signer
  const late = makeSigner()
  beforeAll(async () => {
    const made = await joined('two@example.org')
    browser = made.browser
    signer = made.signer
    await show(browser, await late)
  })
  const endorse = async (signed: unknown): Promise<string> => {
    const reply = await browser.post(`/keys/${(await late).name}/endorse`, { signed })
    return reply.status === 204 ? 'endorsed' : problem(reply)
  }

  it('does not vouch for itself, nor does a stranger\u2019s, nor a key nobody knows', async () => {
    const own = await sign(browser, await late, endorsing(await late))
    expect(await endorse(own)).toBe('403 SIGN_WITH_KEY')
    const unknown = await makeSigner()
    expect(await endorse(await sign(browser, unknown, endorsing(await late)))).toBe('403 SIGN_WITH_KEY')
    const stranger = await signerOf(system, people.ben)
    expect(await endorse(await sign(browser, stranger, endorsing(await late)))).toBe('403 SIGN_WITH_KEY')
    const said = { added: (await late).name, added_kind: 'device' } as const
    expect(await endorse(await signAct(system, people.ben, 'key_added', said))).toBe('422 BAD_STATEMENT')
  })

  it.each([
    ['of another person', () => ({ person: people.ben }), '422 BAD_STATEMENT'],
    ['over another key', async () => ({ added: signer.name }), '422 BAD_STATEMENT'],
    ['over another kind of key', () => ({ added_kind: 'passkey' }), '422 BAD_STATEMENT'],
    ['with a number too high', () => ({ n: 2 }), '409 SIGN_AGAIN'],
    ['said a moment ahead', () => ({ said_at: clock.now() + 1 }), '409 SIGN_AGAIN'],
    ['said five minutes ago and a millisecond', () => ({ said_at: clock.now() - 300_001 }), '409 SIGN_AGAIN'],
  ])('is not endorsed by a statement %s', async (_, more, refused) => {
    expect(await endorse(await sign(browser, signer, endorsing(await late), await more()))).toBe(refused)
  })

  it('is not endorsed by a statement of another installation, nor by another act, nor by one that was changed', async () => {
    const here = (await browser.get('/keys')).body
    const statement = {
      person: here.person,
      key: signer.name,
      n: 1,
      said_at: here.now,
      ...endorsing(await late),
    }
    expect(await endorse(signer.sign('evil.example/log', statement as never))).toBe('422 BAD_STATEMENT')
    const ended = await sign(browser, signer, { kind: 'key_ended', ended: (await late).name })
    expect(await endorse(ended)).toBe('422 BAD_STATEMENT')
    const good = await sign(browser, signer, endorsing(await late))
    expect(await endorse({ ...good, statement: good.statement.replace('"n":1', '"n":2') })).toBe(
      '422 BAD_STATEMENT',
    )
    expect(await endorse({ ...good, signature: toBase64url(new Uint8Array(64)) })).toBe('422 BAD_STATEMENT')
  })

  it('counts from the turn in which an older one vouches for it, once, however often that is sent', async () => {
    const good = await sign(browser, signer, endorsing(await late))
    expect(await endorse(good)).toBe('endorsed')
    expect(await endorse(good)).toBe('endorsed')
    expect(await stateOf(browser, await late)).toBe('counts')
    expect((await browser.get('/keys')).body.n).toBe(1)
    expect(await endorse(await sign(browser, signer, endorsing(await late)))).toBe('409 ALREADY')
  })
})

describe('a key that counts', () => {
  it('is ended by a statement of one that counts, not by a session, and signs nothing from then on', async () => {
    const { browser, signer } = await joined('ends@example.org')
    const end = async (signed?: unknown): Promise<string> => {
      const reply = await browser.post(`/keys/${signer.name}/end`, {
        ...(signed !== undefined && { signed }),
      })
      return reply.status === 204 ? 'ended' : problem(reply)
    }
    expect(await end()).toBe('403 SIGN_WITH_KEY')
    const wrong = await sign(browser, signer, { kind: 'key_ended', ended: 'a'.repeat(64) })
    expect(await end(wrong)).toBe('422 BAD_STATEMENT')
    expect(await end(await sign(browser, signer, { kind: 'key_ended', ended: signer.name }))).toBe('ended')
    const late = await makeSigner()
    await show(browser, late)
    const signed = await sign(browser, signer, endorsing(late))
    expect(problem(await browser.post(`/keys/${late.name}/endorse`, { signed }))).toBe('403 SIGN_WITH_KEY')
  })

  it('by SQL is none: what vouches for it is not in the database (OVR-06)', async () => {
    const { browser, signer, person } = await joined('sql@example.org')
    const planted = await makeSigner()
    const late = await makeSigner()
    await show(browser, late)
    await onServer(database.owner, (client) =>
      client.query(
        `insert into person_keys select person_id, $2, kind, $3, came, since, until, endorsed_by, vouched, label, made_at
         from person_keys where key_name = $1`,
        [signer.name, planted.name, Buffer.from(planted.publicKey)],
      ),
    )
    expect(await stateOf(browser, planted)).toBe('counts')
    const signed = await sign(browser, planted, endorsing(late), { person })
    expect(problem(await browser.post(`/keys/${late.name}/endorse`, { signed }))).toBe('403 SIGN_WITH_KEY')
  })
})
