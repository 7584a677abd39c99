// A new browser shows its key: it counts once an older one vouches for it, or after seven days in the open (design 007).
import {
  type Instant,
  isPublicKey,
  KEY_WAITS_MS,
  type KeyKind,
  type KeyName,
  keyName,
  type PersonId,
} from '@countersign/protocol'
import type { PersonRecord } from '../gate/turnstile-port.ts'
import { keyVoucher } from '../ledger/key-voucher.ts'
import type { PersonKey } from '../ledger/person-key.ts'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { findPerson } from '../store/people.ts'
import { insertKey, keysOf, type StoredKey } from '../store/person-keys.ts'
import type { System } from '../system.ts'
import { queueAccountNotice } from './account-notice.ts'

/** So many keys of a person wait or count at one time. */
const MOST_KEYS = 20

/** A key as its browser shows it. */
export interface ShownKey {
  readonly kind: KeyKind
  /** SPKI. */
  readonly publicKey: Uint8Array<ArrayBuffer>
  /** What its person will know it by: the browser it is in. */
  readonly label: string | null
}

/**
 * Takes a key of a person; one that is here already stays as it is. A made-up person's counts at once: whoever acts as them signs.
 * @throws {Problem} BAD_REQUEST for what is no public key; ALREADY for one that ended; FULL; LEDGER_UNAVAILABLE
 */
export async function showKey(
  system: Pick<System, 'turnstile' | 'keyring' | 'clock' | 'random'>,
  person: PersonId,
  shown: ShownKey,
): Promise<StoredKey> {
  await assertPublicKey(shown)
  const name = await keyName(shown.publicKey)
  const secret = await system.keyring.open(person)
  return system.turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      const keys = await keysOf(session, person)
      const there = keys.find((key) => key.name === name)
      if (there?.until != null) throw new Problem('ALREADY', { detail: 'This key ended; make another one.' })
      if (there !== undefined) return { value: there, touches: [], records: [] }
      if (keys.filter(({ until }) => until === null).length >= MOST_KEYS) throw new Problem('FULL')
      const known = await findPerson(session, person)
      if (known?.account !== 'open') throw new Problem('NOT_ALLOWED')
      const came = known.test ? 'test' : 'waited'
      const since = known.test ? at : at + KEY_WAITS_MS
      const key = vouchedFor(secret, { ...shown, name, came, since }, at)
      await insertKey(session, key)
      if (!known.test) await queueAccountNotice(system, session, person, 'key_waits')
      return { value: key, touches: [{ person }], records: [known.test ? opened(key, at) : waits(key, at)] }
    },
  })
}

/** A key with its name, and whether the person is made up. */
interface FirstKey extends ShownKey {
  readonly name: KeyName
  readonly test: boolean
}

/** Adds the key a person's account begins with, inside the change that opens it. */
export async function addFirstKey(
  session: Session,
  secret: PersonKey,
  shown: FirstKey,
  at: Instant,
): Promise<PersonRecord> {
  const key = vouchedFor(secret, { ...shown, came: shown.test ? 'test' : 'opened', since: at }, at)
  if (!(await insertKey(session, key))) throw new Problem('ALREADY')
  return opened(key, at)
}

/** A key to begin an account with. @throws {Problem} BAD_REQUEST for what is no public key of ours */
export async function firstKey(shown: ShownKey, test: boolean): Promise<FirstKey> {
  await assertPublicKey(shown)
  return { ...shown, name: await keyName(shown.publicKey), test }
}

async function assertPublicKey({ publicKey }: Pick<ShownKey, 'publicKey'>): Promise<void> {
  if (!(await isPublicKey(publicKey)))
    throw new Problem('BAD_REQUEST', {
      errors: [{ at: 'key', problem: 'is not a P-256 public key in SPKI form' }],
    })
}

function vouchedFor(
  secret: PersonKey,
  {
    name,
    kind,
    publicKey,
    label,
    came,
    since,
  }: Pick<StoredKey, 'name' | 'kind' | 'publicKey' | 'label' | 'came' | 'since'>,
  madeAt: Instant,
): StoredKey {
  const vouched = keyVoucher(secret, { name, kind, came, since })
  const unended = { until: null, endorsedBy: null } as const
  return { person: secret.person, name, kind, publicKey, label, came, since, vouched, madeAt, ...unended }
}

function opened({ person, name, kind, came }: StoredKey, at: Instant): PersonRecord {
  const record = {
    kind: 'key_opened',
    at,
    person,
    opened: name,
    opened_kind: kind,
    test: came === 'test',
  } as const
  return { person, partner: null, record }
}

function waits({ person, name, kind, since }: StoredKey, at: Instant): PersonRecord {
  return {
    person,
    partner: null,
    record: { kind: 'key_waits', at, person, waits: name, waits_kind: kind, since },
  }
}
