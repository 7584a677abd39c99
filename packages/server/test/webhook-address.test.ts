// A webhook's address cannot point the server inward: refused when it is set, and looked at again at every delivery.
import { makeWorld, onServer, testClock, testSystem } from '@countersign/testkit'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { setWebhook } from '../src/acts/set-webhook.ts'
import { deliverDue } from '../src/jobs/deliver-events.ts'
import { deliveriesOf } from '../src/store/deliveries.ts'
import { tick } from './_events.ts'
import { inwardAnswers, refusedAddresses } from './_inward.ts'
import { openOutside, PUBLIC_ADDRESS } from './_outside.ts'
import { answering, eventsIn } from './_webhooks.ts'

const outside = await openOutside()
afterAll(outside.close)
const made = await testSystem({
  testClock: testClock(Date.now()),
  outbound: { network: outside.network, localPorts: [4751] },
})
const { system, clock, database } = made
const world = await makeWorld(system, clock)
const { partner } = world.jukebox
const HOOK = 'https://hook.example/events'

const set = (url: string) => setWebhook(system, { partner, by: null }, url)
const hooks = async () => (await system.app.query('select url from webhooks')).rows
const entries = async () =>
  (await system.app.query(`select 1 from register_entries where record ->> 'kind' = 'webhook_changed'`)).rows
const grant = await world.grant('ben', { verbs: ['messages.read'] })
await world.withdraw('ben', grant.id)
await tick(made)
/** The one duty there is, as if it had never been tried, delivered as far as it goes; how that went. */
async function deliverOne() {
  await system.app.query(
    `update events set state = 'waiting', ended_at = null, next_at = null, attempts = 0, failure = null`,
  )
  await deliverDue(system)
  return (await deliveriesOf(system.app, partner, { limit: 1 }))[0]
}

beforeEach(() => {
  for (const list of [outside.received, outside.asked, outside.dialled]) list.length = 0
  outside.names.clear()
  outside.hosts.set('hook.example', (request, response) => answering(204)(request, response))
})

describe('when it is set', () => {
  it.each(refusedAddresses)('%s is refused, and nothing is asked, kept or entered', async (url) => {
    await expect(set(url)).rejects.toMatchObject({ code: 'BAD_REQUEST', errors: [{ at: 'url' }] })
    expect([outside.asked, outside.dialled, await hooks(), await entries()]).toEqual([[], [], [], []])
  })

  it.each([`${HOOK}?token=secret`, `${HOOK}#here`, `https://hook.example/${'a'.repeat(500)}`])(
    '%s is refused: the address is public, and no place for a secret',
    async (url) => {
      await expect(set(url)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    },
  )

  it.each(inwardAnswers)(
    'a name that leads to %s is refused, and no connection opened',
    async (_, addresses) => {
      outside.names.set('hook.example', [addresses])
      await expect(set(HOOK)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      expect([outside.dialled, await hooks()]).toEqual([[], []])
    },
  )

  it('a name nobody has is refused', async () => {
    await expect(set('https://nobody.example/')).rejects.toMatchObject({
      errors: [{ at: 'url', problem: 'names a host that is not in the DNS' }],
    })
  })
})

describe('when it is delivered to', () => {
  it('its name is asked for once, and reached where it was looked at', async () => {
    const { secret } = await set(HOOK)
    outside.asked.length = 0
    outside.names.set('hook.example', [[PUBLIC_ADDRESS], ['127.0.0.1']])
    expect(await deliverOne()).toMatchObject({ state: 'taken' })
    expect(outside.asked).toEqual(['hook.example'])
    expect(outside.dialled).toEqual([[PUBLIC_ADDRESS]])
    expect(eventsIn(outside.received, secret)).toMatchObject([{ type: 'access.ended' }])
    // The name has changed its mind: the second delivery asks again, and goes nowhere.
    expect(await deliverOne()).toMatchObject({ state: 'waiting', failure: 'ADDRESS_REFUSED' })
    expect(outside.dialled).toHaveLength(1)
  })

  it.each(inwardAnswers)('a name that leads to %s by now is not reached', async (_, addresses) => {
    await set(HOOK)
    outside.names.set('hook.example', [addresses])
    expect(await deliverOne()).toMatchObject({ state: 'waiting', answered: null, failure: 'ADDRESS_REFUSED' })
    expect([outside.dialled, outside.received]).toEqual([[], []])
  })

  it.each(refusedAddresses.filter((url) => url !== ''))(
    '%s that somebody wrote into the database, the register included, is not reached',
    async (url) => {
      await set(HOOK)
      await onServer(database.owner, async (db) => {
        await db.query('update webhooks set url = $1', [url])
        await db.query(
          `update register_entries set record = jsonb_set(record::jsonb, '{address}', to_jsonb($1::text))::json
           where record ->> 'kind' = 'webhook_changed'`,
          [url],
        )
      })
      expect(await deliverOne()).toMatchObject({ state: 'waiting', failure: 'ADDRESS_REFUSED' })
      expect([outside.dialled, outside.received]).toEqual([[], []])
    },
  )

  it.each(['http://localhost:4751/', 'https://127.0.0.1/', 'https://other.example/', '/elsewhere'])(
    'a redirect to %s is not followed',
    async (location) => {
      await set(HOOK)
      outside.hosts.set('hook.example', (_, response) => response.writeHead(307, { location }).end())
      outside.hosts.set('other.example', (request, response) => answering(204)(request, response))
      expect(await deliverOne()).toMatchObject({ state: 'waiting', failure: 'REDIRECT_REFUSED' })
      expect(outside.received.map(({ host, url }) => host + url)).toEqual(['hook.example/events'])
    },
  )

  it('a host with a certificate of another name gets no byte', async () => {
    outside.impostors.add('impostor.example')
    outside.hosts.set('impostor.example', (request, response) => answering(204)(request, response))
    await set('https://impostor.example/')
    expect(await deliverOne()).toMatchObject({ state: 'waiting', failure: 'UNREACHABLE' })
    expect(outside.received).toEqual([])
  })
})
