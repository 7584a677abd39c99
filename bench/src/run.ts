// One run: every cell in every block, peers side by side in an order the seed shuffles, then the withdrawals.
import { generateKeyPairSync, hash, type JsonWebKey } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { Slice } from './closed-loop.ts'
import { shuffled } from './data/chance.ts'
import type { LoadedWorld } from './data/load.ts'
import type { Place } from './data/place.ts'
import { LEAVERS } from './data/scale.ts'
import { watchProcessors } from './environment.ts'
import type { Withdrawal } from './messages.ts'
import { type Metered, postmasterAbove } from './meter.ts'
import { type Asked, startLoad, startServer } from './processes.ts'
import type { ShapeName } from './shapes.ts'
import { PAGE, type VariantName, variantNames } from './variants.ts'

/** How a run is made. */
export interface RunOptions {
  readonly shapes: readonly ShapeName[]
  readonly callers: readonly number[]
  /** How often everything is measured once more. */
  readonly blocks: number
  readonly warmMs: number
  readonly measureMs: number
  readonly withdrawals: number
  readonly seed: number
}

/** One slice and where it belongs. */
export interface Measured extends Slice {
  readonly block: number
  readonly shape: ShapeName
  readonly callers: number
  readonly variant: VariantName
}

/** Everything a run measured. */
export interface RunResult {
  readonly slices: readonly Measured[]
  readonly withdrawals: readonly Withdrawal[]
  /** Whether PostgreSQL ran on this machine, so that its processor time could be counted. */
  readonly postgresCounted: boolean
  /** The share of all processors that was busy while slices ran, and the share that was the bench's own: 1 is all. */
  readonly busy: { readonly all: number; readonly ours: number }
}

/** How many callers read while a permission is withdrawn. */
export const WITHDRAWAL_CALLERS = 64

/** Measures a world. @throws Error when any answer is not the page it must be */
export async function run(
  place: Place,
  { plan }: LoadedWorld,
  options: RunOptions,
  say: (line: string) => void,
): Promise<RunResult> {
  await restorePermissions(place)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { owner, keysFolder } = place
  const { scale, seed, asOf } = plan
  const jkt = thumbprint(publicKey.export({ format: 'jwk' }))
  const server = await startServer({ owner, keysFolder, messages: scale.messages, seed, asOf, jkt })
  try {
    const load = await startLoad({ ...server.ready, key: privateKey.export({ format: 'jwk' }) })
    try {
      return await runBetween(server, load, await findPostmaster(place), options, say)
    } finally {
      await load.end()
    }
  } finally {
    await server.end()
  }
}

async function runBetween(
  server: Asked,
  load: Asked,
  postmaster: number | undefined,
  options: RunOptions,
  say: (line: string) => void,
): Promise<RunResult> {
  const metered: Metered = { server: server.pid, postmaster, generator: load.pid }
  const side = (variant: VariantName): Asked => (variant === 'sql' ? server : load)
  await check(side, options.shapes)
  await warmUp(side, metered, options)
  const began = performance.now()
  const busySince = watchProcessors()
  const slices = await measure(side, metered, options, say)
  const busy = { all: busySince(), ours: ownShare(slices, performance.now() - began) }
  const withdrawals = await withdraw(load, Math.min(options.withdrawals, LEAVERS), say)
  return { slices, withdrawals, postgresCounted: postmaster !== undefined, busy }
}

/** A kept world may have had permissions withdrawn by the run before: they are given again, past the ledger. */
function restorePermissions(place: Place): Promise<unknown> {
  return place.asOwner((client) =>
    client.query(`update grants set state = 'given', ended_at = null where state = 'withdrawn' and feature_id =
      (select feature_id from features where slug = 'feature-0')`),
  )
}

/** Every peer gives a full page in every thread: what is compared is equally long. */
async function check(side: (variant: VariantName) => Asked, shapes: readonly ShapeName[]): Promise<void> {
  for (const shape of shapes) {
    for (const variant of variantNames) {
      const reply = await side(variant).ask({ ask: 'check', order: { variant, shape } })
      if (!('checked' in reply) || reply.checked !== PAGE)
        throw new Error(`${variant} gives no full page of ${PAGE} for ${shape}: ${JSON.stringify(reply)}`)
    }
  }
}

/** Nothing of this is kept: compiled code, plans and pages in memory are there before the first block. */
async function warmUp(
  side: (variant: VariantName) => Asked,
  metered: Metered,
  { shapes, warmMs, measureMs }: RunOptions,
): Promise<void> {
  for (const shape of shapes)
    for (const variant of variantNames)
      await side(variant).ask({
        ask: 'slice',
        order: { shape, variant, callers: 8, warmMs, measureMs, metered },
      })
}

async function measure(
  side: (variant: VariantName) => Asked,
  metered: Metered,
  { shapes, callers, blocks, seed, warmMs, measureMs }: RunOptions,
  say: (line: string) => void,
): Promise<readonly Measured[]> {
  const groups = shapes.flatMap((shape) => callers.map((count) => ({ shape, callers: count })))
  const slices: Measured[] = []
  const began = performance.now()
  for (let block = 0; block < blocks; block++) {
    for (const [g, group] of shuffled(groups, seed, 1_000 + block).entries()) {
      for (const variant of shuffled(variantNames, seed, 100_000 + block * groups.length + g)) {
        const order = { ...group, variant, warmMs, measureMs, metered }
        const reply = await side(variant).ask({ ask: 'slice', order })
        if (!('slice' in reply)) throw new Error('a slice without figures')
        slices.push({ block, ...group, variant, ...reply.slice })
      }
    }
    const left = ((performance.now() - began) / (block + 1)) * (blocks - block - 1)
    say(`block ${block + 1} of ${blocks} measured, ${Math.ceil(left / 1000)} s left`)
  }
  return slices
}

/** Which share of all processors the bench itself has used. Between slices it makes proofs, which is a little more. */
function ownShare(slices: readonly Measured[], elapsedMs: number): number {
  const used = slices.reduce(
    (sum, { usage }) => sum + usage.server + usage.backends + usage.otherPostgres + usage.generator,
    0,
  )
  return used / (elapsedMs * availableParallelism())
}

async function withdraw(
  load: Asked,
  count: number,
  say: (line: string) => void,
): Promise<readonly Withdrawal[]> {
  const seen: Withdrawal[] = []
  for (let which = 0; which < count; which++) {
    const order = { callers: WITHDRAWAL_CALLERS, which }
    const reply = await load.ask({ ask: 'withdrawal', order })
    if (!('withdrawal' in reply)) throw new Error('a withdrawal without figures')
    seen.push(reply.withdrawal)
  }
  say(`${seen.length} withdrawals watched`)
  return seen
}

async function findPostmaster(place: Place): Promise<number | undefined> {
  return place.asOwner(async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    return rows[0] === undefined ? undefined : postmasterAbove(rows[0].pid)
  })
}

/** RFC 7638 §3: the hash of the members a public EC key must have, in order. */
function thumbprint({ crv, kty, x, y }: JsonWebKey): string {
  return hash('sha256', JSON.stringify({ crv, kty, x, y }), 'base64url')
}
