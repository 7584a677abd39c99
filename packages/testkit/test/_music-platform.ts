// A real platform with three people in a thread and one partner, for the SDK's tests.

import { type PartnerFile, parsePartnerFile } from '@countersign/protocol'
import type { PartnerSettings } from '../../sdk/src/index.ts'
import { createThread } from '../../server/src/acts/create-thread.ts'
import { openAccount } from '../../server/src/acts/open-account.ts'
import { registerPartner } from '../../server/src/acts/register-partner.ts'
import { systemClock } from '../../server/src/ports/clock.ts'
import type { ComposeOptions } from '../src/compose-system.ts'
import { makePartnerKey } from '../src/partner-key.ts'
import { testServer } from '../src/system.ts'

/** Everybody's password. */
export const password = 'correct horse battery staple'

/** Where the partner is; nothing listens there. */
export const redirectUri = 'https://music.example/callback'

/** A running platform, its people, and a partner's settings for it; its redirect addresses may be others, of one host. */
export async function startPlatform(options: ComposeOptions = {}, redirectUris = [redirectUri]) {
  const server = await testServer({ clock: systemClock, ...options })
  const { system } = server
  const open = (login: string) => openAccount(system, { login, password, displayName: login })
  const ana = await open('ana')
  const ben = await open('ben')
  const chika = await open('chika')
  const thread = await createThread(system, {
    by: ana,
    kind: 'group',
    others: [ben, chika],
    title: 'Friday songs',
  })
  const { publicKey, privateKey } = makePartnerKey()
  const registered = await registerPartner(system, declaration(redirectUris, publicKey))
  const settings: PartnerSettings = {
    issuer: server.url,
    clientId: registered.client,
    privateKey,
    redirectUri: redirectUris[0] ?? redirectUri,
    feature: 'listen',
    allowInsecureLocalhost: true,
  }
  return { server, system, settings, thread, people: { ana, ben, chika }, registered }
}

function declaration(redirectUris: readonly string[], key: object): PartnerFile {
  const parsed = parsePartnerFile({
    slug: 'music',
    name: 'Music',
    homepage: 'https://music.example',
    client: { redirect_uris: redirectUris, jwks: { keys: [key] } },
    features: [
      {
        slug: 'listen',
        start_at: '2020-01-01',
        offers: [
          { purpose: 'share_content', verb: 'messages.write' },
          { purpose: 'group_activity', verb: 'threads.list', fields: ['thread.title', 'thread.kind'] },
          {
            purpose: 'group_activity',
            verb: 'messages.read',
            fields: ['message.text', 'message.sent_at', 'message.author'],
          },
          { purpose: 'group_activity', verb: 'members.see', fields: ['member.name'] },
        ],
        harvest_budget: 100,
        texts: { en: { name: 'Songs', summary: 'Sends songs and shows which songs a chat talks about.' } },
        review_id: 'review-1',
      },
    ],
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}
