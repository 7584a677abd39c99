// A platform with people and one example partner, in a real browser: what the journeys of the partners stand on.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PersonId } from '@countersign/protocol'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import type { PartnerApp, Running } from '../../../examples/shared/src/index.ts'
import { manifestFor, startApp } from '../../../examples/shared/src/index.ts'
import { befriend } from '../../server/src/acts/befriend.ts'
import { openAccount } from '../../server/src/acts/open-account.ts'
import { confirmContact, contactCode } from '../../server/src/acts/prove-contact.ts'
import { readPartnerFile } from '../../server/src/acts/read-partner-file.ts'
import { registerPartner } from '../../server/src/acts/register-partner.ts'
import { systemNetwork } from '../../server/src/outbound/network.ts'
import { systemClock } from '../../server/src/ports/clock.ts'
import { freePort } from '../../server/src/ports/free-port.ts'
import { findChromium } from '../src/chromium.ts'
import { answerAt, tickAt } from '../src/permission-at-screen.ts'
import { signInAt } from '../src/sign-in-page.ts'
import { testServer } from '../src/system.ts'

const password = 'correct horse battery staple'
const names = { ana: 'Ana Ruiz', ben: 'Ben Okafor', chika: 'Chika Sato', dora: 'Dora Lindqvist' } as const

/** Who is there: Ana is friends with each of the others, who do not know each other. */
export type Player = keyof typeof names

/** What a journey is given. */
export interface PartnerStage {
  readonly server: Awaited<ReturnType<typeof testServer>>
  readonly partner: Running
  readonly people: Readonly<Record<Player, PersonId>>
  readonly names: typeof names
  /** Requests that left for neither of the two, and what pages complained about. */
  readonly strays: readonly string[]
  /** A browser of its own. */
  browse(): Promise<Page>
  /** Signs somebody in on the platform. */
  signIn(page: Page, who: Player): Promise<void>
  /** Somebody's own browser, signed in on the platform. */
  open(who: Player): Promise<Page>
  /** Gives somebody an address they proved. */
  reaches(who: Player, email: string): Promise<void>
  /** Registers the partner again with its file changed. */
  reregister(change: (file: string) => string): Promise<void>
  /** On the permission screen: ticks these choices, and says yes. */
  allow(page: Page, ...choices: readonly string[]): Promise<void>
}

/** Sets it up; taken down when the test file ends. To be awaited at the top level of a file. */
export async function partnerStage(app: PartnerApp): Promise<PartnerStage> {
  const port = await freePort()
  const server = await testServer({
    clock: systemClock,
    outbound: { network: systemNetwork, localPorts: [port] },
  })
  const { system } = server
  const dataDir = mkdtempSync(join(tmpdir(), `countersign-${app.slug}-`))
  const settings = { port, dataDir, issuer: server.url, clientId: '' }
  const file = await manifestFor(app, settings)
  const { client } = await registerPartner(system, readPartnerFile(file))
  const partner = await startApp(app, { ...settings, clientId: client })
  const people = {} as Record<Player, PersonId>
  const strays: string[] = []
  let browser: Browser
  beforeAll(async () => {
    for (const who of Object.keys(names) as Player[])
      people[who] = await openAccount(system, { login: who, password, displayName: names[who] })
    for (const friend of [people.ben, people.chika, people.dora]) {
      await befriend(system, { person: people.ana, friend })
      await befriend(system, { person: friend, friend: people.ana })
    }
    browser = await chromium.launch(await findChromium())
  })
  afterAll(async () => {
    await browser.close()
    await partner.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const browse = (): Promise<Page> => browsing(browser, [server.url, partner.url], strays)
  const signIn = (page: Page, who: Player): Promise<void> =>
    signInAt(page, `${server.url}/sign-in`, { login: who, password })
  return {
    server,
    partner,
    people,
    names,
    strays,
    browse,
    signIn,
    async open(who) {
      const page = await browse()
      await signIn(page, who)
      return page
    },
    async reaches(who, email) {
      const person = people[who]
      await confirmContact(system, { person, code: contactCode(system, { person, email }) })
    },
    async reregister(change) {
      await registerPartner(system, readPartnerFile(change(file)))
    },
    async allow(page, ...choices) {
      await tickAt(page, { choices })
      await answerAt(page, 'yes')
    },
  }
}

/** A page in a browser context of its own; what it asks of others, or complains about, is noted. */
async function browsing(browser: Browser, own: readonly string[], strays: string[]): Promise<Page> {
  const context = await browser.newContext()
  context.setDefaultTimeout(20_000)
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol !== 'data:' && !own.includes(origin)) strays.push(request.url())
  })
  context.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('status of 4')) strays.push(message.text())
  })
  context.on('weberror', (error) => strays.push(error.error().message))
  return context.newPage()
}
