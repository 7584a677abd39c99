// Webhooks: where partners have their events sent. Part of the register, so written by the turnstile's login only, but for leases.
import { type Instant, idOf, type PartnerId, uuidOf } from '@countersign/protocol'
import type { Session } from './database.ts'

/** Where a partner's events go. */
export interface Webhook {
  readonly partner: PartnerId
  readonly url: string
  /** Sealed; it signs what is sent. */
  readonly secret: Uint8Array
  /** Signs beside it until then, so that a receiver can change over. */
  readonly previous: { readonly secret: Uint8Array; readonly until: Instant } | null
  /** When its address or its secret was last set. */
  readonly setAt: Instant
}

interface WebhookRow {
  readonly partner_id: string
  readonly url: string
  readonly secret: Uint8Array
  readonly previous_secret: Uint8Array | null
  readonly previous_until: Instant | null
  readonly set_at: Instant
}

const columns = 'partner_id, url, secret, previous_secret, previous_until, set_at'

function webhookFromRow(row: WebhookRow): Webhook {
  const { previous_secret: secret, previous_until: until } = row
  return {
    partner: idOf('partner', row.partner_id),
    url: row.url,
    secret: row.secret,
    previous: secret === null || until === null ? null : { secret, until },
    setAt: row.set_at,
  }
}

/** The webhook of a partner. */
export async function findWebhook(session: Session, partner: PartnerId): Promise<Webhook | undefined> {
  const { rows } = await session.query<WebhookRow>(`select ${columns} from webhooks where partner_id = $1`, [
    uuidOf(partner),
  ])
  return rows.map(webhookFromRow)[0]
}

/** The address the register's last entry about a webhook names; null where that says there is none. */
const entered = `(select r.record ->> 'address' from register_entries r
  where r.partner_id = w.partner_id and r.kind = 'webhook_changed' order by r.log_id desc, r.n desc limit 1)`

/** The webhook events are sent to: the partner's, while its address is the one the register names (SUN-05). */
export async function registeredWebhook(session: Session, partner: PartnerId): Promise<Webhook | undefined> {
  const { rows } = await session.query<WebhookRow>(
    `select ${columns} from webhooks w where partner_id = $1 and url = ${entered}`,
    [uuidOf(partner)],
  )
  return rows.map(webhookFromRow)[0]
}

/** The addresses of all webhooks. */
export async function webhookAddresses(session: Session): Promise<ReadonlyMap<PartnerId, string>> {
  const { rows } = await session.query<{ partner_id: string; url: string }>(
    'select partner_id, url from webhooks',
  )
  return new Map(rows.map((row) => [idOf('partner', row.partner_id), row.url]))
}

/** Gives a partner this webhook, in place of the one it had. */
export async function saveWebhook(session: Session, webhook: Webhook): Promise<void> {
  await session.query(
    `insert into webhooks (${columns}) values ($1, $2, $3, $4, $5, $6)
     on conflict (partner_id) do update set url = excluded.url, secret = excluded.secret,
       previous_secret = excluded.previous_secret, previous_until = excluded.previous_until, set_at = excluded.set_at`,
    [
      uuidOf(webhook.partner),
      webhook.url,
      webhook.secret,
      webhook.previous?.secret ?? null,
      webhook.previous?.until ?? null,
      webhook.setAt,
    ],
  )
}

/** Takes a partner's webhook away. */
export async function removeWebhook(session: Session, partner: PartnerId): Promise<void> {
  await session.query('delete from webhooks where partner_id = $1', [uuidOf(partner)])
}

/** Partners whose webhook is not the one their last entry in the register says: somebody put it there past the register (SUN-05). */
export async function orphanWebhooks(session: Session): Promise<readonly PartnerId[]> {
  const { rows } = await session.query<{ partner_id: string }>(
    `select w.partner_id from webhooks w where w.url is distinct from ${entered}`,
  )
  return rows.map((row) => idOf('partner', row.partner_id))
}

/** The right to deliver to one partner for some time; nobody else does meanwhile. */
export interface DeliveryLease {
  readonly partner: PartnerId
  readonly until: Instant
}

/**
 * Takes the partners whose next event is due and whom nobody delivers to, some at a time. Of two servers one gets each.
 * Whoever dies with some loses nothing: they are taken again when the lease has run out.
 */
export async function leaseDeliveries(
  session: Session,
  { now, until, limit }: { readonly now: Instant; readonly until: Instant; readonly limit: number },
): Promise<readonly DeliveryLease[]> {
  const { rows } = await session.query<{ partner_id: string }>(
    `update webhooks set leased_until = $2 where partner_id in (
       select w.partner_id from webhooks w
       where w.url = ${entered} and (w.leased_until is null or w.leased_until <= $1)
         and (select coalesce(e.next_at, 0) from events e
              where e.partner_id = w.partner_id and e.state = 'waiting' order by e.n limit 1) <= $1
       limit $3 for update skip locked)
     returning partner_id`,
    [now, until, limit],
  )
  return rows.map((row) => ({ partner: idOf('partner', row.partner_id), until }))
}

/** Prolongs a lease. @returns undefined when it had run out and somebody else has it, or the webhook is gone */
export async function renewLease(
  session: Session,
  { partner, until }: DeliveryLease,
  to: Instant,
): Promise<DeliveryLease | undefined> {
  const { rowCount } = await session.query(
    'update webhooks set leased_until = $3 where partner_id = $1 and leased_until = $2',
    [uuidOf(partner), until, to],
  )
  return rowCount === 1 ? { partner, until: to } : undefined
}

/** Gives a lease back, unless somebody else has it. */
export async function endLease(session: Session, { partner, until }: DeliveryLease): Promise<void> {
  await session.query('update webhooks set leased_until = null where partner_id = $1 and leased_until = $2', [
    uuidOf(partner),
    until,
  ])
}
