// Checks a whole ledger from its rows alone, by code that shares nothing with what wrote it: every fault as one sentence.
import { createHash } from 'node:crypto'
import { idOf, type LedgerRecord } from '@countersign/protocol'
import { parseLeaf } from '@countersign/tlog'
import { deliveryChain, personChain, registerChain } from '../../server/src/ledger/chain.ts'
import { sealRecord } from '../../server/src/ledger/commit.ts'
import { createLogSigner } from '../../server/src/ledger/log-signer.ts'
import type { ConnectionParameters } from '../../server/src/store/database.ts'
import type { System } from '../../server/src/system.ts'
import { onServer } from './postgres.ts'

interface EntryRow {
  readonly person_id: string | null
  readonly partner_id: string
  readonly chain: 'self' | 'partner' | 'delivery' | 'register'
  readonly n: number
  readonly leaf_index: number
  readonly turn: number
  readonly at: number
  readonly record: LedgerRecord
  readonly tag: Buffer
  readonly commitment: Buffer
}

interface LedgerRows {
  readonly entries: readonly EntryRow[]
  readonly leaves: readonly { readonly leaf_index: number; readonly leaf: Buffer }[]
  readonly turns: readonly {
    readonly turn: number
    readonly size: number
    readonly root: Buffer
    readonly at: number
    readonly checkpoint: string
  }[]
  readonly chains: readonly {
    readonly person_id: string
    readonly partner_id: string
    readonly chain: string
    readonly last_n: number
  }[]
  readonly head: {
    readonly origin: string
    readonly size: number
    readonly turn: number
    readonly head_time: number
  }
}

/** What was found: how much there is, and everything wrong with it. */
export interface LedgerReport {
  readonly entries: number
  readonly turns: number
  readonly disclosures: number
  readonly problems: readonly string[]
}

/** Reads the ledger as the database's owner and checks all of it. */
export async function checkLedger(
  owner: ConnectionParameters,
  { keys, keyring }: Pick<System, 'keys' | 'keyring'>,
): Promise<LedgerReport> {
  const rows = await onServer(owner, readRows)
  const signer = createLogSigner(rows.head.origin, keys.logKey)
  const problems = [
    ...chainProblems(rows),
    ...leafProblems(rows),
    ...turnProblems(rows, (note) => signer.open(note)),
    ...timeProblems(rows),
    ...orderProblems(rows.entries),
    ...(await sealProblems(rows.entries, keyring)),
  ]
  const disclosures = rows.entries.filter(({ record }) => record.kind === 'disclosure').length
  return { entries: rows.entries.length, turns: rows.turns.length, disclosures, problems }
}

/** The same, for after a test. @throws Error naming everything wrong */
export async function assertWholeLedger(
  owner: ConnectionParameters,
  system: Pick<System, 'keys' | 'keyring'>,
): Promise<void> {
  const { problems } = await checkLedger(owner, system)
  if (problems.length > 0) throw new Error(`The ledger is not whole:\n${problems.join('\n')}`)
}

async function readRows(client: Parameters<Parameters<typeof onServer>[1]>[0]): Promise<LedgerRows> {
  const all = async <Row>(text: string): Promise<Row[]> => {
    const { rows } = await client.query<Record<string, unknown>>(text)
    return rows.map(
      (row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, bigints.has(name) ? Number(value) : value]),
        ) as Row,
    )
  }
  const columns = 'partner_id, n, leaf_index, turn, at, record, tag, commitment'
  await client.query('begin isolation level repeatable read read only')
  const rows = {
    entries: await all<EntryRow>(
      `select person_id, chain, ${columns} from entries
       union all select null, 'register', ${columns} from register_entries order by leaf_index`,
    ),
    leaves: await all<LedgerRows['leaves'][number]>(
      'select leaf_index, leaf from leaves order by leaf_index',
    ),
    turns: await all<LedgerRows['turns'][number]>(
      'select turn, size, root, at, checkpoint from ledger_turns order by turn',
    ),
    chains: await all<LedgerRows['chains'][number]>(
      'select person_id, partner_id, chain, last_n from chains',
    ),
    head: (await all<LedgerRows['head']>('select origin, size, turn, head_time from ledger_heads'))[0],
  }
  await client.query('commit')
  if (rows.head === undefined) throw new Error('a ledger without a head')
  return { ...rows, head: rows.head }
}

const bigints = new Set(['n', 'leaf_index', 'turn', 'at', 'size', 'head_time', 'last_n'])

/** Chains count 1, 2, 3 … without a gap, in the order of the log, and end where their row says. */
function chainProblems({ entries, chains }: LedgerRows): string[] {
  const problems: string[] = []
  const last = new Map<string, number>()
  for (const { person_id, partner_id, chain, n } of entries) {
    const name = chain === 'register' ? 'the register' : `${person_id} ${partner_id} ${chain}`
    const before = last.get(name) ?? 0
    if (n !== before + 1) problems.push(`${name}: ${n} follows ${before}`)
    last.set(name, n)
  }
  for (const { person_id, partner_id, chain, last_n } of chains) {
    const name = `${person_id} ${partner_id} ${chain}`
    if (last.get(name) !== last_n) problems.push(`${name} ends at ${last.get(name)}, its row says ${last_n}`)
  }
  return problems
}

