// What a partner received is recorded, and nothing of it was taken back before it asked: one answer against the ledger.
import type { LedgerRecord, RecordOf } from '@countersign/protocol'
import { deliveryChain } from '../../../../server/src/ledger/chain.ts'
import { bodyHash, contentHash } from '../../../../server/src/ledger/content-hash.ts'
import type { Keyring } from '../../../../server/src/ledger/keyring.ts'
import type { EntryRow } from '../../ledger-rows.ts'
import type { Answer } from './journal.ts'

/** Everything the ledger holds of one decision. */
export interface Recorded {
  readonly decision: RecordOf<'decision'> | undefined
  readonly deliveries: readonly { readonly index: number; readonly record: RecordOf<'delivery'> }[]
  readonly disclosures: readonly RecordOf<'disclosure'>[]
  readonly corrected: boolean
}

/** The ledger by decision, as far as its entries were read. */
export interface Records {
  add(entries: readonly EntryRow[]): void
  of(decision: string): Recorded
  /** Gives back the room of one that nobody asks for again. */
  forget(decision: string): void
}

const nothing: Recorded = { decision: undefined, deliveries: [], disclosures: [], corrected: false }

/** No records yet. */
export function openRecords(): Records {
  const known = new Map<string, Recorded>()
  return {
    add(entries) {
      for (const { record, leaf_index } of entries) {
        if (!('decision' in record)) continue
        known.set(record.decision, withRecord(known.get(record.decision) ?? nothing, record, leaf_index))
      }
    },
    of: (decision) => known.get(decision) ?? nothing,
    forget: (decision) => void known.delete(decision),
  }
}

function withRecord(known: Recorded, record: LedgerRecord, index: number): Recorded {
  if (record.kind === 'decision') return { ...known, decision: record }
  if (record.kind === 'delivery') return { ...known, deliveries: [...known.deliveries, { index, record }] }
  if (record.kind === 'disclosure') return { ...known, disclosures: [...known.disclosures, record] }
  return { ...known, corrected: true }
}

/** The decision an answer names; undefined for one that is of no decision, such as a database that cannot be reached. */
export function decisionOf({ got }: Answer): string | undefined {
  const named = got.headers['countersign-decision']
  return typeof named === 'string' ? named : undefined
}

/** Everything in an answer that the ledger does not hold: decision, disclosures, items, content, places. */
export async function recordedProblems(
  answer: Answer,
  records: Records,
  keyring: Pick<Keyring, 'open'>,
): Promise<readonly string[]> {
  const { status, body, whole } = answer.got
  const named = decisionOf(answer)
  if (named === undefined) return status === 200 ? ['an answer of data came without its decision'] : []
  const recorded = records.of(named)
  const outcome = recorded.decision?.outcome
  if (outcome === undefined) return [`${named}: nothing is recorded of it`]
  const text = body.toString('utf8')
  if (status !== 200) return refusalProblems(named, outcome, text, whole)
  const problems = outcome === 'permit' ? [] : [`${named}: data came, recorded is ${outcome}`]
  if (body.length > 0 && recorded.corrected)
    problems.push(`${named}: bytes came of what was entered as not sent`)
  problems.push(...(await itemProblems(named, text, recorded, keyring)))
  if (whole) problems.push(...(await deliveryProblems(answer, named, text, recorded, keyring)))
  return problems
}

function refusalProblems(named: string, outcome: string, text: string, whole: boolean): readonly string[] {
  if (!whole) return []
  const { code } = JSON.parse(text) as { code: string }
  // An answer that came too late to leave is a permit of which nothing left.
  return code === outcome || (code === 'BUSY' && outcome === 'permit')
    ? []
    : [`${named}: refused with ${code}, recorded is ${outcome}`]
}

/** Every item, and the beginning of one, is disclosed under each of its subjects, with the hash of what came. */
async function itemProblems(
  named: string,
  text: string,
  { disclosures }: Recorded,
  keyring: Pick<Keyring, 'open'>,
): Promise<readonly string[]> {
  const problems: string[] = []
  const { whole, rest } = itemsIn(text)
  for (const item of whole) {
    const content = JSON.parse(item) as { id: string }
    const found = disclosures.flatMap(({ person, items }) =>
      items.filter(({ id }) => id === content.id).map((one) => ({ person, ...one })),
    )
    if (found.length === 0) problems.push(`${named}: item ${content.id} came and is not recorded`)
    for (const { person, kind, id, content_hash } of found)
      if (contentHash(await keyring.open(person), kind, id, content as never) !== content_hash)
        problems.push(`${named}: item ${id} came with other content than is recorded`)
  }
  const begun = /"id":"([^"]+)"/.exec(rest)?.[1]
  const ids = new Set(disclosures.flatMap(({ items }) => items.map(({ id }) => id)))
  if (begun !== undefined && !ids.has(begun))
    problems.push(`${named}: item ${begun} began to come and is not recorded`)
  if (rest !== '' && ids.size <= whole.length)
    problems.push(`${named}: an item began to come that is not recorded`)
  return problems
}

/** The places an answer names are those of its deliveries, and its bytes are those hashed there. */
async function deliveryProblems(
  { person, partner }: Answer,
  named: string,
  text: string,
  { deliveries }: Recorded,
  keyring: Pick<Keyring, 'open'>,
): Promise<readonly string[]> {
  const { disclosures } = JSON.parse(text) as {
    disclosures: readonly { subject: string; n: number; index: number }[]
  }
  const places = deliveries.map(({ index, record: { subject, n } }) => `${subject} ${n} ${index}`)
  const told = disclosures.map(({ subject, n, index }) => `${subject} ${n} ${index}`)
  const problems = told.join() === places.join() ? [] : [`${named}: its places are not those recorded`]
  const checked = `${text.slice(0, text.lastIndexOf(',"disclosures":['))}}`
  const hash = bodyHash(deliveryChain(await keyring.open(person), 1, partner), Buffer.from(checked, 'utf8'))
  if (deliveries.some(({ record }) => record.body_hash !== hash))
    problems.push(`${named}: its bytes are not those recorded`)
  return problems
}

/**
 * The items of an answer as far as it came: `{"items":[{…},{…},` and whatever of the next one had arrived. Own code, since
 * a broken-off answer is no JSON.
 */
export function itemsIn(text: string): { readonly whole: readonly string[]; readonly rest: string } {
  const whole: string[] = []
  let from = text.indexOf('[') + 1
  if (from === 0) return { whole, rest: '' }
  while (text[from] === '{') {
    const end = objectEnd(text, from)
    if (end === undefined) return { whole, rest: text.slice(from) }
    whole.push(text.slice(from, end))
    from = text[end] === ',' ? end + 1 : end
  }
  return { whole, rest: '' }
}

function objectEnd(text: string, from: number): number | undefined {
  let depth = 0
  let quoted = false
  for (let i = from; i < text.length; i++) {
    const sign = text[i]
    if (quoted) {
      if (sign === '\\') i += 1
      else if (sign === '"') quoted = false
    } else if (sign === '"') quoted = true
    else if (sign === '{') depth += 1
    else if (sign === '}' && --depth === 0) return i + 1
  }
  return undefined
}
