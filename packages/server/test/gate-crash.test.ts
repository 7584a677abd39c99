// kill -9 at every point of a turn: what a client received has its rows, what was acknowledged is there, one history.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { type PersonId, type ThreadId, uuidOf } from '@countersign/protocol'
import { checkLedger, makeWorld, onServer, received, testSystem, type Who } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import type { Asked } from '../src/acts/ask-card.ts'
import type { TurnPoint } from '../src/gate/turn.ts'
import { systemClock } from '../src/ports/clock.ts'
import type { ConnectionParameters } from '../src/store/database.ts'
import { type Role, roles } from '../src/store/roles.ts'

/** What the child is told: where to serve, whom, and where to die. */
export interface CrashOrder {
  readonly connections: Readonly<Record<Role, ConnectionParameters>>
  readonly keysFolder: string
  readonly people: Readonly<Record<Who, PersonId>>
  readonly thread: ThreadId
  readonly asked: Asked
  readonly point: TurnPoint
  /** It dies when it is there for this many times. */
  readonly turns: number
}

type Line =
  | { readonly got: string; readonly disclosures: readonly { readonly n: number; readonly index: number }[] }
  | { readonly withdrawn: string }
  | { readonly sent: string }

const clock = { ...systemClock, advance: () => undefined, set: () => undefined }
const opened = await testSystem({ clock })
const { system, database } = opened
const world = await makeWorld(system, clock)
await world.grant('ana', { history: true })
const { partner, feature, manifestVersion } = world.jukebox
const order: Omit<CrashOrder, 'point' | 'turns'> = {
  connections: Object.fromEntries(
    roles.map((role) => [role, database.as(role)]),
  ) as CrashOrder['connections'],
  keysFolder: opened.keysFolder,
  people: world.people,
  thread: world.thread,
  asked: { partner, feature, manifestVersion, purpose: 'group_activity' },
}

/** Runs a server until it kills itself; everything its clients got. */
async function runUntilKilled(point: TurnPoint, turns: number): Promise<readonly Line[]> {
  const child = spawn(
    process.execPath,
    [new URL('_gate-child.ts', import.meta.url).pathname, JSON.stringify({ ...order, point, turns })],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const said: string[] = []
  child.stderr.on('data', (data) => said.push(String(data)))
  const lines: Line[] = []
  const ended = new Promise<string | null>((resolve) => child.on('exit', (_, signal) => resolve(signal)))
  for await (const line of createInterface({ input: child.stdout })) lines.push(JSON.parse(line))
  const signal = await ended
  if (signal !== 'SIGKILL') throw new Error(`the server ended by itself: ${said.join('')}`)
  return lines
}

const column = (text: string, values: readonly unknown[]): Promise<readonly string[]> =>
  onServer(database.owner, async (client) => {
    const { rows } = await client.query<[string]>({ text, values: [...values], rowMode: 'array' })
    return rows.map(([value]) => String(value))
  })

describe.each(['before-lock', 'locked', 'changed', 'checked', 'appended', 'committed'] as const)(
  'killed at %s',
  (point) => {
    it('leaves one history that holds everything anybody was given', { timeout: 90_000 }, async () => {
      const lines = await runUntilKilled(point, 40)
      const report = await checkLedger(database.owner, system)
      expect(report.problems).toEqual([])
      const got = lines.filter((line) => 'got' in line)
      for (const { got: decision, disclosures } of got) {
        const entered = await column(
          `select leaf_index from entries where record->>'decision' = $1 and kind = 'delivery' order by n`,
          [decision],
        )
        expect(entered).toEqual(disclosures.map(({ index }) => String(index)))
      }
      for (const line of lines) {
        if ('sent' in line)
          expect(
            await column('select message_id from messages where message_id = $1', [
              uuidOf(line.sent as 'message_'),
            ]),
          ).toHaveLength(1)
        if ('withdrawn' in line)
          expect(
            await column(`select state from countersignatures where countersignature_id = $1`, [
              uuidOf(line.withdrawn as 'countersignature_'),
            ]),
          ).toEqual(['ended'])
      }
      expect(got.length).toBeGreaterThan(0)
      process.stdout.write(
        `${JSON.stringify({ point, lines: lines.length, answers: got.length, ...report })}\n`,
      )
      // The next server goes on where the killed one stood.
      await received(await world.ask('ana'))
    })
  },
)
