// Hand-made answers and what the ledger holds of them, for the tests of the checks.
import type { DecisionId, FeatureId, GrantId, PartnerId, PersonId, RecordOf } from '@countersign/protocol'
import { deliveryChain } from '../../../../server/src/ledger/chain.ts'
import { bodyHash, contentHash } from '../../../../server/src/ledger/content-hash.ts'
import type { EntryRow } from '../../ledger-rows.ts'
import type { Answer } from './journal.ts'

/** Everybody in these tests. */
export const ana: PersonId = 'person_01900000000070008000000000000001'
export const ben: PersonId = 'person_01900000000070008000000000000002'
const partner: PartnerId = 'partner_01900000000070008000000000000003'
const feature: FeatureId = 'feature_01900000000070008000000000000004'
const grant: GrantId = 'grant_01900000000070008000000000000005'
const decision: DecisionId = 'decision_01900000000070008000000000000006'

/** Opens everybody's key, which is the same for nobody. */
export const keyring = {
  open: async (person: PersonId) => ({
    person,
    secret: new Uint8Array(32).fill(person.endsWith('1') ? 1 : 2),
  }),
}

/** The items of the answer: one of Ana's, one of Ben's. */
export const items = [
  { kind: 'message', id: 'm1', text: 'k10000001.0 ana "sings" {' },
  { kind: 'message', id: 'm2', text: 'k20000001.0 ben \\ hums' },
]

const body = JSON.stringify({ items, next: null })
const places = [
  { subject: 'a', n: 4, index: 11 },
  { subject: 'b', n: 5, index: 12 },
]
/** The bytes of the answer as they leave. */
export const text = `${body.slice(0, -1)},"disclosures":${JSON.stringify(places)}}`

/** An answer of `status` that began at 100 and ended at 110. */
export function answer(sent = text, { status = 200, whole = true, named = true } = {}): Answer {
  const headers = named ? { 'countersign-decision': decision } : {}
  const got = { began: 100, ended: 110, status, headers, body: Buffer.from(sent, 'utf8'), whole }
  return { person: ana, partner, verb: 'messages.read', got }
}

const made = { at: 50, decision } as const

/** What is entered of the answer: decision, deliveries, disclosures. */
export async function entries(): Promise<EntryRow[]> {
  const hash = bodyHash(deliveryChain(await keyring.open(ana), 1, partner), Buffer.from(body, 'utf8'))
  const decided: RecordOf<'decision'> = {
    ...made,
    kind: 'decision',
    person: ana,
    partner,
    feature,
    verb: 'messages.read',
    purpose: 'group_activity',
    thread: null,
    outcome: 'permit',
    grant,
  }
  const delivered = places.map(
    ({ subject, n }): RecordOf<'delivery'> => ({
      ...made,
      kind: 'delivery',
      subject,
      n,
      items: 1,
      body_hash: hash,
    }),
  )
  const disclosed = await Promise.all(
    [ana, ben].map(async (person, i): Promise<RecordOf<'disclosure'>> => {
      const item = items[i] ?? { id: '' }
      const content_hash = contentHash(await keyring.open(person), 'message', item.id, item)
      return {
        ...made,
        kind: 'disclosure',
        person,
        partner,
        feature,
        purpose: 'group_activity',
        through: person === ana ? 'own' : 'other',
        under: grant,
        screen_hash: '',
        fields: [],
        items: [{ kind: 'message', id: item.id, content_hash }],
      }
    }),
  )
  return [decided, ...delivered, ...disclosed].map((record, i) => entry(record, 10 + i))
}

/** A record as an entry. */
function entry(record: EntryRow['record'], index: number): EntryRow {
  const nothing = Buffer.alloc(0)
  return {
    person_id: null,
    partner_id: partner,
    chain: 'partner',
    n: 1,
    leaf_index: index,
    turn: 1,
    at: 50,
    record,
    tag: nothing,
    commitment: nothing,
  }
}

/** The correction that says that no byte of the answer left. */
export const correction = entry({ ...made, kind: 'correction', why: 'not_started' }, 20)
