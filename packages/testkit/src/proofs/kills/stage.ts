// The stage of the kills: a database that can die, two server processes on it, people, partners, and what to check it all with.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PersonId, parsePartnerFile } from '@countersign/protocol'
import { pino } from 'pino'
import type { PartnerSettings } from '../../../../sdk/src/index.ts'
import { createThread } from '../../../../server/src/acts/create-thread.ts'
import { registerPartner } from '../../../../server/src/acts/register-partner.ts'
import { openOpaqueIds } from '../../../../server/src/gate/opaque-ids.ts'
import { openKeyring } from '../../../../server/src/ledger/keyring.ts'
import { loadServerKeys } from '../../../../server/src/ledger/server-keys.ts'
import { compose } from '../../../../server/src/main.ts'
import { systemClock } from '../../../../server/src/ports/clock.ts'
import { systemRandom } from '../../../../server/src/ports/random.ts'
import { type Database, openDatabase } from '../../../../server/src/store/database.ts'
import type { System } from '../../../../server/src/system.ts'
import { makePartnerKey } from '../../partner-key.ts'
import { makeDatabase, type TestDatabase } from '../../postgres.ts'
import { makeWorld, type Who, type World, type WorldPartner } from '../../world.ts'
import { type ServerPlace, type ServerProcess, startServerProcess } from '../server-processes.ts'
import type { Fault } from './faults.ts'
import { type MortalPostgres, startMortalPostgres } from './mortal-postgres.ts'

/** The title of the thread everybody talks in. */
export const threadTitle = 'Friday songs'
/** Where the partner that people connect has its callback; nothing listens there. */
export const redirectUri = 'http://localhost:4799/callback'
/**
 * The long thread: an answer of all of it is larger than what the kernel keeps for a reader that is slow, so that it breaks
 * off when its server dies. Nobody in it changes anything with its partner: acts wait for answers in flight.
 */
const LONG_MESSAGES = 200
const LONG_TEXT = '♪'.repeat(8_000)

/** Everything a run needs. */
export interface Stage {
  readonly postgres: MortalPostgres
  readonly database: TestDatabase
  readonly keys: System['keys']
  readonly keyring: System['keyring']
  /** For making tokens; its connections come back after the database was gone. */
  readonly app: Database
  readonly people: World['people']
  readonly thread: World['thread']
  readonly longThread: World['thread']
  readonly jukebox: WorldPartner
  /** A partner people connect on the permission screen, whose keys the proof holds; one setting for each server. */
  readonly music: WorldPartner
  musicAt(url: string): PartnerSettings
  login(who: Who): string
  /** What a partner calls a thread when it asks for this person. */
  threadFor(partner: WorldPartner, person: PersonId, thread: World['thread']): string
  /** The servers that live, by place. A place is empty from a kill until its server listens again. */
  readonly servers: (ServerProcess | undefined)[]
  readonly urls: readonly string[]
  /** Starts the server of every empty place, at the address it had. */
  refill(): Promise<void>
  end(): Promise<void>
}

/** Makes the stage, with a fault in it when one is given. */
export async function makeStage(fault?: Fault): Promise<Stage> {
  const postgres = await startMortalPostgres()
  const database = await makeDatabase(postgres.server)
  const folder = await mkdtemp(join(tmpdir(), 'countersign-keys-'))
  const keysFolder = join(folder, 'keys')
  const keys = await loadServerKeys(keysFolder, { create: true, random: systemRandom })
  const story = await tellStory(database, keys, keysFolder)
  const place: ServerPlace = { owner: postgres.server.owner, database: database.name, keysFolder }
  const option = fault?.plant === undefined ? {} : { plant: fault.plant }
  const first = await Promise.all([startServerProcess(place, option), startServerProcess(place, option)])
  const urls = first.map(({ url }) => url)
  const servers: (ServerProcess | undefined)[] = [...first]
  const app = openDatabase(database.as('countersign_app'), {
    role: 'countersign_app',
    size: 2,
    onIdleError: () => undefined,
  })
  const stage: Stage = {
    ...story,
    postgres,
    database,
    keys,
    app,
    servers,
    urls,
    keyring: openKeyring({
      folder: keysFolder,
      wrappingKey: keys.personWrappingKey,
      random: systemRandom,
      clock: systemClock,
    }),
    threadFor: ({ partner }, person, thread) =>
      openOpaqueIds(keys.cursorKey('opaque ids'), { partner, person }).thread(thread),
    async refill() {
      await Promise.all(
        urls.map(async (url, i) => {
          servers[i] ??= await startServerProcess(place, { ...option, url })
        }),
      )
    },
    async end() {
      await Promise.all(servers.map(async (server) => server?.kill()))
      await app.close()
      await postgres.end()
      await rm(folder, { recursive: true, force: true })
    },
  }
  await fault?.spoil?.(stage)
  return stage
}

type Story = Pick<Stage, 'people' | 'thread' | 'longThread' | 'jukebox' | 'music' | 'musicAt' | 'login'>

/** People, threads, partners and the permissions that stand all the time, made by a system that is gone afterwards. */
async function tellStory(database: TestDatabase, keys: System['keys'], keysFolder: string): Promise<Story> {
  const { system, close } = await compose({
    connect: (role) => database.as(role),
    keys,
    keysFolder,
    clock: systemClock,
    random: systemRandom,
    log: pino({ level: 'silent' }),
    publicUrl: 'http://localhost:4747',
    floor: 'author',
    makeDemo: false,
    poolSize: 4,
  })
  try {
    const world = await makeWorld(system, { ...systemClock, advance: () => undefined, set: () => undefined })
    const { people, thread, jukebox } = world
    const longThread = await createThread(system, {
      by: people.ana,
      kind: 'group',
      others: [people.chika],
      title: 'Long songs',
    })
    for (let i = 0; i < LONG_MESSAGES; i++) await world.say('ana', LONG_TEXT, { thread: longThread })
    const { music, musicAt } = await registerMusic(system)
    const verbs = ['threads.list', 'messages.read', 'members.see'] as const
    await world.grant('ana', { history: true, verbs, threads: [thread, longThread] })
    for (const who of ['ben', 'chika'] as const)
      for (const partner of [jukebox, music]) await world.countersign(who, { history: true, partner })
    return { people, thread, longThread, jukebox, music, musicAt, login: world.login }
  } finally {
    await close()
  }
}

async function registerMusic(system: System): Promise<Pick<Stage, 'music' | 'musicAt'>> {
  const { publicKey, privateKey } = makePartnerKey()
  const parsed = parsePartnerFile({
    slug: 'music',
    name: 'Music',
    homepage: 'https://music.example',
    client: { redirect_uris: [redirectUri], jwks: { keys: [publicKey] } },
    features: [
      {
        slug: 'listen',
        start_at: '2020-01-01',
        offers: [
          { purpose: 'group_activity', verb: 'messages.read', fields: ['message.text', 'message.author'] },
          { purpose: 'group_activity', verb: 'members.see', fields: ['member.name'] },
        ],
        harvest_budget: 100,
        texts: { en: { name: 'Songs', summary: 'Shows which songs a chat talks about.' } },
        review_id: 'review-1',
      },
    ],
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  const { partner, client, features } = await registerPartner(system, parsed.value)
  const [feature] = features
  if (feature === undefined) throw new Error('a partner without a feature')
  return {
    music: { partner, feature: feature.feature, manifestVersion: feature.version },
    musicAt: (issuer) => ({
      issuer,
      clientId: client,
      privateKey,
      redirectUri,
      feature: 'listen',
      allowInsecureLocalhost: true,
    }),
  }
}
