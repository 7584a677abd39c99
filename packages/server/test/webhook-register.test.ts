// A webhook is part of the register: who may set it, what is public of it, its secrets, and what closes one nobody entered.
import { Writable } from 'node:stream'
import { makeWorld, onServer, testClock, testServer } from '@countersign/testkit'
import { pino } from 'pino'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { followEvents, nextEvents } from '../src/acts/follow-events.ts'
import { inviteColleague } from '../src/acts/invite-colleague.ts'
import { reconcile } from '../src/acts/reconcile.ts'
import { dropWebhook, ROTATION_MS, rotateWebhookSecret, setWebhook } from '../src/acts/set-webhook.ts'
import { transferPartner } from '../src/acts/transfer-partner.ts'
import { systemNetwork } from '../src/outbound/network.ts'
import { company, somebody } from './_console.ts'
import { problem } from './_people-browser.ts'
import { openReceiver, stage } from './_webhooks.ts'

const receiver = await openReceiver()
const logged: string[] = []
const log = pino(
  { level: 'trace' },
  new Writable({ write: (line, _, done) => done(void logged.push(String(line))) }),
)
const server = await testServer({
  log,
  testClock: testClock(Date.now()),
  outbound: { network: systemNetwork, localPorts: [receiver.port] },
})
const { system, url, database } = server
const world = await makeWorld(system, server.clock)
const { partner } = world.jukebox
const owner = await somebody(server, 'owner')
const { code } = await inviteColleague(system, { partner, by: null, role: 'developer' })
await owner.at.post('/joins', { code })
const path = `/partners/${partner}/webhook`
const history = async () => {
  const { history: all, webhook } = await (await fetch(`${url}/register/jukebox.json`)).json()
  const changed = all.filter(({ kind }: { kind: string }) => kind === 'webhook_changed')
  return { webhook, changed: changed.map(({ record }: { record: object }) => record) }
}

