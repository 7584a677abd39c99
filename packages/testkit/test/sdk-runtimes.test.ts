// The SDK as npm installs it, in Node, Deno, Bun, an edge runtime and a page of a browser, each the whole way against a real server.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Connection, PendingConnection } from '../../sdk/src/index.ts'
import { listGrants } from '../../server/src/acts/list-grants.ts'
import { sendMessage } from '../../server/src/acts/send-message.ts'
import { withdrawGrant } from '../../server/src/acts/withdraw-grant.ts'
import { findNews } from '../../server/src/jobs/find-news.ts'
import { freePort } from '../../server/src/ports/free-port.ts'
import { personAtBrowser } from '../src/person-at-browser.ts'
import { findRuntime } from '../src/runtimes.ts'
import { type Ask, runtimes, writePartner } from './_in-runtime.ts'
import { installSdk, ownEnvironment } from './_installed-sdk.ts'
import { password, startPlatform } from './_music-platform.ts'

const [pagePort, elsewherePort] = [await freePort(), await freePort()]
const redirectUri = `http://localhost:${pagePort}/callback`
const { server, system, settings, thread, people } = await startPlatform({}, [redirectUri])
const { folder } = await installSdk()
await writePartner(folder)

const ticks = {
  choices: ['group_activity/threads.list', 'group_activity/messages.read'],
  threads: ['Friday songs'],
}
/** The connection of the runtime before, as plain JSON. */
let kept: Connection | undefined

const say = (words: string) => sendMessage(system, { person: people.ana, thread, text: words })

async function withdrawAll(): Promise<void> {
  for (const { grant } of await listGrants(system, { person: people.ana }))
    if (grant.state === 'given') await withdrawGrant(system, { person: people.ana, grant: grant.id })
}

describe('the quick start’s site, as it is printed, with the package alone', async () => {
  const read = (path: string) => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8')
  const commands = [
    ...(await read('packages/sdk/README.md')).matchAll(/`((?:\w+) [^`]*first-card\.mjs) CLIENT_ID`/g),
  ]
  const site = [...(await read('docs/quick-start.md')).matchAll(/```js\n([\s\S]*?)```/g)][1]?.[1] ?? ''

  beforeAll(async () => {
    const mine = site
      .replaceAll('http://localhost:4747', server.url)
      .replaceAll('4760', String(pagePort))
      .replaceAll("'first-card'", "'listen'")
    await writeFile(join(folder, 'first-card.mjs'), mine)
    await writeFile(join(folder, 'client-key.json'), JSON.stringify(settings.privateKey))
  })

  test('is the one that imports the SDK, and three commands start it', () => {
    expect(site).toContain("from '@countersign/sdk'")
    expect(commands).toHaveLength(3)
  })

  test.each(commands.map(([, command = '']) => command))('runs as `%s`', async (command) => {
    const [program = '', ...args] = command.split(' ')
    const path = program === 'deno' || program === 'bun' ? findRuntime(program) : program
    const child = spawn(path, [...args, settings.clientId], { cwd: folder, env: ownEnvironment })
    let faults = ''
    child.stderr.on('data', (part) => {
      faults += String(part)
    })
    try {
      await new Promise((resolve, reject) => {
        child.stdout.once('data', resolve)
        child.once('close', () => reject(new Error(`the site ended: ${faults}`)))
      })
      const visit = async (url: string) =>
        (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? ''
      const home = `http://localhost:${pagePort}/`
      const back = await personAtBrowser('ben', password).authorize(await visit(home), home, 'yes', {
        choices: ['share_content/messages.write'],
      })
      expect(await visit(back)).toMatch(new RegExp(`^${server.url}/share/draft_`))
    } finally {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    }
  })
})