/** Leaves count 0, 1, 2 … up to the head's size, one for each entry, with its tag and commitment. */
function leafProblems({ entries, leaves, head }: LedgerRows): string[] {
  const problems: string[] = []
  if (leaves.length !== head.size) problems.push(`${leaves.length} leaves, the head says ${head.size}`)
  if (entries.length !== leaves.length) problems.push(`${entries.length} entries for ${leaves.length} leaves`)
  for (const [i, { leaf_index, leaf }] of leaves.entries()) {
    const entry = entries[i]
    const { tag, commit } = parseLeaf(leaf)
    if (leaf_index !== i) problems.push(`leaf ${leaf_index} stands at ${i}`)
    else if (entry?.leaf_index !== i || !entry.tag.equals(tag) || !entry.commitment.equals(commit))
      problems.push(`leaf ${i} is not its entry's`)
  }
  return problems
}

/** Turns count without a gap; each one's root is the RFC 6962 root at its size, and its checkpoint says so, signed. */
function turnProblems(
  { leaves, turns, head }: LedgerRows,
  open: (note: string) => { size: number; root: Uint8Array },
): string[] {
  const problems: string[] = []
  const rootAt = naiveRoots(leaves.map(({ leaf }) => leaf))
  for (const [i, { turn, size, root, checkpoint }] of turns.entries()) {
    if (turn !== i + 1) problems.push(`turn ${turn} stands at ${i + 1}`)
    const real = rootAt(size)
    if (!root.equals(real)) problems.push(`turn ${turn} has another root than its leaves`)
    const signed = open(checkpoint)
    if (signed.size !== size || !real.equals(signed.root)) problems.push(`turn ${turn} signed something else`)
  }
  const newest = turns.at(-1)
  if ((newest?.turn ?? 0) !== head.turn || (newest?.size ?? 0) !== head.size)
    problems.push('the head is not where the last turn left it')
  return problems
}

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** MTH of RFC 6962 §2.1 as it is written there; whole subtrees are remembered. */
function naiveRoots(leaves: readonly Uint8Array[]): (size: number) => Buffer {
  const known = new Map<string, Buffer>()
  const tree = (from: number, to: number): Buffer => {
    const count = to - from
    if (count === 0) return sha256()
    const name = `${from} ${to}`
    const before = known.get(name)
    if (before !== undefined) return before
    let split = 1
    while (split * 2 < count) split *= 2
    const hash =
      count === 1
        ? sha256(Uint8Array.of(0), leaves[from] ?? new Uint8Array())
        : sha256(Uint8Array.of(1), tree(from, from + split), tree(from + split, to))
    if (Number.isInteger(Math.log2(count))) known.set(name, hash)
    return hash
  }
  return (size) => tree(0, size)
}

/** Decision time never goes back: not from turn to turn, not from entry to entry. */
function timeProblems({ entries, turns, head }: LedgerRows): string[] {
  const back = (what: string, times: readonly number[]): string[] =>
    times.flatMap((at, i) => (at < (times[i - 1] ?? 0) ? [`${what} ${i} goes back in time`] : []))
  return [
    ...back(
      'entry',
      entries.map(({ at }) => at),
    ),
    ...back('turn', [...turns.map(({ at }) => at), head.head_time]),
  ]
}

/**
 * The promise of design §5: no permit and no disclosure stands behind the end of the permission it names, or before its
 * beginning, in the ledger's order.
 */
function orderProblems(entries: readonly EntryRow[]): string[] {
  const problems: string[] = []
  const standing = new Set<string>()
  for (const { record, leaf_index: index } of entries) {
    if (record.kind === 'grant_given') standing.add(record.grant)
    if (record.kind === 'countersignature_given' && record.answer === 'allow')
      standing.add(record.countersignature)
    if (record.kind === 'grant_withdrawn') standing.delete(record.grant)
    if (record.kind === 'countersignature_ended') standing.delete(record.countersignature)
    if (record.kind === 'disclosure' && !standing.has(record.under))
      problems.push(`disclosure ${index} stands on nothing`)
    if (record.kind === 'decision' && record.outcome === 'permit' && !standing.has(record.grant ?? ''))
      problems.push(`permit ${index} stands on nothing`)
  }
  return problems
}

/** Every entry sealed anew with the people's keys is the one that is there. */
async function sealProblems(
  entries: readonly EntryRow[],
  keyring: System['keyring'],
): Promise<readonly string[]> {
  const problems: string[] = []
  for (const { person_id, partner_id, chain, n, leaf_index, record, tag, commitment } of entries) {
    const sealed = sealRecord(await chainOf(keyring, person_id, partner_id, chain), n, record)
    if (!tag.equals(sealed.tag) || !commitment.equals(sealed.commit))
      problems.push(`entry ${leaf_index} does not commit to its record`)
  }
  return problems
}

const LOG_ID = 1

async function chainOf(
  keyring: System['keyring'],
  person: string | null,
  partner: string,
  chain: EntryRow['chain'],
): Promise<ReturnType<typeof registerChain>> {
  if (person === null) return registerChain(LOG_ID)
  const key = await keyring.open(idOf('person', person))
  if (chain === 'delivery') return deliveryChain(key, LOG_ID, idOf('partner', partner))
  return personChain(key, LOG_ID, chain === 'self' ? 'self' : idOf('partner', partner))
}
