// Passkeys: what a relying party must refuse (WebAuthn Level 3 §7), and that one is added and removed by nobody but its person.
import { onServer } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { addPasskey, type NewPasskeyAnswer } from '../src/acts/add-passkey.ts'
import { CHALLENGE_MS } from '../src/acts/challenge.ts'
import { closeAccount } from '../src/acts/close-account.ts'
import { openAccount } from '../src/acts/open-account.ts'
import { PROOF_MS } from '../src/acts/prove-again.ts'
import { ownSession } from '../src/acts/session.ts'
import { forgetChallenges } from '../src/jobs/forget-challenges.ts'
import { passkeysOf } from '../src/store/passkeys.ts'
import { Authenticator, type Lies } from './_authenticator.ts'
import { Browser, problem, type Reply, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { system, clock, url, database } = await peopleServer()
const password = 'correct horse battery staple'

/** Somebody new, signed in, and one passkey of theirs. */
async function holder(login: string) {
  const person = await openAccount(system, { login, password, displayName: `${login} Example` })
  const browser = await signedInBrowser(url, login, password)
  const key = new Authenticator(url)
  expect((await add(browser, key)).status).toBe(201)
  return { person, browser, key }
}

async function add(browser: Browser, key: Authenticator, lies: Lies = {}, name = 'Phone'): Promise<Reply> {
  const asked = (await browser.post('/passkeys/options')).body
  return browser.post('/passkeys', { name, answer: key.create(asked, lies) })
}

async function enter(key: Authenticator, lies: Lies = {}, browser = new Browser(url)): Promise<Reply> {
  const asked = (await browser.post('/session/passkey/options')).body
  return browser.post('/session/passkey', key.get(asked, lies))
}

const noticesOf = async (browser: Browser): Promise<readonly string[]> =>
  (await browser.get('/notices')).body.items.map(({ kind }: { kind: string }) => kind).sort()

describe('a passkey signs nobody in', () => {
  it.each<[string, Lies]>([
    ['for another origin', { origin: 'https://evil.example' }],
    ['for another port of this machine', { origin: 'http://localhost:1' }],
    ['made for another site', { rpId: 'evil.example' }],
    ['without showing who holds it', { unverified: true }],
    ['with a made-up challenge', { challenge: Buffer.alloc(32, 7).toString('base64url') }],
    ['with what it says on making one', { type: 'webauthn.create' }],
    ['with a flipped bit in the signature', { flip: 'signature' }],
    ['with a flipped bit in what was signed', { flip: 'authenticatorData' }],
    ['with a flipped bit in what the browser said', { flip: 'clientDataJSON' }],
    ['as somebody it was not made for', { userHandle: 'AAAA' }],
    ['without saying whom it was made for', { userHandle: null }],
  ])('%s', async (what, lies) => {
    const { key } = await holder(`no-${what.replaceAll(' ', '-')}`)
    const reply = await enter(key, lies)
    expect(problem(reply)).toMatch(/^(401 PASSKEY|400 BAD_REQUEST)$/)
    expect(reply.headers.getSetCookie().join()).not.toContain('countersign_session')
    // The same key, honestly used, still does.
    expect((await enter(key)).status).toBe(200)
  })

  it('that nobody knows', async () => {
    const stranger = new Authenticator(url)
    stranger.userHandle = 'AAAA'
    expect(problem(await enter(stranger))).toBe('401 PASSKEY')
  })

  it('with another key under its name', async () => {
    const { key } = await holder('impostor')
    const forger = new Authenticator(url)
    Object.assign(forger, { id: key.id, userHandle: key.userHandle })
    expect(problem(await enter(forger))).toBe('401 PASSKEY')
  })

  it('twice with one challenge', async () => {
    const { key } = await holder('replay')
    const browser = new Browser(url)
    const asked = (await browser.post('/session/passkey/options')).body
    const answer = key.get(asked)
    const before = browser.cookie
    expect((await browser.post('/session/passkey', answer)).status).toBe(200)
    expect(problem(await new Browser(url, before).post('/session/passkey', answer))).toBe('401 PASSKEY')
  })

  it('in another browser than the one that asked, nor in one that never did', async () => {
    const { key } = await holder('stolen')
    const asked = (await new Browser(url).post('/session/passkey/options')).body
    const other = new Browser(url)
    await other.post('/session/passkey/options')
    expect(problem(await other.post('/session/passkey', key.get(asked)))).toBe('401 PASSKEY')
    expect(problem(await new Browser(url).post('/session/passkey', key.get(asked)))).toBe('401 PASSKEY')
  })

  it('after five minutes, to the millisecond; then the challenge is forgotten', async () => {
    const { key } = await holder('late')
    const asked = async () => {
      const browser = new Browser(url)
      return { browser, asked: (await browser.post('/session/passkey/options')).body }
    }
    const [one, two] = [await asked(), await asked()]
    clock.advance(CHALLENGE_MS - 1)
    expect((await one.browser.post('/session/passkey', key.get(one.asked))).status).toBe(200)
    clock.advance(1)
    expect(problem(await two.browser.post('/session/passkey', key.get(two.asked)))).toBe('401 PASSKEY')
    await forgetChallenges(system).run({ at: clock.now() } as never)
    expect(await count('challenges')).toBe(0)
  })

  it('with a challenge for something else', async () => {
    const { browser, key } = await holder('crossed')
    const asked = (await browser.post('/session/proof/options')).body
    expect(problem(await browser.post('/session/passkey', key.get(asked)))).toBe('401 PASSKEY')
  })

  it('of a closed account', async () => {
    const { person, key } = await holder('closed')
    await closeAccount(system, { person, login: 'closed', password })
    expect(problem(await enter(key))).toBe('401 PASSKEY')
    expect(await count('passkeys', 'credential_id = $1', [key.id])).toBe(0)
  })
})

describe('a copied passkey', () => {
  it('is refused by its count, and its person hears of it; a forged one is not heard of', async () => {
    const { browser, key } = await holder('copied')
    key.counter = 7
    expect((await enter(key)).status).toBe(200)
    expect(problem(await enter(key, { counter: 7, flip: 'signature' }))).toBe('401 PASSKEY')
    expect(await noticesOf(browser)).toEqual(['passkey_added'])
    for (const counter of [7, 6, 0]) expect(problem(await enter(key, { counter }))).toBe('401 PASSKEY')
    expect(await noticesOf(browser)).toEqual(['passkey_added', ...Array(3).fill('passkey_copied')])
    expect((await enter(key, { counter: 8 })).status).toBe(200)
  })
})

describe('a passkey is not added', () => {
  it.each<[string, Lies]>([
    ['for another origin', { origin: 'https://evil.example' }],
    ['for another site', { rpId: 'evil.example' }],
    ['without showing who holds it', { unverified: true }],
    ['with a made-up challenge', { challenge: Buffer.alloc(32, 7).toString('base64url') }],
    ['with what it says on signing in', { type: 'webauthn.get' }],
  ])('%s', async (what, lies) => {
    const { browser } = await holder(`add-${what.replaceAll(' ', '-')}`)
    expect(problem(await add(browser, new Authenticator(url), lies))).toBe('401 PASSKEY')
    expect((await browser.get('/passkeys')).body.items).toHaveLength(1)
  })

  it('with an attestation, whose certificates would be looked up where they say', async () => {
    const { browser } = await holder('certified')
    const lies = { certificates: [new Uint8Array(600)] }
    expect(problem(await add(browser, new Authenticator(url), lies))).toBe('401 PASSKEY')
  })

  it('ten minutes after one showed who one is, until one shows it again', async () => {
    const { browser, key } = await holder('stale')
    clock.advance(PROOF_MS - 1)
    expect((await add(browser, new Authenticator(url))).status).toBe(201)
    clock.advance(1)
    expect(problem(await browser.post('/passkeys/options'))).toBe('403 PROVE_AGAIN')
    const [first] = (await browser.get('/passkeys')).body.items
    expect(problem(await browser.delete(`/passkeys/${first.id}`))).toBe('403 PROVE_AGAIN')
    expect(problem(await browser.post('/session/proof', { password: 'wrong password' }))).toBe(
      '401 WRONG_PASSWORD',
    )
    expect(problem(await browser.post('/passkeys/options'))).toBe('403 PROVE_AGAIN')
    expect((await browser.post('/session/proof', { password })).status).toBe(204)
    expect((await add(browser, new Authenticator(url))).status).toBe(201)
    clock.advance(PROOF_MS)
    const asked = (await browser.post('/session/proof/options')).body
    expect((await browser.post('/session/proof', { passkey: key.get(asked) })).status).toBe(204)
    expect((await browser.delete(`/passkeys/${first.id}`)).status).toBe(204)
  })

  it('for a session that was ended while the authenticator made it', async () => {
    const { person, browser } = await holder('overtaken')
    const own = await ownSession(system, /countersign_session=([^;]+)/.exec(browser.cookie ?? '')?.[1])
    const answer = new Authenticator(url).create((await browser.post('/passkeys/options')).body)
    const elsewhere = await signedInBrowser(url, 'overtaken', password)
    expect((await elsewhere.put('/account/password', { password: 'another long one' })).status).toBe(204)
    const late = addPasskey(system, own, { name: 'Thief', answer: answer as NewPasskeyAnswer })
    await expect(late).rejects.toMatchObject({ code: 'SIGN_IN' })
    expect(await passkeysOf(system.app, person)).toHaveLength(1)
  })

  it('on an answer to the challenge for adding one', async () => {
    const { browser, key } = await holder('mixed')
    const asked = (await browser.post('/passkeys/options')).body
    expect(problem(await browser.post('/session/proof', { passkey: key.get(asked) }))).toBe('401 PASSKEY')
  })

  it('on the word of somebody else’s passkey', async () => {
    const { browser } = await holder('mine')
    const other = await holder('theirs')
    const asked = (await browser.post('/session/proof/options')).body
    expect(problem(await browser.post('/session/proof', { passkey: other.key.get(asked) }))).toBe(
      '401 PASSKEY',
    )
  })

  it('for two people, or twice for one', async () => {
    const { key } = await holder('first')
    const second = await holder('second')
    expect(problem(await add(second.browser, key))).toBe('401 PASSKEY')
    expect(problem(await add(second.browser, second.key))).toBe('401 PASSKEY')
  })

  it('beyond twenty', async () => {
    const { browser } = await holder('many')
    for (let n = 1; n < 20; n++) expect((await add(browser, new Authenticator(url))).status).toBe(201)
    expect(problem(await browser.post('/passkeys/options'))).toBe('409 FULL')
  })

  it('by guessing the password of a stolen session, from however many cookies', async () => {
    const { browser } = await holder('guessed')
    clock.advance(PROOF_MS)
    const said = []
    for (let n = 0; n < 12; n++) {
      const odd = new Browser(url, `__Host-countersign_session=x${n}; ${browser.cookie}`)
      said.push(problem(await odd.post('/session/proof', { password: 'a guess' })))
    }
    expect(said.slice(0, 10)).toEqual(Array(10).fill('401 WRONG_PASSWORD'))
    expect(said.slice(10)).toEqual(Array(2).fill('429 TOO_MANY'))
  })
})

describe('a passkey', () => {
  it('signs in without a name, and tells its person when it came and went', async () => {
    const { person, browser, key } = await holder('happy')
    clock.advance(1_000)
    const reply = await enter(key)
    expect(reply.body.person).toBe(person)
    const [listed] = (await browser.get('/passkeys')).body.items
    expect(listed).toEqual({
      id: expect.stringMatching(/^passkey_/),
      name: 'Phone',
      made_at: expect.any(String),
      used_at: new Date(clock.now()).toISOString(),
    })
    expect((await browser.patch(`/passkeys/${listed.id}`, { name: 'Old phone' })).status).toBe(204)
    expect((await browser.get('/passkeys')).body.items[0].name).toBe('Old phone')
    expect((await browser.delete(`/passkeys/${listed.id}`)).status).toBe(204)
    expect(problem(await enter(key))).toBe('401 PASSKEY')
    expect(await noticesOf(browser)).toEqual(['passkey_added', 'passkey_removed'])
  })

  it('knows its person by a random handle, one for all of theirs, and by no id', async () => {
    const { person, browser, key } = await holder('handle')
    const asked = (await browser.post('/passkeys/options')).body
    expect(asked.user.id).toBe(key.userHandle)
    expect(Buffer.from(asked.user.id, 'base64url')).toHaveLength(32)
    expect(JSON.stringify(asked)).not.toContain(person.slice('person_'.length))
    expect(asked).toMatchObject({
      rp: { id: 'localhost' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [{ id: key.id, type: 'public-key', transports: ['internal'] }],
    })
  })

  it('is named, removed and counted by its person alone', async () => {
    const { browser } = await holder('owner')
    const stranger = await holder('stranger')
    const [{ id }] = (await browser.get('/passkeys')).body.items
    expect(problem(await stranger.browser.patch(`/passkeys/${id}`, { name: 'Mine' }))).toBe('404 NOT_FOUND')
    expect(problem(await stranger.browser.delete(`/passkeys/${id}`))).toBe('404 NOT_FOUND')
    expect((await browser.get('/passkeys')).body.items).toHaveLength(1)
  })

  it('stays when it is the only way in, also when the last two are removed at once', async () => {
    const { person, browser } = await holder('alone')
    await add(browser, new Authenticator(url))
    await onServer(database.owner, (client) =>
      client.query(`update logins set password_hash = null where login = 'alone'`),
    )
    const items: { id: string }[] = (await browser.get('/passkeys')).body.items
    const gone = await Promise.all(items.map(({ id }) => browser.delete(`/passkeys/${id}`)))
    expect(gone.map((reply) => (reply.status === 204 ? '204' : problem(reply))).sort()).toEqual([
      '204',
      '409 LAST_WAY_IN',
    ])
    expect(await count('notices', `kind = 'passkey_removed' and person_id = $1`, [uuid(person)])).toBe(1)
  })

  it('is not there where people type a number for the address', async () => {
    const numbered = await peopleServer({ publicUrl: 'http://127.0.0.1:4747' })
    const browser = new Browser(numbered.url)
    const headers = { origin: 'http://127.0.0.1:4747' }
    const reply = await browser.post('/session/passkey/options', undefined, { headers })
    expect(problem(reply)).toBe('409 NO_PASSKEYS')
  })
})

describe('notices (COP-04)', () => {
  it('that name a company are told by the turnstile alone: people’s side cannot, nor be first about it', async () => {
    const { person } = await holder('told')
    const tell = (partner: string | null) =>
      system.app.query(
        `insert into notices (person_id, notice_id, kind, partner_id, made_at)
         values ($1, gen_random_uuid(), 'first_disclosure', $2, 0)`,
        [uuid(person), partner],
      )
    await expect(tell(uuid(person))).rejects.toThrow(/row-level security/)
    await expect(tell(null)).resolves.toMatchObject({ rowCount: 1 })
  })
})

const uuid = (id: string): string =>
  id.slice(id.indexOf('_') + 1).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

async function count(table: string, where = 'true', values: readonly unknown[] = []): Promise<number> {
  return onServer(database.owner, async (client) => {
    const { rows } = await client.query(`select count(*) from ${table} where ${where}`, [...values])
    return Number(rows[0].count)
  })
}
