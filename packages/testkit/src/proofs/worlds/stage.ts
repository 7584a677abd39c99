// Where worlds are played: a database of their own, the gate's own login on it, and a real server for each floor.
import type { PersonId, ThreadSetting } from '@countersign/protocol'
import {
  createExitCheck,
  type ExitCheck,
  type ExitCheckContext,
} from '../../../../server/src/gate/exit-check.ts'
import { keepFacts } from '../../../../server/src/gate/kept-facts.ts'
import { type Known, type LookContext, look } from '../../../../server/src/gate/look.ts'
import { type OpaqueIds, openOpaqueIds, type Scope } from '../../../../server/src/gate/opaque-ids.ts'
import type { FriendSteps } from '../../../../server/src/gate/read-friends.ts'
import type { MessageSteps } from '../../../../server/src/gate/read-messages.ts'
import { listen, type Parts } from '../../../../server/src/main.ts'
import { freePort } from '../../../../server/src/ports/free-port.ts'
import { type Database, openDatabase, sqlState } from '../../../../server/src/store/database.ts'
import type { ExitFacts } from '../../../../server/src/store/exit-facts.ts'
import type { System } from '../../../../server/src/system.ts'
import { testClock } from '../../clock.ts'
import { composeSystem } from '../../compose-system.ts'
import { type MintingPartner, mintingPartner } from '../../minted-token.ts'
import { makeDatabase, type TestPostgres } from '../../postgres.ts'
import { clearWorlds, storeWorlds } from '../../store-worlds.ts'
import { WORLD_NOW } from '../../worlds/draw-cast.ts'
import type { WorldState } from '../../worlds/world-state.ts'

/** The steps of the database path, so that a fault can be planted in one. */
export interface GateSteps extends Partial<MessageSteps & FriendSteps> {
  readonly look: typeof look
  readonly exitCheck: (context: GateContext) => ExitCheck
}

/** What look and exit check need around them. */
export type GateContext = LookContext & ExitCheckContext

/** The gate's own steps. */
const realSteps: GateSteps = { look, exitCheck: createExitCheck }

/** A server that answers partners, and a partner's client for it. */
export interface Served {
  readonly system: System
  readonly partner: MintingPartner
}

/** A place to play worlds in, one batch after the other. */
export interface Stage {
  /**
   * What a look and an exit check need, at the world's time and floor. Facts are kept between the calls of a world, as the
   * gate keeps them between calls: each is read from the database once.
   */
  contextOf(world: WorldState): GateContext
  /** The gate's own login. */
  readonly gate: Database
  readonly steps: GateSteps
  /** The opaque ids of a partner and a person; their keys are derived once. */
  idsOf(scope: Scope): OpaqueIds
  /** Takes away the worlds before and puts these in their place. */
  load(worlds: readonly WorldState[]): Promise<void>
  /** Makes the keys of people without whom nothing of theirs can be entered. */
  openKeys(people: readonly PersonId[]): Promise<void>
  /** The server of a floor, started when first asked for. */
  serve(floor: ThreadSetting): Promise<Served>
  /** A server that remembers nothing of those before it. */
  serveFresh(): Promise<Served & { close(): Promise<void> }>
  /** Begins the ledger anew, so that two worlds are told of at the same places of it. */
  forgetLedger(): Promise<void>
  close(): Promise<void>
}

/** How many looks of one stage run at once: enough that database and process do not wait for each other. */
export const LOOKS_AT_ONCE = 6

/** More facts than the calls of a world need. */
const FACTS_KEPT = 200

/** SQLSTATE `deadlock_detected`. */
const DEADLOCK = '40P01'
/** A server at rest does little: waiting for each other once is rare, and so often in a row means something else is wrong. */
const LOADS_TRIED = 5

/** What may be planted. */
export interface StageOptions {
  readonly steps?: Partial<GateSteps>
  readonly layers?: Parts['layers']
}

/** A stage on a server, with a database that goes when it closes. */
export async function openStage(server: TestPostgres, options: StageOptions = {}): Promise<Stage> {
  const database = await makeDatabase(server)
  const onIdleError = (): void => undefined
  const clock = testClock(WORLD_NOW)
  const layers = options.layers && { layers: options.layers }
  const opened = await composeSystem(database, { testClock: clock, ...layers })
  const gate = openDatabase(database.as('countersign_gate'), { size: LOOKS_AT_ONCE, onIdleError })
  const owner = openDatabase(database.owner, { size: 1, onIdleError })
  const servers = new Map<ThreadSetting, Promise<Served & { close(): Promise<void> }>>()
  const contexts = new WeakMap<WorldState, GateContext>()
  const idKey = opened.system.keys.cursorKey('opaque ids')
  const ids = new Map<string, OpaqueIds>()
  const { logId } = opened.system.settings
  return {
    gate,
    steps: { ...realSteps, ...options.steps },
    idsOf(scope) {
      const name = `${scope.partner} ${scope.person}`
      const made = ids.get(name) ?? openOpaqueIds(idKey, scope)
      ids.set(name, made)
      return made
    },
    contextOf(world) {
      const { now, floor } = world
      const known = contexts.get(world)
      const kept = { keptByLook: keepFacts<Known>(FACTS_KEPT), keptByExit: keepFacts<ExitFacts>(FACTS_KEPT) }
      const context = known ?? { clock: testClock(now), logId, floor, ...kept }
      contexts.set(world, context)
      return context
    },
    load(worlds) {
      ids.clear()
      return loadInto(owner, worlds)
    },
    openKeys: (people) => opened.system.keyring.create(people),
    serve(floor) {
      const known = servers.get(floor)
      if (known !== undefined) return known
      const made = serveFloor(opened, floor)
      servers.set(floor, made)
      return made
    },
    serveFresh: () => serveFloor(opened, 'author'),
    async forgetLedger() {
      await owner.query('truncate chains, entries, leaves, ledger_turns, changes, pending_records')
      await owner.query(
        `update ledger_heads set size = 0, turn = 0, head_time = 0, peaks = '', register_n = 0`,
      )
    },
    async close() {
      for (const server of servers.values()) await (await server).close()
      await Promise.all([gate.close(), owner.close()])
      await opened.close()
    },
  }
}

/**
 * What is stored need not survive the machine: it is drawn again from its number. A server of the stage may still be at
 * work behind its last answer; should the two wait for each other, PostgreSQL ends this one, and it is begun again.
 */
async function loadInto(owner: Database, worlds: readonly WorldState[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await owner.transaction(async (session) => {
        await session.query('set local synchronous_commit = off')
        await clearWorlds(session)
        await storeWorlds(session, worlds)
      })
    } catch (error) {
      if (sqlState(error) !== DEADLOCK || attempt === LOADS_TRIED) throw error
    }
  }
}

async function serveFloor(
  opened: Awaited<ReturnType<typeof composeSystem>>,
  floor: ThreadSetting,
): Promise<Served & { close(): Promise<void> }> {
  const port = await freePort()
  const publicUrl = `http://localhost:${port}`
  const { system, close: closeSystem } = await opened.second({ floor, publicUrl })
  const listening = await listen(system, { host: 'localhost', port })
  const close = async (): Promise<void> => {
    await listening.close()
    await closeSystem()
  }
  return { system, partner: await mintingPartner(system), close }
}
