// Recovery: a code is good for one new password and nothing else, its person hears of it, and a stranger learns no name.
import { argon2Sync } from 'node:crypto'
import { onServer, testClock } from '@countersign/testkit'
import { beforeEach, describe, expect, it } from 'vitest'
import { mailNotices } from '../src/acts/mail-notices.ts'
import { openAccount } from '../src/acts/open-account.ts'
import { PROOF_MS } from '../src/acts/prove-again.ts'
import { confirmContact, contactCode } from '../src/acts/prove-contact.ts'
import { RESET_MS, recoverByMail } from '../src/acts/recover-by-mail.ts'
import { makeRecoveryCodes } from '../src/acts/recovery-codes.ts'
import { changePassword } from '../src/acts/replace-password.ts'
import { secretHash } from '../src/acts/secret-hash.ts'
import { ownSession } from '../src/acts/session.ts'
import { signIn } from '../src/acts/sign-in.ts'
import type { Mail } from '../src/ports/mail.ts'
import { insertReset } from '../src/store/recovery.ts'
import { Browser, problem, type Reply, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const sent: Mail[] = []
let slow: Promise<void> = Promise.resolve()
const mail = {
  async send(one: Mail) {
    await slow
    sent.push(one)
  },
}
const clock = testClock()
const { system, url, database } = await peopleServer({ mail, testClock: clock, clock })
const password = 'correct horse battery staple'
const fresh = 'a brand new password'

beforeEach(() => {
  sent.length = 0
  slow = Promise.resolve()
})

async function somebody(login: string, ...addresses: readonly string[]): Promise<Browser> {
  const person = await openAccount(system, { login, password, displayName: `${login} Example` })
  for (const email of addresses)
    await confirmContact(system, { person, code: contactCode(system, { person, email }) })
  return signedInBrowser(url, login, password)
}

const codesOf = async (browser: Browser): Promise<readonly string[]> =>
  (await browser.post('/recovery-codes')).body.codes
const byCode = (login: string, code: string, set = fresh): Promise<Reply> =>
  new Browser(url).post('/recovery/code', { login, code, password: set })
const byMail = (code: string): Promise<Reply> =>
  new Browser(url).post('/recovery/password', { code, password: fresh })
const enters = async (login: string, typed: string): Promise<number> =>
  (await new Browser(url).post('/session', { login, password: typed })).status
const kindsFor = async (login: string, typed: string): Promise<readonly string[]> => {
  const browser = await signedInBrowser(url, login, typed)
  return (await browser.get('/notices')).body.items.map(({ kind }: { kind: string }) => kind)
}
async function mailed(login: string): Promise<string> {
  expect((await new Browser(url).post('/recovery/mail', { login })).status).toBe(202)
  await expect.poll(() => sent.length).toBeGreaterThan(0)
  return /recover\?code=([\w-]{43})$/m.exec(sent.at(-1)?.text ?? '')?.[1] ?? ''
}

describe('a recovery code', () => {
  it('opens nothing when it is made up, somebody else’s, used, or replaced', async () => {
    const ana = await somebody('ana')
    const [one = '', two = ''] = await codesOf(ana)
    const ben = await somebody('ben')
    await codesOf(ben)
    for (const wrong of ['x', one.slice(1), `${one}0`, '00000-00000-00000-00000'])
      expect(problem(await byCode('ana', wrong))).toBe('401 WRONG_CODE')
    expect(problem(await byCode('ben', one))).toBe('401 WRONG_CODE')
    expect(await enters('ana', password)).toBe(200)
    expect((await byCode('ana', one)).status).toBe(204)
    expect(problem(await byCode('ana', one, 'another long one'))).toBe('401 WRONG_CODE')
    const again = await signedInBrowser(url, 'ana', fresh)
    await codesOf(again)
    expect(problem(await byCode('ana', two))).toBe('401 WRONG_CODE')
  })

  it('answers alike for a name nobody has', async () => {
    await somebody('known')
    const bodies = []
    for (const login of ['known', 'nobody']) {
      const { status, body, headers } = await byCode(login, '00000-00000-00000-00000')
      const { request: _, ...rest } = body
      bodies.push({ status, rest, cookies: headers.getSetCookie() })
    }
    expect(bodies[0]).toEqual(bodies[1])
  })

  it('is not used up by a password that is too short', async () => {
    const carl = await somebody('carl')
    const [code = ''] = await codesOf(carl)
    expect(problem(await byCode('carl', code, 'short'))).toBe('400 BAD_REQUEST')
    expect((await byCode('carl', code)).status).toBe(204)
  })

  it('sets a password, ends every session, signs nobody in and tells its person, also by mail', async () => {
    const dora = await somebody('dora', 'dora@example.net')
    const other = await signedInBrowser(url, 'dora', password)
    const [code = ''] = await codesOf(dora)
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `
    const reply = await byCode('DORA', typed)
    expect(reply.status).toBe(204)
    expect(reply.headers.getSetCookie()).toEqual([])
    for (const browser of [dora, other]) expect(problem(await browser.get('/session'))).toBe('401 SIGN_IN')
    expect(await enters('dora', password)).toBe(401)
    expect(await kindsFor('dora', fresh)).toContain('password_recovered')
    await mailNotices(system)
    expect(sent.map(({ to, subject }) => [to, subject])).toContainEqual([
      'dora@example.net',
      'Your password was set anew',
    ])
    const again = await signedInBrowser(url, 'dora', fresh)
    expect((await again.get('/recovery-codes')).body).toMatchObject({ left: 9 })
  })

  it('lets one of two uses at once win', async () => {
    const fay = await somebody('fay')
    const [code = ''] = await codesOf(fay)
    const both = await Promise.all([byCode('fay', code, 'the first password'), byCode('fay', code)])
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([204, 401])
  })

  it('is shown once, to somebody who showed who they are, and is nowhere in the database', async () => {
    const gus = await somebody('gus')
    clock.advance(PROOF_MS)
    expect(problem(await gus.post('/recovery-codes'))).toBe('403 PROVE_AGAIN')
    expect((await gus.post('/session/proof', { password })).status).toBe(204)
    const codes = await codesOf(gus)
    expect(new Set(codes).size).toBe(10)
    expect(codes.every((code) => /^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/.test(code))).toBe(true)
    expect((await gus.get('/recovery-codes')).body.left).toBe(10)
    const stored = await onServer(
      database.owner,
      async (client) => (await client.query('select * from recovery_codes')).rows,
    )
    for (const code of codes) {
      expect(JSON.stringify(stored)).not.toContain(code)
      expect(JSON.stringify(stored)).not.toContain(code.replaceAll('-', ''))
    }
    expect(await kindsFor('gus', password)).toEqual(['recovery_codes_made'])
  })
})

describe('a password that is set anew while another browser', () => {
  /** The server, on which `work` is done once the password's hash was read. */
  const whenRead = (work: () => Promise<unknown>): typeof system => {
    let done = false
    const app = new Proxy(system.app, {
      get(target, key) {
        if (key !== 'query') return Reflect.get(target, key)
        return async (...given: Parameters<typeof target.query>) => {
          const found = await target.query(...given)
          if (!done && String(given[0]).includes('from logins where login =')) {
            done = true
            await work()
          }
          return found
        }
      },
    })
    return { ...system, app }
  }

  it('signs in with the old one leaves that one outside', async () => {
    const ned = await somebody('ned')
    const [code = ''] = await codesOf(ned)
    const late = signIn(
      whenRead(() => byCode('ned', code)),
      { login: 'ned', password },
    )
    await expect(late).rejects.toMatchObject({ code: 'WRONG_PASSWORD' })
    expect(await enters('ned', fresh)).toBe(200)
  })

  it('signs in with the old one, hashed weakly, is not put back', async () => {
    const oda = await somebody('oda')
    const [code = ''] = await codesOf(oda)
    const weak = { message: password, nonce: Buffer.alloc(16, 1), memory: 64, passes: 1, parallelism: 1 }
    const hash = argon2Sync('argon2id', { ...weak, tagLength: 32 })
    const text = [weak.nonce, hash].map((bytes) => bytes.toString('base64').replace(/=+$/, '')).join('$')
    await onServer(database.owner, (client) =>
      client.query(
        `update logins set password_hash = '$argon2id$v=19$m=64,t=1,p=1$' || $1 where login = 'oda'`,
        [text],
      ),
    )
    const late = signIn(
      whenRead(() => byCode('oda', code)),
      { login: 'oda', password },
    )
    await expect(late).rejects.toMatchObject({ code: 'WRONG_PASSWORD' })
    expect([await enters('oda', password), await enters('oda', fresh)]).toEqual([401, 200])
  })

  it('sees to the account gives that one nothing more: no codes, no password of its own', async () => {
    const pia = await somebody('pia')
    const secret = /countersign_session=([^;]+)/.exec(pia.cookie ?? '')?.[1]
    const own = await ownSession(system, secret)
    const [code = ''] = await codesOf(pia)
    expect((await byCode('pia', code)).status).toBe(204)
    await expect(makeRecoveryCodes(system, own)).rejects.toMatchObject({ code: 'SIGN_IN' })
    await expect(changePassword(system, own, 'the thief’s own one')).rejects.toMatchObject({
      code: 'SIGN_IN',
    })
    expect(await enters('pia', fresh)).toBe(200)
  })
})

describe('a code by mail', () => {
  it('goes to no address that was added by who only found a browser open', async () => {
    const quin = await somebody('quin', 'quin@example.net')
    clock.advance(PROOF_MS)
    expect(problem(await quin.post('/contacts', { email: 'thief@example.org' }))).toBe('403 PROVE_AGAIN')
    expect(sent).toEqual([])
    await quin.post('/session/proof', { password })
    expect((await quin.post('/contacts', { email: 'second@example.org' })).status).toBe(202)
  })

  it('answers alike and at once, whether the name is known, has an address, or the mail takes its time', async () => {
    await somebody('hal', 'hal@example.net')
    await somebody('without-address')
    let release = (): void => {}
    slow = new Promise((resolve) => {
      release = resolve
    })
    const answers = []
    for (const login of ['hal', 'without-address', 'nobody-here']) {
      const { status, body } = await new Browser(url).post('/recovery/mail', { login })
      answers.push({ status, body })
    }
    expect(answers).toEqual(Array(3).fill({ status: 202, body: {} }))
    expect(sent).toEqual([])
    release()
    await expect.poll(() => sent.map(({ to }) => to)).toEqual(['hal@example.net'])
  })

  it('goes to proven addresses only', async () => {
    await somebody('ivy', 'ivy@example.net', 'ivy@example.org')
    await onServer(database.owner, (client) =>
      client.query(`update contact_fields set verified = false where value = 'ivy@example.org'`),
    )
    await mailed('ivy')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(sent.map(({ to }) => to)).toEqual(['ivy@example.net'])
  })

  it('is good once, for fifteen minutes, and takes the other codes with it', async () => {
    const jon = await somebody('jon', 'jon@example.net')
    const one = await mailed('jon')
    sent.length = 0
    const two = await mailed('jon')
    for (const wrong of ['x', one.slice(1), `${one}A`])
      expect(problem(await byMail(wrong))).toBe('401 WRONG_CODE')
    clock.advance(RESET_MS - 1)
    expect((await byMail(one)).status).toBe(204)
    expect(problem(await byMail(one))).toBe('401 WRONG_CODE')
    expect(problem(await byMail(two))).toBe('401 WRONG_CODE')
    expect(problem(await jon.get('/session'))).toBe('401 SIGN_IN')
    expect(await kindsFor('jon', fresh)).toEqual(['password_recovered'])
    sent.length = 0
    const late = await mailed('jon')
    clock.advance(RESET_MS)
    expect(problem(await byMail(late))).toBe('401 WRONG_CODE')
  })

  it('lets one of several used at once win, and the others are told what they are', async () => {
    const person = await openAccount(system, { login: 'rut', password, displayName: 'Rut' })
    const codes = ['one', 'two', 'three']
    const expiresAt = clock.now() + RESET_MS
    for (const code of codes) await insertReset(system.app, { hash: secretHash(code), person, expiresAt })
    const all = await onServer(database.owner, async (client) => {
      await client.query('begin')
      await client.query(`select from logins where login = 'rut' for update`)
      const begun = codes.map((code) => recoverByMail(system, { code, password: fresh }))
      const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
      await expect.poll(async () => (await client.query(waiting)).rowCount, { timeout: 5_000 }).toBe(3)
      await client.query('commit')
      return Promise.allSettled(begun)
    })
    const said: readonly string[] = all.map((one) => (one.status === 'fulfilled' ? 'in' : one.reason.code))
    expect(said.toSorted()).toEqual(['WRONG_CODE', 'WRONG_CODE', 'in'])
  })

  it('is nowhere in the database, and in no log', async () => {
    await somebody('kim', 'kim@example.net')
    const code = await mailed('kim')
    const stored = await onServer(
      database.owner,
      async (client) => (await client.query('select * from password_resets')).rows,
    )
    expect(JSON.stringify(stored)).not.toContain(code)
  })

  it('is sent five times an hour for one name, known or not', async () => {
    await somebody('lea', 'lea@example.net')
    for (const login of ['lea', 'nobody-either']) {
      const said = []
      for (let n = 0; n < 6; n++) {
        const reply = await new Browser(url).post('/recovery/mail', {
          login: n % 2 ? login : login.toUpperCase(),
        })
        said.push(reply.status)
      }
      expect(said).toEqual([202, 202, 202, 202, 202, 429])
    }
  })
})

describe('one’s own password', () => {
  it('changes for who showed that it is they, and signs the others out', async () => {
    const max = await somebody('max')
    const other = await signedInBrowser(url, 'max', password)
    clock.advance(PROOF_MS)
    expect(problem(await max.put('/account/password', { password: fresh }))).toBe('403 PROVE_AGAIN')
    await max.post('/session/proof', { password })
    expect(problem(await max.put('/account/password', { password: 'short' }))).toBe('400 BAD_REQUEST')
    expect((await max.put('/account/password', { password: fresh })).status).toBe(204)
    expect((await max.get('/session')).status).toBe(200)
    expect(problem(await other.get('/session'))).toBe('401 SIGN_IN')
    expect(await enters('max', password)).toBe(401)
    expect(await kindsFor('max', fresh)).toEqual(['password_changed'])
  })

  it('changes for nobody in silence, nor are codes made: a mail says so, as the pages are the other’s by then', async () => {
    const nia = await somebody('nia', 'nia@example.net')
    await codesOf(nia)
    expect((await nia.put('/account/password', { password: fresh })).status).toBe(204)
    await mailNotices(system)
    const mails = sent.filter(({ to }) => to === 'nia@example.net').map(({ subject }) => subject)
    expect(mails.sort()).toEqual([
      'New recovery codes were made for your account',
      'Your password was changed',
    ])
  })
})
