// The only composition root: from settings to a running system, and from a system to a listening server.
import { join } from 'node:path'
import type { PartnerId, PersonId, ThreadSetting } from '@countersign/protocol'
import { type DestinationStream, pino } from 'pino'
import { decisionTime } from './acts/decision-time.ts'
import { createLive } from './acts/live.ts'
import { createRequestLog } from './acts/request-log.ts'
import { freezePartner } from './acts/suspend-partner.ts'
import { tellChanges } from './acts/tell-changes.ts'
import { consoleRoutes } from './console/index.ts'
import { everyoneRoutes } from './everyone/index.ts'
import type { Gate } from './gate/gate.ts'
import { createHarvestBreaker } from './gate/harvest.ts'
import { createGate, type GateContext } from './gate/read.ts'
import { createTurnstile, type GateTurnstile, type TurnstileContext } from './gate/turnstile.ts'
import { openapi } from './http/openapi.ts'
import { createHttp, type Http } from './http/server.ts'
import { startDeliveries } from './jobs/deliver-events.ts'
import { allJobs } from './jobs/index.ts'
import { startJobs } from './jobs/runner.ts'
import { openKeyring } from './ledger/keyring.ts'
import { createLogSigner } from './ledger/log-signer.ts'
import { pairwiseSubject } from './ledger/pairwise.ts'
import { loadServerKeys, type ServerKeys } from './ledger/server-keys.ts'
import { mountOauth } from './oauth/mount.ts'
import { systemNetwork } from './outbound/network.ts'
import { createOutbound, type OutboundParts } from './outbound/outbound.ts'
import type { LinkProvider } from './outbound/providers.ts'
import { partnerRoutes } from './partners/routes.ts'
import { peoplePages } from './people/pages/index.ts'
import { peopleRoutes } from './people/routes.ts'
import { type Clock, systemClock } from './ports/clock.ts'
import { freePort } from './ports/free-port.ts'
import { loggable } from './ports/loggable.ts'
import { type Mailer, noMailer, openMailer } from './ports/mail.ts'
import { makeId, type Random, systemRandom } from './ports/random.ts'
import type { Settings } from './settings.ts'
import { type ConnectionParameters, type Database, openDatabase } from './store/database.ts'
import { createDatabase, startEmbedded } from './store/embedded/index.ts'
import { openIncident } from './store/incidents.ts'
import { holdsLedger, rememberKind } from './store/installation.ts'
import { ensureHead, waitsBeside } from './store/ledger.ts'
import { migrate } from './store/migrate.ts'
import type { Role } from './store/roles.ts'
import type { System } from './system.ts'

/** The one log there is now; its id is in every key and row, so that there can be more later (design §6). */
const LOG_ID = 1
const MEGABYTE = 1_000_000
const defaultFiles = { mostBytes: 20 * MEGABYTE, mostBytesADay: 500 * MEGABYTE }
/** How often acts that wait beside the ledger are tried again. */
const RECOVERY_EVERY_MS = 2_000

/** What a system is composed of. Tests compose one with their own clock, database and layers. */
export interface Parts {
  readonly connect: (role: Role) => ConnectionParameters
  readonly keys: ServerKeys
  /** The folder people's keys are in. */
  readonly keysFolder: string
  readonly clock: Clock
  readonly random: Random
  /** Without one, nothing is sent and whoever wanted to is told. */
  readonly mail?: Mailer
  readonly log: System['log']
  readonly publicUrl: string
  readonly floor: ThreadSetting
  /** Otherwise `open`. */
  readonly signUp?: 'open' | 'invited'
  /** What a new installation is made as; an existing one remembers. */
  readonly makeDemo: boolean
  /** The network and the ports of this machine it may reach; otherwise the machine's, and none. */
  readonly outbound?: OutboundParts
  /** Ports of this machine it may reach besides where the installation is a demo, and nowhere else. */
  readonly demoPorts?: readonly number[]
  /** Otherwise twenty megabytes a file, half a thousand a day. */
  readonly files?: System['settings']['files']
  /** Otherwise none. */
  readonly linkProviders?: readonly LinkProvider[]
  readonly layers?: GateContext['layers']
  readonly atTurnPoint?: TurnstileContext['at']
  readonly concerns?: TurnstileContext['concerns']
  readonly poolSize?: number
}

/** A system ready to serve. */
export interface OpenSystem {
  readonly system: System
  /** Stops recovering, then closes every pool. */
  close(): Promise<void>
}

