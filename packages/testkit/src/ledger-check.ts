// Checks a ledger from its rows alone, by code that shares nothing with what wrote it: every fault as one sentence.
import { createHash } from 'node:crypto'
import { idOf } from '@countersign/protocol'
import { parseLeaf } from '@countersign/tlog'
import { deliveryChain, personChain, registerChain } from '../../server/src/ledger/chain.ts'
import { sealRecord } from '../../server/src/ledger/commit.ts'
import { createLogSigner } from '../../server/src/ledger/log-signer.ts'
import type { ConnectionParameters } from '../../server/src/store/database.ts'
import type { System } from '../../server/src/system.ts'
import { type EntryRow, fromTheStart, type LedgerRows, type ReadUpTo, readLedger } from './ledger-rows.ts'

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
  system: Pick<System, 'keys' | 'keyring'>,
): Promise<LedgerReport> {
  const check = openLedgerCheck(system)
  const { rows } = await readLedger(owner, fromTheStart, async () => undefined)
  const problems = await check.follow(rows)
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

/** Follows one ledger while it grows: what was read before is held against what is read now. */
export interface LedgerCheck {
  /** Up to where it was followed: the next rows must be those after it. */
  readonly upTo: ReadUpTo
  /** Everything wrong with the rows after `upTo`, or with how they go on from those before. */
  follow(rows: LedgerRows): Promise<readonly string[]>
  /** The root of RFC 6962 over the first `size` leaves, from the leaves followed. */
  rootAt(size: number): Buffer
}

/** A check at the start of a ledger. */
export function openLedgerCheck({ keys, keyring }: Pick<System, 'keys' | 'keyring'>): LedgerCheck {
  let upTo = fromTheStart
  const tree = growingTree()
  const chains = followChains()
  const times = followTimes()
  const order = followOrder()
  return {
    get upTo() {
      return upTo
    },
    rootAt: tree.rootAt,
    async follow(rows) {
      const signer = createLogSigner(rows.head.origin, keys.logKey)
      const problems = [
        ...chains(rows),
        ...leafProblems(rows, upTo),
        ...turnProblems(rows, upTo, tree, (note) => signer.open(note)),
        ...times(rows),
        ...order(rows.entries),
        ...(await sealProblems(rows.entries, keyring)),
      ]
      upTo = { turn: rows.head.turn, size: rows.head.size }
      return problems
    },
  }
}

/** Chains count 1, 2, 3 … without a gap, in the order of the log, and end where their row says. */
function followChains(): (rows: LedgerRows) => readonly string[] {
  const last = new Map<string, number>()
  return ({ entries, chains }) => {
    const problems: string[] = []
    for (const { person_id, partner_id, chain, n } of entries) {
      const name = chain === 'register' ? 'the register' : `${person_id} ${partner_id} ${chain}`
      const before = last.get(name) ?? 0
      if (n !== before + 1) problems.push(`${name}: ${n} follows ${before}`)
      last.set(name, n)
    }
    for (const { person_id, partner_id, chain, last_n } of chains) {
      const name = `${person_id} ${partner_id} ${chain}`
      if (last.get(name) !== last_n)
        problems.push(`${name} ends at ${last.get(name)}, its row says ${last_n}`)
    }
    return problems
  }
}

/** Leaves count on up to the head's size, one for each entry, with its tag and commitment. */
function leafProblems({ entries, leaves, head }: LedgerRows, from: ReadUpTo): string[] {
  const problems: string[] = []
  if (from.size + leaves.length !== head.size)
    problems.push(`${from.size + leaves.length} leaves, the head says ${head.size}`)
  if (entries.length !== leaves.length) problems.push(`${entries.length} entries for ${leaves.length} leaves`)
  for (const [i, { leaf_index, leaf }] of leaves.entries()) {
    const entry = entries[i]
    const { tag, commit } = parseLeaf(leaf)
    const place = from.size + i
    if (leaf_index !== place) problems.push(`leaf ${leaf_index} stands at ${place}`)
    else if (entry?.leaf_index !== place || !entry.tag.equals(tag) || !entry.commitment.equals(commit))
      problems.push(`leaf ${place} is not its entry's`)
  }
  return problems
}

/** Turns count without a gap; each one's root is the RFC 6962 root at its size, and its checkpoint says so, signed. */
function turnProblems(
  { leaves, turns, head }: LedgerRows,
  from: ReadUpTo,
  tree: GrowingTree,
  open: (note: string) => { size: number; root: Uint8Array },
): string[] {
  const problems: string[] = []
  for (const { leaf } of leaves) tree.add(leaf)
  for (const [i, { turn, size, root, checkpoint }] of turns.entries()) {
    if (turn !== from.turn + i + 1) problems.push(`turn ${turn} stands at ${from.turn + i + 1}`)
    const real = tree.rootAt(size)
    if (!root.equals(real)) problems.push(`turn ${turn} has another root than its leaves`)
    const signed = open(checkpoint)
    if (signed.size !== size || !real.equals(signed.root)) problems.push(`turn ${turn} signed something else`)
  }
  const newest = turns.at(-1) ?? from
  if (newest.turn !== head.turn || newest.size !== head.size)
    problems.push('the head is not where the last turn left it')
  return problems
}

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

interface GrowingTree {
  add(leaf: Uint8Array): void
  rootAt(size: number): Buffer
}

/** MTH of RFC 6962 §2.1 as it is written there; whole subtrees are remembered. */
function growingTree(): GrowingTree {
  const leaves: Buffer[] = []
  const known = new Map<string, Buffer>()
  const tree = (from: number, to: number): Buffer => {
    const count = to - from
    if (count === 0) return sha256()
    if (count === 1) return leaves[from] ?? sha256()
    const name = `${from} ${to}`
    const before = known.get(name)
    if (before !== undefined) return before
    let split = 1
    while (split * 2 < count) split *= 2
    const hash = sha256(Uint8Array.of(1), tree(from, from + split), tree(from + split, to))
    if (Number.isInteger(Math.log2(count))) known.set(name, hash)
    return hash
  }
  return {
    add: (leaf) => void leaves.push(sha256(Uint8Array.of(0), leaf)),
    rootAt: (size) => tree(0, size),
  }
}

/** Decision time never goes back: not from turn to turn, not from entry to entry. */
function followTimes(): (rows: LedgerRows) => readonly string[] {
  const last = { entry: 0, turn: 0 }
  const back = (what: keyof typeof last, times: readonly (readonly [number, number])[]): string[] =>
    times.flatMap(([place, at]) => {
      const problem = at < last[what] ? [`${what} ${place} goes back in time`] : []
      last[what] = at
      return problem
    })
  return ({ entries, turns, head }) => [
    ...back(
      'entry',
      entries.map(({ leaf_index, at }) => [leaf_index, at]),
    ),
    ...back('turn', [
      ...turns.map(({ turn, at }) => [turn, at] as const),
      [head.turn, head.head_time] as const,
    ]),
  ]
}

/**
 * The promise of design §5: no permit and no disclosure stands behind the end of the permission it names, or before its
 * beginning, in the ledger's order.
 */
function followOrder(): (entries: readonly EntryRow[]) => readonly string[] {
  const standing = new Set<string>()
  return (entries) => {
    const problems: string[] = []
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
