// Records become entries and leaves, and the head moves on: the writing part of a turn (design §5 step 2, §6).
import type { Instant, LedgerRecord, PartnerId, PersonId } from '@countersign/protocol'
import { append, encodePeaks, leafHash, parseHead, rootOf } from '@countersign/tlog'
import type { Session } from '../store/database.ts'
import {
  type ChainKey,
  type HeadRow,
  insertEntries,
  insertLeaves,
  insertRegisterEntries,
  insertTurn,
  storeHead,
  takeNumbers,
} from '../store/ledger.ts'
import { type Chain, deliveryChain, personChain, registerChain } from './chain.ts'
import { type SealedRecord, sealRecord } from './commit.ts'
import { sha256 } from './hash.ts'
import type { Keyring } from './keyring.ts'
import type { LogSigner } from './log-signer.ts'

/** A record and the chain it is entered in. A delivery names its own number, so it may be made from it. */
export type ToEnter =
  | { readonly key: ChainKey; readonly record: LedgerRecord | ((n: number) => LedgerRecord) }
  | { readonly register: PartnerId; readonly record: LedgerRecord }

/** Where a record was entered: its number in its chain and its index in the log. */
export interface Entered {
  readonly n: number
  readonly index: number
}

/** What appending needs around it. */
export interface Ledger {
  readonly logId: number
  readonly keyring: Keyring
  readonly signer: LogSigner
}

/** The turn that is being made. */
export interface Turn {
  readonly head: HeadRow
  readonly turn: number
  readonly batchId: string
  readonly at: Instant
}

interface Sealed {
  readonly entry: ToEnter
  readonly n: number
  readonly record: LedgerRecord
  readonly sealed: SealedRecord
}

/**
 * Enters records in the order given and moves the head, signed, in the caller's transaction. The head must be locked by
 * it. Nothing of it is true before that transaction commits; nobody is shown the signature before that.
 */
export async function appendRecords(
  session: Session,
  ledger: Ledger,
  turn: Turn,
  records: readonly ToEnter[],
): Promise<readonly Entered[]> {
  const { logId, signer } = ledger
  const sealed = await sealAll(session, ledger, turn, records)
  const from = turn.head.size
  const rows = sealed.map(({ entry, n, record, sealed: { tag, commit, text } }, i) => ({
    entry,
    n,
    leafIndex: from + i,
    kind: record.kind,
    at: record.at,
    record: text,
    tag,
    commit,
  }))
  const registered = rows.flatMap((row) =>
    'register' in row.entry ? [{ ...row, partner: row.entry.register }] : [],
  )
  const head = append(
    parseHead(from, turn.head.peaks),
    sealed.map(({ sealed: { leaf } }) => leafHash(leaf, sha256)),
    sha256,
  )
  const root = rootOf(head, sha256)
  const checkpoint = signer.sign(head.size, root)
  await Promise.all([
    insertEntries(
      session,
      logId,
      turn.turn,
      rows.flatMap((row) => ('key' in row.entry ? [{ ...row, key: row.entry.key }] : [])),
    ),
    insertRegisterEntries(session, logId, turn.turn, registered),
    insertLeaves(
      session,
      logId,
      from,
      sealed.map(({ sealed: { leaf } }) => leaf),
    ),
    storeHead(session, logId, turn.head, {
      size: head.size,
      turn: turn.turn,
      peaks: Buffer.from(encodePeaks(head)),
      headTime: turn.at,
      registerN: turn.head.registerN + registered.length,
    }),
    insertTurn(session, logId, { ...turn, size: head.size, root: Buffer.from(root), checkpoint }),
  ])
  return sealed.map(({ n }, i) => ({ n, index: from + i }))
}

async function sealAll(
  session: Session,
  ledger: Ledger,
  { head }: Turn,
  records: readonly ToEnter[],
): Promise<readonly Sealed[]> {
  const chains = new Map<string, { key: ChainKey; count: number; next: number; chain: Chain }>()
  for (const entry of records) {
    if (!('key' in entry)) continue
    const name = nameOf(entry.key)
    const known = chains.get(name)
    if (known !== undefined) known.count += 1
    else chains.set(name, { key: entry.key, count: 1, next: 0, chain: await openChain(ledger, entry.key) })
  }
  const wanted = [...chains.values()]
  const last = await takeNumbers(
    session,
    ledger.logId,
    wanted.map(({ key, count }) => ({ ...key, count })),
  )
  for (const [i, chain] of wanted.entries()) chain.next = (last[i] ?? 0) - chain.count + 1
  const register = registerChain(ledger.logId)
  let registerN = head.registerN
  return records.map((entry) => {
    if (!('key' in entry)) {
      registerN += 1
      return {
        entry,
        n: registerN,
        record: entry.record,
        sealed: sealRecord(register, registerN, entry.record),
      }
    }
    const chain = chains.get(nameOf(entry.key))
    if (chain === undefined) throw new Error('a record without its chain')
    const n = chain.next++
    const record = typeof entry.record === 'function' ? entry.record(n) : entry.record
    return { entry, n, record, sealed: sealRecord(chain.chain, n, record) }
  })
}

async function openChain({ logId, keyring }: Ledger, { person, partner, chain }: ChainKey): Promise<Chain> {
  const key = await keyring.open(person)
  if (chain === 'delivery') {
    if (partner === null) throw new Error('a delivery chain without its partner')
    return deliveryChain(key, logId, partner)
  }
  return personChain(key, logId, partner ?? 'self')
}

function nameOf({ person, partner, chain }: ChainKey): string {
  return `${person} ${partner} ${chain}`
}

/** The chain for what a person did or what happened to their data, with a partner or with none. */
export function ownChain(person: PersonId, partner: PartnerId | null): ChainKey {
  return { person, partner, chain: partner === null ? 'self' : 'partner' }
}