/** Composes a system over a migrated database. */
export async function compose(parts: Parts): Promise<OpenSystem> {
  const { clock, random, log, keys, floor, publicUrl } = parts
  const open = (role: Role, size: number): Database =>
    openDatabase(parts.connect(role), {
      role,
      size,
      onIdleError: (error) => log.warn(loggable(error), 'an idle database connection was lost'),
    })
  const size = parts.poolSize ?? 10
  const app = open('countersign_app', size)
  const turnstileDb = open('countersign_turnstile', 3)
  const gateDb = open('countersign_gate', size)
  const origin = await turnstileDb.transaction((session) => ensureHead(session, LOG_ID, originOf(publicUrl)))
  const demo = await rememberKind(app, parts.makeDemo)
  const keyring = openKeyring({
    folder: parts.keysFolder,
    wrappingKey: keys.personWrappingKey,
    random,
    clock,
  })
  const signer = createLogSigner(origin, keys.logKey)
  const turnstile = createTurnstile({
    db: turnstileDb,
    logId: LOG_ID,
    keyring,
    signer,
    clock,
    random,
    log,
    breaker: createHarvestBreaker(),
    freeze: (session, { partner, reached, budget }, at) =>
      freezePartner({ random }, session, partner, at, { kind: 'harvest', reached, budget }),
    ...(parts.atTurnPoint && { at: parts.atTurnPoint }),
    ...(parts.concerns && { concerns: parts.concerns }),
  })
  const { signUp = 'open', linkProviders = [], files = defaultFiles } = parts
  const settings = { publicUrl, floor, signUp, linkProviders, files, demo, logId: LOG_ID, origin }
  const gate = composeGate(parts, { app, gateDb, turnstile, keyring, settings })
  const stopRecovering = recoverInBackground(turnstile, app)
  const subjectOf = (partner: PartnerId, person: PersonId): string =>
    pairwiseSubject({ keys }, partner, person)
  const live = createLive({ app, clock, random, log, settings, connection: parts.connect('countersign_app') })
  const requests = createRequestLog({ app, clock, random, log, subjectOf })
  return {
    system: {
      clock,
      random,
      log,
      app,
      turnstile: tellChanges(turnstile, live),
      gate,
      keyring,
      live,
      requests,
      keys,
      outbound: createOutbound(outboundOf(parts, demo)),
      mail: parts.mail ?? noMailer,
      settings,
    },
    async close() {
      stopRecovering()
      await live.close()
      await requests.close()
      await Promise.all([app.close(), turnstileDb.close(), gateDb.close()])
    },
  }
}

/** What may be reached: the example partners' catalogues are on this machine, and only a demo has example partners. */
function outboundOf({ outbound, demoPorts = [] }: Parts, demo: boolean): OutboundParts {
  const { network, localPorts } = outbound ?? { network: systemNetwork, localPorts: [] }
  return { network, localPorts: demo ? [...localPorts, ...demoPorts] : localPorts }
}

interface AroundGate extends Pick<System, 'app' | 'keyring' | 'settings'> {
  readonly gateDb: Database
  readonly turnstile: GateTurnstile
}

function composeGate(parts: Parts, { app, gateDb, turnstile, keyring, settings }: AroundGate): Gate {
  const { clock, random, log, floor, keys } = parts
  return createGate({
    db: gateDb,
    turnstile,
    keyring,
    clock,
    random,
    floor,
    logId: LOG_ID,
    idKey: keys.cursorKey('opaque ids'),
    ...(parts.layers && { layers: parts.layers }),
    async openIncident({ partner }, objects) {
      const at = await decisionTime({ clock, settings }, app)
      log.error({ partner, stripped: objects.length }, 'the exit check stripped objects; an incident is open')
      await openIncident(app, partner, {
        id: makeId('incident', at, random),
        at,
        cause: { kind: 'exit_check', objects },
      })
    },
  })
}