describe.each(Object.keys(runtimes))('in %s', (name) => {
  let ask: Ask
  let connection: Connection

  beforeAll(async () => {
    const serve = runtimes[name]
    if (serve === undefined) throw new Error(`nobody knows how to serve in ${name}`)
    ask = await serve({ folder, pagePort })
  }, 60_000)

  test('a platform that is not there is told by its code', async () => {
    const nobody = { ...settings, issuer: `http://localhost:${await freePort()}` }
    expect(await ask({ settings: nobody })).toMatchObject({ status: 502, body: { code: 'UNREACHABLE' } })
  })

  test('two visitors at once connect, and a no is told by its code', async () => {
    const [one, other] = await Promise.all([ask({ settings }), ask({ settings })])
    expect(one.body.authorizationUrl).not.toBe(other.body.authorizationUrl)
    const { authorizationUrl, pending } = other.body
    const no = await personAtBrowser('ana', password).authorize(authorizationUrl, redirectUri, 'no', {
      choices: [],
    })
    expect(await ask({ settings, callback: { url: no, pending } })).toMatchObject({
      body: { code: 'AUTHORIZATION_REFUSED' },
    })
  })

  test('a person connects, every page is read, and a refusal is told by its code', async () => {
    const begun = (await ask({ settings })).body as { authorizationUrl: string; pending: PendingConnection }
    const url = await personAtBrowser('ana', password).authorize(
      begun.authorizationUrl,
      redirectUri,
      'yes',
      ticks,
    )
    const returned = { url, pending: begun.pending, ...(kept && { previous: kept }) }
    connection = (await ask({ settings, callback: returned })).body
    for (const words of ['One.', 'Two.', 'Three.']) await say(words)
    const { body } = await ask({ settings, connection })
    expect(body).toMatchObject({
      texts: ['Three.', 'Two.', 'One.'],
      refused: expect.stringMatching(/^VERB_NOT_GRANTED by decision_/),
    })
    // One chain of deliveries, from runtime to runtime.
    expect(body.connection.deliveries.last).toBeGreaterThan(kept?.deliveries.last ?? 0)
    kept = body.connection
  })

  test('what happens is heard', async () => {
    const hearing = ask({ settings, hear: 'thread.changed' })
    await say('Four.')
    // What a server does every five seconds, until it is heard.
    const ticks = setInterval(() => void findNews(system).run({ since: null, at: Date.now() }), 300)
    const { body } = await hearing.finally(() => clearInterval(ticks))
    expect(body.events.at(-1)).toBe('thread.changed')
  })

  test('a webhook of the platform is known from another, and from an old one', async () => {
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
    const event = {
      id: 'event_0190c0ffee0070008000000000000000',
      type: 'feature.ended',
      timestamp: new Date().toISOString(),
      data: { feature: 'listen' },
    }
    const body = JSON.stringify(event)
    const signed = (at: Date, by = secret) => ({
      body,
      headers: {
        'webhook-id': event.id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': new Webhook(by).sign(event.id, at, body),
      },
    })
    const said = async (request: ReturnType<typeof signed>) =>
      (await ask({ settings, webhook: { request, secret } })).body
    expect(await said(signed(new Date()))).toEqual({ outcome: 'event', event })
    expect(await said({ ...signed(new Date()), body: `${body} ` })).toMatchObject({ why: 'BAD_SIGNATURE' })
    expect(await said(signed(new Date(Date.now() - 600_000)))).toMatchObject({ why: 'TOO_OLD' })
  })

  test('a withdrawal is told by its code at the next read', async () => {
    await withdrawAll()
    expect(await ask({ settings, connection })).toMatchObject({ status: 502, body: { code: 'WITHDRAWN' } })
  })
})

test('a page of somewhere else is not let near the client’s endpoints, whatever key it has', async () => {
  const serve = runtimes['a page in Chromium']
  const ask = await serve?.({ folder, pagePort: elsewherePort })
  expect(await ask?.({ settings })).toMatchObject({ status: 502, body: { code: 'UNREACHABLE' } })
})
