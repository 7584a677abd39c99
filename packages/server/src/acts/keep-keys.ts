// A person's keys as they keep them: one vouches for another, one is ended (design 007).
import {
  type Instant,
  type KeyName,
  keyStands,
  type PersonId,
  type SentStatement,
} from '@countersign/protocol'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { findKey, keysOf, type StoredKey, saveKey } from '../store/person-keys.ts'
import { lastStatementNumber } from '../store/statements.ts'
import type { System } from '../system.ts'
import { queueAccountNotice } from './account-notice.ts'
import { checkStatement } from './check-statement.ts'
import { decisionTime } from './decision-time.ts'
import { takeSigned, wasSaid } from './take-statement.ts'

type Needs = Pick<System, 'app' | 'turnstile' | 'keyring' | 'clock' | 'random' | 'settings'>

/** What a browser must know to sign, and the person's keys. */
export interface KeptKeys {
  readonly keys: readonly StoredKey[]
  /** The number of the last statement: the next says one more. */
  readonly n: number
  /** The time statements are weighed by. */
  readonly now: Instant
}

/** A person's keys, and what the next statement has to say. */
export async function listKeys(
  system: Pick<System, 'app' | 'clock' | 'settings'>,
  person: PersonId,
): Promise<KeptKeys> {
  const now = await decisionTime(system, system.app)
  return { keys: await keysOf(system.app, person), n: await lastStatementNumber(system.app, person), now }
}

/**
 * A key that counts vouches for one that waits: it counts from this turn on.
 * @throws {Problem} NOT_FOUND; ALREADY for one that ended or counts; SIGN_WITH_KEY, BAD_STATEMENT, SIGN_AGAIN; LEDGER_UNAVAILABLE
 */
export async function endorseKey(
  system: Needs,
  {
    person,
    key: name,
    signed,
  }: { readonly person: PersonId; readonly key: KeyName; readonly signed: SentStatement },
): Promise<void> {
  const checked = await checkStatement(system, person, 'key_added', signed)
  await system.turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      const waiting = await findKey(session, person, name)
      if (waiting === undefined) throw new Problem('NOT_FOUND')
      const record = { kind: 'key_added', at, person, added: name, added_kind: waiting.kind } as const
      if (await wasSaid(session, checked)) return { value: undefined, touches: [], records: [] }
      if (waiting.until !== null || keyStands(waiting, at)) throw new Problem('ALREADY')
      const behind = await takeSigned(session, 'opens', checked, record, at)
      const endorsed = { came: 'endorsed', since: at, endorsedBy: checked.said.n, vouched: null } as const
      await saveKey(session, { ...waiting, ...endorsed })
      await queueAccountNotice(system, session, person, 'key_added')
      return {
        value: undefined,
        touches: [{ person }],
        records: [{ person, partner: null, record }, ...behind],
      }
    },
  })
}

/**
 * Ends a key: what it signed before stays good. One that waits is stopped by whoever is signed in; one that counts is ended by a
 * statement of a key that counts, itself included: a stranger in the session must not take the person's keys from them.
 * @throws {Problem} NOT_FOUND; ALREADY; SIGN_WITH_KEY, BAD_STATEMENT, SIGN_AGAIN
 */
export async function endKey(
  system: Needs,
  {
    person,
    key: name,
    signed,
  }: { readonly person: PersonId; readonly key: KeyName; readonly signed?: SentStatement | undefined },
): Promise<void> {
  const checked = signed && (await checkStatement(system, person, 'key_ended', signed))
  await system.turnstile.change({
    direction: 'tightens',
    async apply(session, at) {
      const key = await findKey(session, person, name)
      if (key === undefined) throw new Problem('NOT_FOUND')
      const record = { kind: 'key_ended', at, person, ended: name } as const
      if (checked === undefined && keyStands(key, at)) throw new Problem('SIGN_WITH_KEY')
      if (checked !== undefined && (await wasSaid(session, checked)))
        return { value: undefined, touches: [], records: [] }
      if (key.until !== null) throw new Problem('ALREADY')
      const behind = await takeSigned(session, 'opens', checked, record, at)
      await endIn(system, session, key, at)
      return {
        value: undefined,
        touches: [{ person }],
        records: [{ person, partner: null, record }, ...behind],
      }
    },
  })
}

async function endIn(system: Needs, session: Session, key: StoredKey, at: Instant): Promise<void> {
  await saveKey(session, { ...key, until: at })
  await queueAccountNotice(system, session, key.person, 'key_ended')
}
