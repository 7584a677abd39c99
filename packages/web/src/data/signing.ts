// Signing (docs/design/007): the one place where this browser's key says what its person says. Everything else names an act and its fields.
import { toBase64url } from '@countersign/protocol/bytes'
import { newId } from '@countersign/protocol/ids'
import {
  type SignedAct,
  type Statement,
  type StatementOf,
  statementBytes,
  statementText,
} from '@countersign/protocol/statement'
import { CallError } from './call.ts'
import { ensuredKey, type KeyList, readKeys } from './key-list.ts'
import { keepKey, keysFor, type OwnKey } from './own-key.ts'

/** What the signing itself says. */
type Added = 'person' | 'key' | 'n' | 'said_at'

/** What is signed, without that: every field of the act, as the API names things. */
export type Says<A extends SignedAct> = { readonly kind: A } & {
  readonly [Field in Exclude<keyof StatementOf<A>, Added | 'kind'>]:
    | string
    | number
    | boolean
    | null
    | readonly string[]
}

/** A statement as it travels. */
export interface Signed {
  readonly statement: string
  readonly signature: string
}

/** What an act is told to sign with: whose it is, and the time and the next number as the server has them. */
export interface Signing {
  readonly person: string
  /** When it is said, by the server's clock. */
  readonly now: number
  sign<A extends SignedAct>(says: Says<A>): Promise<Signed>
}

/**
 * Does an act with what this browser signs for it. Where no key of this browser counts, `act` is given null: what stops something
 * is done without, and anything else the server refuses and says what to do. When another device signed meanwhile, it is signed anew, once.
 * @throws {CallError} STATEMENT_GONE when the server knows of fewer statements than this browser
 */
export async function withSigning<T>(
  person: string,
  act: (signing: Signing | null) => Promise<T>,
): Promise<T> {
  await ensuredKey(person)
  try {
    return await signedOnce(person, act)
  } catch (error) {
    if (!(error instanceof CallError) || error.code !== 'SIGN_AGAIN') throw error
    return signedOnce(person, act)
  }
}

async function signedOnce<T>(person: string, act: (signing: Signing | null) => Promise<T>): Promise<T> {
  const list = await readKeys()
  const key = list.person === person ? await standingKey(person, list) : undefined
  if (key === undefined) return act(null)
  // The person's own count, kept where no server reaches: a server that lost a statement it had shown is found out here.
  if (list.n < key.n) throw new CallError('STATEMENT_GONE', 0, '')
  if (list.n > key.n) await keepKey({ ...key, n: list.n })
  let n = list.n
  return act({
    person,
    now: list.now,
    sign: (says) => {
      n += 1
      return signed(key, list, { ...says, person, key: key.name, n, said_at: list.now })
    },
  })
}

async function signed(key: OwnKey, { origin }: KeyList, says: object): Promise<Signed> {
  const statement = says as Statement
  const bytes = statementBytes(origin, statement)
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key.privateKey, bytes)
  return { statement: statementText(statement), signature: toBase64url(new Uint8Array(signature)) }
}

/** The key of this browser that counts for a person now. */
async function standingKey(person: string, { items }: KeyList): Promise<OwnKey | undefined> {
  const counting = new Set(items.filter(({ state }) => state === 'counts').map(({ name }) => name))
  return (await keysFor(person)).find(({ name }) => counting.has(name))
}

/** A new identifier, made here, so that what is sent twice is the same thing twice. */
export function makeId(prefix: 'grant' | 'countersignature', now: number): string {
  return newId(prefix, now, crypto.getRandomValues(new Uint8Array(10)))
}