describe('setting one', () => {
  it('is refused for a company without a feature', async () => {
    const { body } = await owner.at.post('/partners', company('tunes'))
    const tried = await owner.at.put(`/partners/${body.partner}/webhook`, { url: receiver.url })
    expect(problem(tried)).toBe('409 NOT_RUNNING')
  })

  it('is nobody’s who does not work there, and never over http to elsewhere', async () => {
    const stranger = await somebody(server, 'stranger')
    for (const tried of [
      await stranger.at.put(path, { url: receiver.url }),
      await stranger.at.get(path),
      await stranger.at.delete(path),
      await stranger.at.post(`${path}/secret`),
    ])
      expect(problem(tried)).toBe('404 NOT_FOUND')
    expect(problem(await owner.at.put(path, { url: 'http://tunes.example/events' }))).toBe('400 BAD_REQUEST')
    expect((await owner.at.get(path)).body).toEqual({ webhook: null })
    expect(await history()).toEqual({ webhook: null, changed: [] })
  })

  it('shows the secret once, and the register the address and each change of it (TRN-03)', async () => {
    const set = await owner.at.put(path, { url: receiver.url })
    expect(set.body).toEqual({
      url: receiver.url,
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
    })
    const shown = (await owner.at.get(path)).body
    expect(shown).toEqual({
      webhook: { url: receiver.url, set_at: expect.any(String), previous_secret_until: null },
    })
    const rotated = await owner.at.post(`${path}/secret`)
    expect(rotated.body.secret).not.toBe(set.body.secret)
    expect((await owner.at.delete(path)).status).toBe(204)
    expect(problem(await owner.at.delete(path))).toBe('404 NOT_FOUND')
    const { webhook, changed } = await history()
    expect(webhook).toBe(null)
    expect(changed).toMatchObject([
      { address: null, secret_hash: null },
      { address: receiver.url, secret_hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { address: receiver.url, secret_hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ])
    expect(changed[1].secret_hash).not.toBe(changed[2].secret_hash)
    const page = await (await fetch(`${url}/register/jukebox`)).text()
    expect(page).toContain(
      `What happens is sent to ${receiver.url}, signed with the secret ${changed[2].secret_hash.slice(0, 8)}…, from here on.`,
    )
    expect(page).toContain('What happens is sent to no address of it any more.')
  })

  it('leaves its secret in no log line and nowhere in the database', async () => {
    const { secret } = await setWebhook(system, { partner, by: null }, receiver.url)
    const bytes = Buffer.from(secret.slice(6), 'base64')
    expect(logged.join('')).not.toContain(secret.slice(6))
    const { rows } = await onServer(database.owner, (db) =>
      db.query(
        `select count(*)::int as found from (select query_to_xml('select * from ' || c.oid::regclass, true, false, '')::text as all_of_it
         from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace) tables
         where all_of_it like any ($1)`,
        [['base64', 'hex', 'base64url'].map((form) => `%${bytes.toString(form as 'hex').slice(0, 40)}%`)],
      ),
    )
    expect(rows).toEqual([{ found: 0 }])
    await dropWebhook(system, { partner, by: null })
  })

  it('is a page too: the address that was refused stays to be corrected, the secret is there once', async () => {
    const at = `/../../console/${partner}/webhook`
    const post = (name: string, fields: Record<string, string> = {}) =>
      owner.elsewhere.send('POST', `${at}/${name}`, undefined, {
        raw: new URLSearchParams(fields).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
    const refused = await post('address', { url: 'https://10.0.0.1/' })
    expect([refused.status, refused.body]).toEqual([
      400,
      expect.stringContaining('value="https://10.0.0.1/"'),
    ])
    expect((await post('address', { url: receiver.url })).body).toMatch(/whsec_[A-Za-z0-9+/]{43}=/)
    expect((await owner.elsewhere.get(at)).body).toContain(`<code>${receiver.url}</code>`)
    expect((await owner.elsewhere.get(at)).body).not.toContain('whsec_')
    expect((await post('secret')).body).toMatch(/whsec_[A-Za-z0-9+/]{43}=/)
    await post('remove')
    expect((await owner.elsewhere.get(at)).body).toContain('over a stream')
  })
})

describe('a secret', () => {
  const headersOf = (one: { headers: object } | undefined) => one?.headers as Record<string, string>

  it('that is replaced signs beside the new one for a day, and not a moment longer', async () => {
    const { system: on, partner: tested, clock, receiver: hook, secret, deliver, duties } = await stage()
    const { secret: next, previousUntil } = await rotateWebhookSecret(on, { partner: tested, by: null })
    expect(previousUntil).toBe(clock.now() + ROTATION_MS)
    const verifies = (by: string) => {
      const { body = '', headers = {} } = hook.received.at(-1) ?? {}
      try {
        new Webhook(by).verify(body, headers as Record<string, string>)
        return true
      } catch (error) {
        return error instanceof Error && error.message
      }
    }
    await duties(1)
    await deliver()
    expect(headersOf(hook.received[0])['webhook-signature']?.split(' ')).toHaveLength(2)
    expect([verifies(secret), verifies(next)]).toEqual([true, true])
    clock.set(previousUntil)
    await duties(1)
    await deliver()
    expect(headersOf(hook.received[1])['webhook-signature']?.split(' ')).toHaveLength(1)
  })

  it('is the only one once the address is set anew', async () => {
    const { system: on, partner: tested, receiver: hook, secret, deliver, duties } = await stage()
    const { secret: next } = await setWebhook(on, { partner: tested, by: null }, hook.url)
    await duties(1)
    await deliver()
    const body = hook.received[0]?.body ?? ''
    const headers = headersOf(hook.received[0])
    expect(() => new Webhook(secret).verify(body, headers)).toThrow('No matching signature found')
    expect(() => new Webhook(next).verify(body, headers)).not.toThrow()
  })
})

describe('a partner with a webhook', () => {
  it('has no stream beside it, and goes on where it ended once it is removed', async () => {
    const { system: on, partner: tested, receiver: hook, deliver, duties } = await stage()
    await expect(followEvents(on, tested, undefined)).rejects.toMatchObject({ code: 'WEBHOOK' })
    await expect(nextEvents(on, tested, 0, 10)).rejects.toMatchObject({ code: 'WEBHOOK' })
    await duties(2)
    hook.answer = (_, response) => response.writeHead(hook.received.length === 1 ? 200 : 500).end()
    await deliver()
    await dropWebhook(on, { partner: tested, by: null })
    const after = await followEvents(on, tested, undefined)
    const left = await nextEvents(on, tested, after, 10)
    expect(left.map(({ id }) => id)).toEqual([hook.received[1]?.headers['webhook-id']])
  })

  it('is found when somebody put it there past the register, and closed with an incident (SUN-05)', async () => {
    const made = await stage()
    const { system: on, partner: tested, receiver: hook, deliver, duties } = made
    const sql = (text: string) => onServer(made.database.owner, (db) => db.query(text))
    expect(await reconcile(on)).toMatchObject({ hooks: 0 })
    await duties(1)
    await sql(`update webhooks set url = '${hook.url}/elsewhere'`)
    await deliver()
    expect(hook.received).toEqual([])
    expect(await reconcile(on)).toMatchObject({ hooks: 1 })
    const { rows } = await sql(`select detail from incidents where kind = 'reconciliation'`)
    expect(rows).toMatchObject([{ detail: { hooks: 1 } }])
    await duties(1)
    await deliver()
    expect(hook.received).toEqual([])
    expect(await reconcile(on)).toMatchObject({ hooks: 0 })
    const last = await on.app.query(
      `select record ->> 'address' as address from register_entries where record ->> 'kind' = 'webhook_changed'
       order by leaf_index desc limit 1`,
    )
    expect(last.rows).toEqual([{ address: null }])
    await setWebhook(on, { partner: tested, by: null }, hook.url)
    expect(await reconcile(on)).toMatchObject({ hooks: 0 })
  })
})

describe('a change of owner', () => {
  it('takes the webhook away: its address is the old owner’s', async () => {
    await setWebhook(system, { partner, by: null }, receiver.url)
    await transferPartner(system, { partner, to: 'somebody-else' })
    const { webhook, changed } = await history()
    expect(webhook).toBeNull()
    expect(changed[0]).toMatchObject({ address: null })
    expect((await owner.at.get(path)).body).toEqual({ webhook: null })
  })
})