/** Enters what waits beside the ledger as soon as the ledger can be written again. */
function recoverInBackground(turnstile: GateTurnstile, app: Database): () => void {
  const timer = setInterval(() => {
    void waitsBeside(app, LOG_ID)
      .then((waits) => (waits ? turnstile.recover() : undefined))
      .catch(() => undefined)
  }, RECOVERY_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** The log's name: the public address without its scheme (c2sp.org/tlog-checkpoint). Fixed when the log is made. */
function originOf(publicUrl: string): string {
  return `${publicUrl.replace(/^https?:\/\//, '')}/log`
}

/** How a system is opened, beyond its settings. */
interface OpenOptions {
  readonly makeDemo: boolean
  readonly logTo?: DestinationStream
  /** The machine's, always; only `withThrowaway` gives another, with a data folder that is gone afterwards. */
  readonly clock?: Clock
  /** Ports of this machine that are opened where the data folder is a demo, as it remembers itself. */
  readonly demoPorts?: readonly number[]
}

/** Opens everything the settings name: database, migrations, keys. */
export async function openSystem(
  settings: Settings,
  options: OpenOptions & { readonly publicUrl: string } = {
    makeDemo: false,
    publicUrl: settings.publicUrl ?? `http://localhost:${settings.port}`,
  },
): Promise<OpenSystem> {
  const log = pino({ level: settings.logLevel, base: null }, options.logTo ?? pino.destination(2))
  const { owner, stop } = await openOwner(settings, log)
  try {
    const isNew = !(await holdsLedger(owner))
    const keys = await loadServerKeys(settings.keys, { create: isNew, random: systemRandom })
    await migrate(owner, { rolePassword: keys.rolePassword })
    const opened = await compose({
      connect: (role) => ({ ...owner, user: role, password: keys.rolePassword(role) }),
      keys,
      keysFolder: settings.keys,
      clock: options.clock ?? systemClock,
      random: systemRandom,
      mail: mailerOf(settings, options.publicUrl),
      log,
      publicUrl: options.publicUrl,
      floor: settings.floor,
      signUp: settings.signUp,
      makeDemo: options.makeDemo,
      outbound: { network: systemNetwork, localPorts: settings.outboundLocal },
      demoPorts: options.demoPorts ?? [],
      linkProviders: settings.linkProviders,
      files: { mostBytes: settings.fileMb * MEGABYTE, mostBytesADay: settings.filesMbADay * MEGABYTE },
    })
    return {
      system: opened.system,
      async close() {
        await opened.close()
        await stop()
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Mail goes to the operator's server, or lies in the data folder; it comes from the public address's host unless said. */
function mailerOf({ data, mailUrl, mailFrom }: Settings, publicUrl: string): Mailer {
  const from = mailFrom ?? `Countersign <no-reply@${new URL(publicUrl).hostname}>`
  return openMailer(
    mailUrl === null
      ? { kind: 'folder', folder: join(data, 'mail'), from }
      : { kind: 'smtp', url: mailUrl, from },
    systemRandom,
  )
}

/** The owner's login of the database: the operator's own, or the embedded server, started or found running. */
export async function openOwner(
  settings: Settings,
  log: System['log'],
): Promise<{ owner: ConnectionParameters; stop(): Promise<void> }> {
  if (settings.database.kind === 'external')
    return { owner: settings.database.connection, stop: async () => {} }
  const server = await startEmbedded({
    dataDir: join(settings.data, 'postgres'),
    log,
    random: (count) => systemRandom.bytes(count),
  })
  await createDatabase(server.connection, 'countersign')
  return { owner: { ...server.connection, database: 'countersign' }, stop: () => server.stop() }
}

/** A server that listens. */
export interface RunningServer {
  readonly url: string
  readonly system: System
  close(): Promise<void>
}

/** The rooms that speak HTTP, each a set of routes for one audience. */
export const rooms: readonly ((http: Http, system: System) => Promise<void>)[] = [
  openapi,
  mountOauth,
  partnerRoutes,
  peopleRoutes,
  peoplePages,
  consoleRoutes,
  everyoneRoutes,
]

/** Puts every room on a server. */
export async function addRooms(http: Http, system: System): Promise<void> {
  for (const room of rooms) await room(http, system)
}

/** Puts every room on one server, listens and runs the jobs. Resolves with the port taken; closing ends jobs and requests. */
export async function listen(
  system: System,
  to: { readonly host: string; readonly port: number },
): Promise<{ port: number; close(): Promise<void> }> {
  const behindProxy = system.settings.publicUrl.startsWith('https:')
  const http = createHttp(system.log, system.random, { behindProxy })
  await addRooms(http, system)
  await http.listen(to)
  const address = http.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : to.port
  const jobs = [startJobs(system, allJobs(system)), startDeliveries(system)]
  return {
    port,
    async close() {
      await Promise.all([...jobs.map((job) => job.stop()), http.close()])
    },
  }
}

/** Opens the system the settings name and serves it. Closing stops taking requests first, the database last. */
export async function startServer(
  settings: Settings,
  options: OpenOptions = { makeDemo: false },
): Promise<RunningServer> {
  const port = settings.port === 0 ? await freePort() : settings.port
  const publicUrl = settings.publicUrl ?? `http://localhost:${port}`
  const opened = await openSystem(settings, { ...options, publicUrl })
  try {
    const listening = await listen(opened.system, { host: settings.host, port })
    return {
      url: publicUrl,
      system: opened.system,
      async close() {
        await listening.close()
        await opened.close()
      },
    }
  } catch (error) {
    await opened.close()
    throw error
  }
}
