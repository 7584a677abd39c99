// DEL-01: an account is closed by its person alone, at once and whole; nothing of theirs reaches a partner from then on.
import { uuidOf } from '@countersign/protocol'
import { onServer, type Who, worldPassword } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { befriend } from '../src/acts/befriend.ts'
import { closeAccount } from '../src/acts/close-account.ts'
import { insertStaff } from '../src/store/partner-staff.ts'
import { Browser, problem, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { system, url, world, database } = await peopleServer()
const { people, thread } = world
const browser = (who: Who) => signedInBrowser(url, world.login(who))
const proof = (who: Who) => ({ login: world.login(who), password: worldPassword })
const rows = (sql: string, who: Who): Promise<readonly Record<string, unknown>[]> =>
  onServer(database.owner, async (client) => (await client.query(sql, [uuidOf(people[who])])).rows)
const entered = async (who: Who): Promise<readonly string[]> => {
  const sql = `select kind || coalesce(' ' || (record ->> 'why'), '') as said from entries
    where person_id = $1 and (kind like 'account_c%' or record ->> 'why' is not null or kind = 'membership_changed')
    order by leaf_index`
  return (await rows(sql, who)).map((row) => String(row['said']))
}

describe('closing is refused', () => {
  it('to nobody, for a wrong password, and with the name and password of somebody else', async () => {
    const ana = await browser('ana')
    expect(problem(await new Browser(url).post('/account/close', proof('ana')))).toBe('401 SIGN_IN')
    const wrong = { ...proof('ana'), password: 'something else' }
    expect(problem(await ana.post('/account/close', wrong))).toBe('401 WRONG_PASSWORD')
    expect(problem(await ana.post('/account/close', proof('ben')))).toBe('401 WRONG_PASSWORD')
    expect((await ana.get('/session')).status).toBe(200)
    expect((await (await browser('ben')).get('/session')).status).toBe(200)
  })

  it('to somebody who works for a company, so that none is left without its people', async () => {
    const { partner } = world.jukebox
    await onServer(database.owner, async (client) => {
      const session = {
        query: (text: string, values?: readonly unknown[]) => client.query(text, [...(values ?? [])]),
      }
      await insertStaff(session as never, { partner, person: people.emil, role: 'owner', since: 0 })
    })
    const emil = await browser('emil')
    expect(problem(await emil.post('/account/close', proof('emil')))).toBe('409 STILL_AT_COMPANY')
    expect((await emil.get('/session')).status).toBe(200)
  })
})

describe('a closed account', () => {
  it('gives a partner nothing more: by its own permission, through others, in lists', async () => {
    await world.grant('ana', { verbs: ['messages.read', 'members.see', 'threads.list'], history: true })
    await world.grant('ben', { history: true })
    await world.countersign('ben', { history: true })
    await world.say('ana', 'words of ana')
    await world.say('ben', 'words of ben')
    expect((await world.read('ana')).body).toContain('words of ben')
    const elsewhere = await browser('ben')
    const ben = await browser('ben')
    expect((await ben.post('/account/close', proof('ben'))).status).toBe(204)

    await expect(world.read('ben')).rejects.toMatchObject({ code: 'NO_GRANT' })
    const { body } = await world.read('ana')
    expect(body).toContain('words of ana')
    expect(body).not.toContain('words of ben')
    for (const one of [ben, elsewhere]) expect(problem(await one.get('/session'))).toBe('401 SIGN_IN')
    expect(problem(await new Browser(url).post('/session', proof('ben')))).toBe('401 WRONG_PASSWORD')
    const taken = { ...proof('ben'), display_name: 'Not Ben' }
    expect(problem(await new Browser(url).post('/accounts', taken))).toBe('409 NAME_TAKEN')
  })

  it('left its threads, in which its words stay with those they were written to', async () => {
    const ana = await browser('ana')
    const members = (await ana.get(`/threads/${thread}/members`)).body.items
    expect(JSON.stringify(members)).not.toContain(people.ben)
    const messages = (await ana.get(`/threads/${thread}/messages`)).body.items
    expect(JSON.stringify(messages)).toContain('words of ben')
  })

  it('is in the ledger once, behind all that ended with it', async () => {
    const said = await entered('ben')
    expect(said).toContain('grant_withdrawn account_closed')
    expect(said).toContain('countersignature_ended account_closed')
    expect(said.at(-1)).toBe('account_closed')
    expect(said.filter((one) => one === 'account_closed')).toHaveLength(1)
    await expect(closeAccount(system, { person: people.ben, ...proof('ben') })).rejects.toMatchObject({
      code: 'WRONG_PASSWORD',
    })
  })

  it('has no friends, requests and addresses left', async () => {
    const pair = { person: people.chika, friend: people.dora }
    await befriend(system, pair)
    await befriend(system, { person: people.dora, friend: people.chika })
    await befriend(system, { person: people.emil, friend: people.dora })
    await onServer(database.owner, (client) =>
      client.query(
        `insert into contact_fields (person_id, contact_id, kind, value, verified)
         values ($1, gen_random_uuid(), 'email', 'dora@example.org', true)`,
        [uuidOf(people.dora)],
      ),
    )
    const chika = await browser('chika')
    expect((await chika.get('/friends')).body.friends).toHaveLength(1)
    expect((await (await browser('dora')).post('/account/close', proof('dora'))).status).toBe(204)
    expect((await chika.get('/friends')).body.friends).toEqual([])
    for (const sql of [
      'select from contact_fields where person_id = $1',
      'select from friendships where person_id = $1 or friend_id = $1',
      'select from friend_requests where person_id = $1 or from_id = $1',
      'select from sessions where person_id = $1',
      'select from memberships where person_id = $1 and left_at is null',
    ])
      expect(await rows(sql, 'dora')).toEqual([])
  })
})

describe('closing while the ledger cannot be written', () => {
  const setLedger = (verb: 'revoke' | 'grant'): Promise<unknown> =>
    onServer(database.owner, (client) =>
      client.query(
        `${verb} update on ledger_heads ${verb === 'revoke' ? 'from' : 'to'} countersign_turnstile`,
      ),
    )

  it('is acknowledged, holds, and is entered before anything else leaves', async () => {
    await world.grant('chika', { history: true })
    await world.countersign('chika', { history: true })
    await world.say('chika', 'words of chika')
    expect((await world.read('ana')).body).toContain('words of chika')
    const chika = await browser('chika')
    await setLedger('revoke')
    expect((await chika.post('/account/close', proof('chika'))).status).toBe(204)
    expect(problem(await chika.get('/session'))).toBe('401 SIGN_IN')
    expect(await entered('chika')).not.toContain('account_closed')
    await setLedger('grant')
    expect((await world.read('ana')).body).not.toContain('words of chika')
    expect((await entered('chika')).at(-1)).toBe('account_closed')
  })
})
