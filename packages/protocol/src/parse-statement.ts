// Reads what was signed: exactly the fields of its act, each in its only form, or nothing.
import { z } from 'zod'
import { framed, sameBytes } from './bytes.ts'
import { canonicalJson } from './canonical-json.ts'
import { threadSettings } from './facts.ts'
import { type IdPrefix, parseId } from './ids.ts'
import type { RecordValue } from './ledger-records.ts'
import { keyKinds } from './person-key.ts'
import { isPurpose, type Purpose } from './purposes.ts'
import { bytesOfText, type SignedAct, type Statement, signedActs, statementLabel } from './statement.ts'
import { type Field, fieldsOf, verbs } from './verbs.ts'

const id = <P extends IdPrefix>(prefix: P) =>
  z.custom<`${P}_${string}`>((value) => parseId(prefix, value) !== undefined)
const instant = z.int().min(0)
const counted = z.int().min(1)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const purpose = z.custom<Purpose>(isPurpose)
const allFields: ReadonlySet<unknown> = new Set(Object.values(fieldsOf).flat())
const field = z.custom<Field>((value) => allFields.has(value))

/** A list that is a set: sorted by UTF-16 code units, nothing twice. */
const setOf = <T extends z.ZodType<string>>(item: T) =>
  z
    .array(item)
    .max(10_000)
    .refine((list) => list.every((one, i) => i === 0 || (list[i - 1] as string) < one))

const said = { person: id('person'), key: sha256, n: counted, said_at: instant }
const about = { partner: id('partner'), feature: id('feature') }
const terms = {
  grant: id('grant'),
  ...about,
  manifest_version: counted,
  purpose,
  verbs: setOf(z.enum(verbs)).min(1),
  fields: setOf(field),
  threads: setOf(id('thread')),
  starts_at: instant,
  ends_at: instant,
  history: z.boolean(),
}
const screen = { screen_hash: sha256, locale: z.string().min(1).max(35) }

const shapes = {
  grant_given: z.strictObject({ kind: z.literal('grant_given'), ...said, ...terms, ...screen }),
  grant_amended: z.strictObject({ kind: z.literal('grant_amended'), ...said, ...terms }),
  grant_withdrawn: z.strictObject({
    kind: z.literal('grant_withdrawn'),
    ...said,
    ...about,
    grant: id('grant'),
    why: z.literal('withdrawn'),
    superseded_by: z.null(),
  }),
  countersignature_given: z.strictObject({
    kind: z.literal('countersignature_given'),
    ...said,
    ...about,
    ...screen,
    countersignature: id('countersignature'),
    manifest_version: counted,
    purpose,
    thread: id('thread').nullable(),
    answer: z.enum(['allow', 'never']),
    starts_at: instant,
    ends_at: instant,
    history: z.boolean(),
    contact_fields: setOf(z.enum(fieldsOf['friends.contact'])),
  }),
  countersignature_ended: z.strictObject({
    kind: z.literal('countersignature_ended'),
    ...said,
    ...about,
    countersignature: id('countersignature'),
    why: z.literal('withdrawn'),
  }),
  switch_set: z.strictObject({ kind: z.literal('switch_set'), ...said, on: z.boolean() }),
  thread_setting_set: z.strictObject({
    kind: z.literal('thread_setting_set'),
    ...said,
    thread: id('thread'),
    setting: z.enum(threadSettings),
  }),
  account_closed: z.strictObject({ kind: z.literal('account_closed'), ...said }),
  key_added: z.strictObject({
    kind: z.literal('key_added'),
    ...said,
    added: sha256,
    added_kind: z.enum(keyKinds),
  }),
  key_ended: z.strictObject({ kind: z.literal('key_ended'), ...said, ended: sha256 }),
} as const satisfies { readonly [A in SignedAct]: z.ZodType<Extract<Statement, { kind: A }>> }

/** The statement a JSON text is, when it is in its one form; undefined for anything else. */
export function parseStatementText(text: string): Statement | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const act = (value as { readonly kind?: unknown } | null)?.kind
  if (!isAct(act)) return undefined
  const { success, data } = shapes[act].safeParse(value)
  // One meaning, one text: no other order of members, no space, nothing named twice.
  return success && canonicalJson(data as unknown as RecordValue) === text ? data : undefined
}

/** The statement in bytes that were signed for the installation with this origin; undefined for any other bytes. */
export function parseStatement(origin: string, bytes: Uint8Array): Statement | undefined {
  const heads = [framed(statementLabel), framed(origin)]
  const actAt = heads.reduce((at, head) => at + head.length, 0)
  const length = ((bytes[actAt] ?? 0) << 8) | (bytes[actAt + 1] ?? 0)
  const act = textOf(bytes.subarray(actAt + 2, actAt + 2 + length))
  const text = textOf(bytes.subarray(actAt + 2 + length))
  const statement = isAct(act) ? parseStatementText(text) : undefined
  if (statement === undefined || statement.kind !== act) return undefined
  return sameBytes(bytesOfText(origin, act, text), bytes) ? statement : undefined
}

function isAct(value: unknown): value is SignedAct {
  return (signedActs as readonly unknown[]).includes(value)
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return ''
  }
}
