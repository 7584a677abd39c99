// A partner's side of Countersign: connect a person, finish, call on their behalf, hear what happens, let go.
import type { PartnerEvent } from '@countersign/protocol/events'
import { type Configuration, tokenRevocation } from 'openid-client'
import { type ConnectRequest, type ConnectStart, finishConnection, startConnection } from './authorize.ts'
import { type Client, type Keeping, makeClient } from './client.ts'
import type { Connection, PendingConnection } from './connection.ts'
import { type DeletionAsk, deletionAsk } from './deletions.ts'
import { type FollowOptions, followEvents } from './events.ts'
import { oauthFailure } from './oauth-failure.ts'
import { defaultRetryBounds, type RetryBounds } from './retry.ts'
import { discover, type PartnerSettings, parseIssuer } from './settings.ts'
import type { Exchange } from './transport.ts'

/** How a connection comes out of a callback. */
export interface FinishOptions {
  /**
   * The connection kept for this person, if there is one: its delivery chain goes on in the new connection. Leave it out
   * only where no connection of this person was ever kept.
   */
  readonly previous?: (person: string) => Connection | undefined | Promise<Connection | undefined>
}

/** How a client behaves. */
export interface ClientOptions extends Keeping {
  readonly retry?: RetryBounds
  /** Sees every answer as it came, refusals and repeated attempts included. */
  readonly observe?: (exchange: Exchange) => void | Promise<void>
}

/** A partner's feature on one platform. */
export interface Partner {
  /** Begins an authorization. @throws CountersignError */
  connect(request: ConnectRequest): Promise<ConnectStart>
  /**
   * Ends an authorization with the address the person came back to. Save what it returns before anything else.
   * @throws CountersignError: AUTHORIZATION_REFUSED when the person said no
   */
  finish(callbackUrl: string, pending: PendingConnection, options?: FinishOptions): Promise<Connection>
  /** The partner API for a connection. */
  client(options: ClientOptions): Promise<Client>
  /**
   * What happens to all people of this partner, as it comes: at least once, in order, resumed by itself. See `FollowOptions`.
   * @throws CountersignError for what waiting cannot mend
   */
  events(options?: FollowOptions): AsyncIterable<PartnerEvent>
  /** What somebody asks you to delete, by the id in a `deletion.asked`: which items, and your answer. */
  deletion(id: string): DeletionAsk
  /** Ends the tokens (RFC 7009). The permission stays until the person withdraws it or it ends: see `Client.giveBack`. */
  disconnect(connection: Connection): Promise<void>
}

/**
 * A partner as configured. The platform is looked up at the first call and again until it answers, so a partner starts
 * whether or not the platform is up.
 * @throws TypeError for settings that cannot be right
 */
export function createPartner(settings: PartnerSettings): Partner {
  const base = parseIssuer(settings)
  let found: Promise<Configuration> | undefined
  const configuration = (): Promise<Configuration> => {
    found ??= discover(settings).catch((error: unknown) => {
      found = undefined
      throw error
    })
    return found
  }
  const asClient = { configuration, base, wait: waitOf(settings), fetch: settings.fetch }
  return {
    connect: async (request) => startConnection(await configuration(), settings, request),
    finish: async (callbackUrl, pending, { previous } = {}) => {
      const connection = await finishConnection(await configuration(), callbackUrl, pending)
      const before = await previous?.(connection.person)
      return before === undefined ? connection : { ...connection, deliveries: before.deliveries }
    },
    client: async ({ retry = defaultRetryBounds, observe = () => undefined, ...keeping }) => {
      return makeClient(
        { configuration: await configuration(), base, retry, wait: waitOf(settings), observe },
        keeping,
      )
    },
    events: (options = {}) => followEvents(asClient, options),
    deletion: (id) => deletionAsk(asClient, id),
    disconnect: async ({ tokens }) => {
      try {
        await tokenRevocation(await configuration(), tokens.refresh ?? tokens.access)
      } catch (error) {
        throw oauthFailure(error)
      }
    },
  }
}

function waitOf({ wait }: PartnerSettings): (ms: number) => Promise<void> {
  return wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)))
}
