// A partner's webhook: where its events go is part of the register, and every change of it an entry there (SUN-05, TRN-03).
import { DAY_MS, type Instant, type PartnerId, type PersonId } from '@countersign/protocol'
import type { Applied, Entered } from '../gate/turnstile-port.ts'
import type { OutboundFailure } from '../outbound/failures.ts'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { featuresOf } from '../store/features.ts'
import { findPartner } from '../store/partners.ts'
import { findWebhook, removeWebhook, saveWebhook } from '../store/webhooks.ts'
import type { System } from '../system.ts'
import { assertEntriesLeft } from './assert-entries-left.ts'
import { assertStaff } from './staff.ts'
import { makeWebhookSecret, type NewSecret } from './webhook-secret.ts'

/** So long the secret before a rotation goes on signing beside the new one. */
export const ROTATION_MS = DAY_MS

/** Who changes whose webhook; nobody of the partner's own where it is the operator. */
export interface WebhookChange {
  readonly partner: PartnerId
  readonly by: PersonId | null
}

/** What was set. The secret is shown this once and can never be read again. */
export interface WebhookSet {
  readonly url: string
  readonly secret: string
}

/**
 * Has a partner's events sent to an address from now on, instead of over a stream or to the one before, signed with a new
 * secret and no older one.
 * @throws {Problem} BAD_REQUEST for an address this server does not reach; NOT_RUNNING for a partner that is suspended or has
 *   no feature left; NOT_FOUND; LEDGER_UNAVAILABLE
 */
export async function setWebhook(
  system: Pick<System, 'turnstile' | 'outbound' | 'keys' | 'random'>,
  change: WebhookChange,
  url: string,
): Promise<WebhookSet> {
  // Public, and sent to a receiver's logs at each delivery: what is secret is the secret.
  if (url.length > MAX_URL_LENGTH || /[?#]/.test(url))
    throw badAddress(`is at most ${MAX_URL_LENGTH} characters, without \`?\` and \`#\``)
  const reached = await system.outbound.check(url)
  if (!reached.ok) throw badAddress(refusals[reached.error] ?? refusals.ADDRESS_REFUSED)
  const secret = makeWebhookSecret(system, change.partner)
  await enter(system, change, async (session, at) => {
    await assertRuns(session, change.partner, at)
    const webhook = { partner: change.partner, url, secret: secret.sealed, previous: null, setAt: at }
    await saveWebhook(session, webhook)
    return { value: undefined, ...entry(change.partner, url, secret, at) }
  })
  return { url, secret: secret.shown }
}

/**
 * Gives the webhook a new secret; the one before signs beside it for {@link ROTATION_MS}, so that its receiver can change over.
 * @throws {Problem} NOT_FOUND without a webhook; NOT_RUNNING; LEDGER_UNAVAILABLE
 */
export async function rotateWebhookSecret(
  system: Pick<System, 'turnstile' | 'keys' | 'random'>,
  change: WebhookChange,
): Promise<WebhookSet & { readonly previousUntil: Instant }> {
  const secret = makeWebhookSecret(system, change.partner)
  const { url, until } = await enter(system, change, async (session, at) => {
    await assertRuns(session, change.partner, at)
    const known = await findWebhook(session, change.partner)
    if (known === undefined) throw noWebhook()
    const previous = { secret: known.secret, until: at + ROTATION_MS }
    await saveWebhook(session, { ...known, secret: secret.sealed, previous, setAt: at })
    const value = { url: known.url, until: previous.until }
    return { value, ...entry(change.partner, known.url, secret, at) }
  })
  return { url, secret: secret.shown, previousUntil: until }
}

/**
 * Takes the webhook away. No event is sent there once this is acknowledged; the stream goes on where it ended.
 * @throws {Problem} NOT_FOUND without a webhook
 */
export async function dropWebhook(
  system: Pick<System, 'turnstile'>,
  { partner, by }: WebhookChange,
): Promise<void> {
  await system.turnstile.change({
    direction: 'tightens',
    async apply(session, at) {
      if (by !== null) await assertStaff(session, { partner, person: by })
      if ((await findWebhook(session, partner)) === undefined) throw noWebhook()
      return { value: undefined, ...(await closeWebhook(session, partner, at)) }
    },
  })
}

/** Takes a webhook away inside another change, and enters that no address is told anything from here on. */
export async function closeWebhook(session: Session, partner: PartnerId, at: Instant): Promise<Entered> {
  await removeWebhook(session, partner)
  return entry(partner, null, null, at)
}

const MAX_URL_LENGTH = 500

const refusals: Readonly<Partial<Record<OutboundFailure, string>>> & { readonly ADDRESS_REFUSED: string } = {
  ADDRESS_REFUSED:
    'is not an https address of a public host by its name, on the usual port; http is taken for ports of this machine the operator opened',
  UNREACHABLE: 'names a host that is not in the DNS',
  TOO_SLOW: 'names a host whose name server does not answer',
}

function badAddress(problem: string): Problem {
  return new Problem('BAD_REQUEST', { errors: [{ at: 'url', problem }] })
}

const noWebhook = (): Problem => new Problem('NOT_FOUND', { detail: 'There is no webhook.' })

function enter<T>(
  { turnstile }: Pick<System, 'turnstile'>,
  { partner, by }: WebhookChange,
  apply: (session: Session, at: Instant) => Promise<Applied<T>>,
): Promise<T> {
  return turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      if (by !== null) {
        await assertStaff(session, { partner, person: by })
        await assertEntriesLeft(session, partner, at)
      }
      return apply(session, at)
    },
  })
}

/** A hook is for features that run: one put up now for a partner that is over would be a door to nothing (SUN-05). */
async function assertRuns(session: Session, partner: PartnerId, at: Instant): Promise<void> {
  const known = await findPartner(session, partner)
  if (known === undefined) throw new Problem('NOT_FOUND')
  const features = await featuresOf(session, partner)
  if (known.suspended || !features.some(({ endAt }) => endAt === null || at < endAt))
    throw new Problem('NOT_RUNNING')
}

function entry(
  partner: PartnerId,
  address: string | null,
  secret: Pick<NewSecret, 'hash'> | null,
  at: Instant,
): Entered {
  const record = {
    kind: 'webhook_changed',
    at,
    partner,
    address,
    secret_hash: secret?.hash ?? null,
  } as const
  return { touches: [{ partner }], records: [{ register: partner, record }] }
}
