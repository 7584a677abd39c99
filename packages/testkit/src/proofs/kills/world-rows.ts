// What the rows say beside the ledger: how every register stands, what waits to be entered, what people wrote.
import type { LedgerRecord } from '@countersign/protocol'
import { idOf, uuidOf } from '@countersign/protocol'
import type pg from 'pg'
import { markIn, registerOf, wordsOf } from './freshness.ts'
import type { Sent } from './journal.ts'
import type { Stage } from './stage.ts'

/** The rows of one snapshot. */
export interface WorldRows {
  /** What each register's row says. */
  readonly states: ReadonlyMap<string, string>
  /** Records that wait beside the ledger, oldest first. */
  readonly pending: readonly LedgerRecord[]
  /** The root of the turn asked for, in hexadecimal; undefined when the turn is not there. */
  readonly rootOfTurn: string | undefined
}

/** Reads them in the snapshot of the client: the words of these messages, and the turn that was the last one seen. */
export async function readWorld(
  client: pg.Client,
  stage: Pick<Stage, 'people' | 'jukebox' | 'music' | 'thread'>,
  messages: readonly Sent[],
  turn: number,
): Promise<WorldRows> {
  const states = new Map<string, string>()
  const { people } = stage
  states.set(registerOf('switch', people.ben), await switchOf(client, uuidOf(people.ben)))
  for (const person of [people.dora, people.emil])
    states.set(registerOf('answer', person), await answerOf(client, uuidOf(person), stage))
  states.set(registerOf('grant', people.chika), await grantOf(client, uuidOf(people.chika), stage))
  for (const [mark, text] of await wordsIn(client, stage, messages)) states.set(wordsOf(mark), text)
  const roots = await client.query<{ root: Buffer }>('select root from ledger_turns where turn = $1', [turn])
  const pending = await client.query<{ record: { record: LedgerRecord } }>(
    'select record from pending_records order by position, pending_id',
  )
  return {
    states,
    pending: pending.rows.map(({ record }) => record.record),
    rootOfTurn: roots.rows[0]?.root.toString('hex'),
  }
}

async function switchOf(client: pg.Client, person: string): Promise<string> {
  const { rows } = await client.query<{ restricted: boolean }>(
    'select restricted from persons where person_id = $1',
    [person],
  )
  return rows[0]?.restricted === true ? 'on' : 'off'
}

async function answerOf(
  client: pg.Client,
  person: string,
  { jukebox }: Pick<Stage, 'jukebox'>,
): Promise<string> {
  const { rows } = await client.query<{ answer: string }>(
    `select answer from countersignatures where person_id = $1 and partner_id = $2 and state = 'given'`,
    [person, uuidOf(jukebox.partner)],
  )
  return rows[0]?.answer ?? 'none'
}

async function grantOf(client: pg.Client, person: string, { music }: Pick<Stage, 'music'>): Promise<string> {
  const { rows } = await client.query<{ verbs: readonly string[] }>(
    `select verbs from grants where person_id = $1 and partner_id = $2 and state = 'given'`,
    [person, uuidOf(music.partner)],
  )
  if (rows[0] === undefined) return 'none'
  return rows[0].verbs.includes('members.see') ? 'given' : 'narrowed'
}

async function wordsIn(
  client: pg.Client,
  { thread }: Pick<Stage, 'thread'>,
  messages: readonly Sent[],
): Promise<readonly (readonly [mark: string, text: string])[]> {
  const marks = new Map(messages.flatMap(({ id, mark }) => (id === undefined ? [] : [[id, mark] as const])))
  const { rows } = await client.query<{ message_id: string; body: string; deleted: boolean }>(
    `select message_id, body, deleted_at is not null as deleted from messages
     where thread_id = $1 and message_id = any ($2::uuid[])`,
    [uuidOf(thread), [...marks.keys()].map((id) => uuidOf(id as `message_${string}`))],
  )
  return rows.flatMap(({ message_id, body, deleted }) => {
    const mark = marks.get(idOf('message', message_id))
    if (mark === undefined) return []
    return [[mark, deleted ? 'deleted' : body] as const]
  })
}

/** Which register an entry is of, and how it shows there; undefined for one that is of none. */
export function registeredIn(
  record: LedgerRecord,
  stage: Pick<Stage, 'jukebox' | 'music'>,
  markOf: (message: string) => string | undefined,
): readonly [register: string, entry: string] | undefined {
  switch (record.kind) {
    case 'switch_set':
      return [registerOf('switch', record.person), record.on ? 'on' : 'off']
    case 'countersignature_given':
      return record.partner === stage.jukebox.partner
        ? [registerOf('answer', record.person), record.answer]
        : undefined
    case 'countersignature_ended':
      return record.why === 'withdrawn' ? [registerOf('answer', record.person), 'none'] : undefined
    case 'grant_given':
      return [registerOf('grant', record.person), 'given']
    case 'grant_amended':
      return [registerOf('grant', record.person), 'narrowed']
    case 'grant_withdrawn':
      return record.why === 'withdrawn' ? [registerOf('grant', record.person), 'none'] : undefined
    case 'message_edited':
    case 'message_deleted': {
      const mark = markOf(record.message)
      const entry = record.kind === 'message_edited' ? 'edited' : 'deleted'
      return mark === undefined ? undefined : [wordsOf(mark), entry]
    }
    default:
      return undefined
  }
}

/** Marks of messages that stand more than once: something was sent once and stored twice. */
export async function doubledMessages(
  client: pg.Client,
  { thread }: Pick<Stage, 'thread'>,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ body: string }>(
    `select min(body) as body from messages where thread_id = $1 and body ~ '^k[0-9]+[.]'
     group by split_part(body, '.', 1) having count(*) > 1`,
    [uuidOf(thread)],
  )
  return rows.flatMap(({ body }) => markIn(body) ?? [])
}

/** Rows of permissions that no entry speaks of, or that end otherwise than the ledger says, by id. */
export async function permissionRows(
  client: pg.Client,
): Promise<readonly { readonly id: string; readonly ended: boolean }[]> {
  const { rows } = await client.query<{ kind: 'grant' | 'countersignature'; id: string; ended: boolean }>(
    `select 'grant' as kind, grant_id as id, state <> 'given' as ended from grants
     union all select 'countersignature', countersignature_id, state <> 'given' from countersignatures`,
  )
  return rows.map(({ kind, id, ended }) => ({ id: idOf(kind, id), ended }))
}
