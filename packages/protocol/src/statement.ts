// The statement a person's key signs (docs/design/007): one text for every act, made the same in a browser and here.
//
//   frame("countersign/1 statement") ‖ frame(origin of the log) ‖ frame(act) ‖ JSON (RFC 8785)
//
// The JSON holds the fields of the act's ledger record without `at`, and `key`, `n`, `said_at`. Lists in it are sets: sorted by
// UTF-16 code units, nothing twice, so that one meaning has one text.
import { framed, joined } from './bytes.ts'
import { canonicalJson } from './canonical-json.ts'
import { recordFields } from './ledger-fields.ts'
import type { RecordOf, RecordValue } from './ledger-records.ts'
import type { KeyName } from './person-key.ts'
import type { Instant } from './time.ts'

/** The acts a person signs, by the kind of their ledger record. */
export const signedActs = [
  'grant_given',
  'grant_amended',
  'grant_withdrawn',
  'countersignature_given',
  'countersignature_ended',
  'switch_set',
  'thread_setting_set',
  'account_closed',
  'key_added',
  'key_ended',
] as const
/** One of them. */
export type SignedAct = (typeof signedActs)[number]

/** What a person says with one act. */
export type StatementOf<A extends SignedAct> = Omit<RecordOf<A>, 'at'> & {
  /** Whose signature it bears. */
  readonly key: KeyName
  /** Counts the person's statements from 1. */
  readonly n: number
  /** When it was said: at most five minutes before it is entered, and never after. */
  readonly said_at: Instant
}
/** What a person says with any act. */
export type Statement = { [A in SignedAct]: StatementOf<A> }[SignedAct]

/** A statement is taken for so long after it was said. */
export const STATEMENT_MS = 5 * 60_000

/** The first frame of every statement. */
export const statementLabel = 'countersign/1 statement'

/** The names of a statement's fields. */
export function statementFields(act: SignedAct): readonly string[] {
  return [...recordFields[act].filter((name) => name !== 'at'), 'key', 'n', 'said_at']
}

/** The JSON text of a statement: what travels, for its frames say nothing a server does not know. */
export function statementText(statement: Statement): string {
  const fields = statement as unknown as Readonly<Record<string, RecordValue>>
  const own = Object.fromEntries(
    statementFields(statement.kind).map((name) => [name, asSet(fields[name] as RecordValue)]),
  )
  return canonicalJson(own)
}

/** The bytes that are signed, for the installation whose log has this origin. */
export function statementBytes(origin: string, statement: Statement): Uint8Array<ArrayBuffer> {
  return bytesOfText(origin, statement.kind, statementText(statement))
}

/** The bytes that are signed, from a text that is in order already. */
export function bytesOfText(origin: string, act: SignedAct, text: string): Uint8Array<ArrayBuffer> {
  return joined(framed(statementLabel), framed(origin), framed(act), new TextEncoder().encode(text))
}

function asSet(value: RecordValue): RecordValue {
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) return value
  // Without a comparison: by UTF-16 code units, whatever the language of the machine.
  return [...new Set<string>(value)].sort()
}
