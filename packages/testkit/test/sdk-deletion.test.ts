// DEL-02, DEL-03: a partner asked to delete fetches which items and says once what it did, with the SDK over HTTP; nobody else can.
import type { PartnerEvent } from '@countersign/protocol'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Connection, createPartner, type DeletionStatement } from '../../sdk/src/index.ts'
import { askDeletion } from '../../server/src/acts/ask-deletion.ts'
import { followEvents } from '../../server/src/acts/follow-events.ts'
import { registerPartner } from '../../server/src/acts/register-partner.ts'
import { sendMessage } from '../../server/src/acts/send-message.ts'
import { suspendPartner } from '../../server/src/acts/suspend-partner.ts'
import { allJobs } from '../../server/src/jobs/index.ts'
import { makePartnerKey } from '../src/partner-key.ts'
import { personAtBrowser } from '../src/person-at-browser.ts'
import { password, redirectUri, startPlatform } from './_music-platform.ts'

const { server, system, settings, thread, people, registered } = await startPlatform()
const partner = createPartner(settings)
const gone: DeletionStatement = {
  outcome: 'deleted',
  items: 120,
  sub_holders: [{ name: 'Cloud Ltd', deleted: true }],
  derived_data: { made: false },
}

let connection: Connection
let told: Extract<PartnerEvent, { type: 'deletion.asked' }>['data']
const held = new Set<string>()

beforeAll(async () => {
  const asks = [{ purpose: 'group_activity', actions: ['threads.list', 'messages.read'] }] as const
  const ticks = {
    choices: ['group_activity/threads.list', 'group_activity/messages.read'],
    threads: ['Friday songs'],
  }
  const { authorizationUrl, pending } = await partner.connect({ asks })
  const back = await personAtBrowser('ana', password).authorize(authorizationUrl, redirectUri, 'yes', ticks)
  connection = await partner.finish(back, pending)
  for (let n = 0; n < 120; n++) await sendMessage(system, { person: people.ana, thread, text: `word ${n}` })
  const client = await partner.client({ connection, save: async () => {} })
  // One a page: more disclosures than one answer of items takes apart.
  for await (const found of client.threads('group_activity'))
    for await (const item of client.messages('group_activity', found.id, { limit: 1 })) held.add(item.id)
  await followEvents(system, registered.partner, undefined)
  await askDeletion(system, { person: people.ana, partner: registered.partner, feature: null })
  for (const job of allJobs(system)) await job.run({ since: null, at: Date.now() })
  for await (const event of partner.events({ signal: AbortSignal.timeout(8_000) }))
    if (event.type === 'deletion.asked') {
      told = event.data
      break
    }
}, 60_000)

describe('somebody else', () => {
  test('finds no such ask: another partner, a person’s token, no token, an id that is none', async () => {
    const { publicKey, privateKey } = makePartnerKey()
    const other = await registerPartner(system, {
      slug: 'other',
      name: 'Other',
      homepage: 'https://other.example',
      client: { redirect_uris: ['https://other.example/callback'], jwks: { keys: [publicKey] } },
      features: [],
    })
    const stranger = createPartner({ ...settings, clientId: other.client, privateKey })
    await expect(stranger.deletion(told.deletion).items()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(stranger.deletion(told.deletion).answer(gone)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const address = `${server.url}/partner/v1/deletions/${told.deletion}/items`
    for (const headers of [{}, { authorization: `DPoP ${connection.tokens.access}` }])
      expect((await fetch(address, { headers })).status).toBe(401)
    await expect(partner.deletion('deletion_1').items()).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})

describe('the partner', () => {
  test('is told who asks and until when, and gets each item it holds once, over several pages', async () => {
    expect(told).toMatchObject({ feature: 'listen', person: connection.person })
    const items = await partner.deletion(told.deletion).items()
    const messages = items.filter(({ kind }) => kind === 'message')
    expect(new Set(messages.map(({ id }) => id))).toEqual(held)
    expect(messages).toHaveLength(120)
  })

  test('that says nothing of derived data has said nothing', async () => {
    const { derived_data: _, ...silent } = gone
    const saying = partner.deletion(told.deletion).answer(silent as DeletionStatement)
    await expect(saying).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  test('says it once, also while it is suspended', async () => {
    await suspendPartner(system, { partner: registered.partner, why: 'a test' })
    const ask = partner.deletion(told.deletion)
    // The token it still gets opens no data.
    await sendMessage(system, { person: people.ana, thread, text: 'while it is suspended' })
    for (const job of allJobs(system)) await job.run({ since: null, at: Date.now() })
    const heard: string[] = []
    for await (const { type } of partner.events({ signal: AbortSignal.timeout(1_000) })) heard.push(type)
    expect(heard).not.toContain('thread.changed')
    await ask.answer({ ...gone, items: (await ask.items()).length })
    await expect(ask.answer(gone)).rejects.toMatchObject({ code: 'ALREADY' })
  })
})
