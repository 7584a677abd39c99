// What Jukebox does for a connected person: propose a song, read their group, let go.
import {
  type Client,
  type Connection,
  type CountersignError,
  isCountersignError,
  type Pages,
  type Partner,
} from '@countersign/sdk'
import type { Work } from './catalogue.ts'
import type { Round, Store } from './store.ts'

/** After these the platform expects what was received to be gone. */
const over: readonly CountersignError['code'][] = [
  'WITHDRAWN',
  'EXPIRED',
  'CONSENT_VOID',
  'FEATURE_ENDED',
  'NO_GRANT',
  'CONNECTION_ENDED',
]

/** Answers read per thread at most; an answer holds up to a hundred messages. */
const answersPerThread = 5

/** The people who connected. What is done for one person is done one after the other. */
export class People {
  readonly #store: Store
  readonly #partner: () => Promise<Partner>
  readonly #now: () => number
  readonly #turns = new Map<string, Promise<unknown>>()

  constructor(store: Store, partner: () => Promise<Partner>, now: () => number) {
    this.#store = store
    this.#partner = partner
    this.#now = now
  }

  /**
   * Takes a connection fresh from the callback and asks what it may do. It replaces the person's earlier one, whose
   * delivery chain goes on.
   */
  async connected(connection: Connection): Promise<void> {
    await this.#inTurn(connection.person, async () => {
      const last = this.#store.connection(connection.person)?.deliveries.last ?? 0
      this.#store.saveConnection({
        ...connection,
        deliveries: { last: Math.max(last, connection.deliveries.last) },
      })
    })
    await this.#round(connection.person, 'connect', async (client) => void (await client.access()))
  }

  /** The page of the platform where the person confirms the song; undefined when it went wrong, which the round tells. */
  async send(person: string, work: Work): Promise<string | undefined> {
    let shareUrl: string | undefined
    await this.#round(person, 'send', async (client) => {
      shareUrl = (await client.draft('share_content', work.card)).shareUrl
    })
    return shareUrl
  }

  /** Reads the selected threads as far as allowed. What came and what was refused is in the newest round. */
  async read(person: string): Promise<void> {
    await this.#round(person, 'read', async (client) => {
      await client.access()
      for await (const { id } of client.threads('group_activity', { limit: 100 })) {
        await withoutPower(() =>
          readAll(client.members('group_activity', id, { limit: 100 }), answersPerThread),
        )
        await withoutPower(() =>
          readAll(client.messages('group_activity', id, { limit: 100 }), answersPerThread),
        )
      }
    })
  }

  /** Gives every power and the tokens back and forgets the person, also when the platform cannot be told. */
  async disconnect(person: string): Promise<void> {
    await this.#inTurn(person, async () => {
      const connection = this.#store.connection(person)
      this.#store.forget(person)
      if (connection === undefined) return
      try {
        const partner = await this.#partner()
        const client = await partner.client({ connection, save: async () => undefined })
        await client.giveBack()
        await partner.disconnect(client.connection)
      } catch (error) {
        if (!isCountersignError(error)) throw error
      }
    })
  }

  async #round(person: string, what: Round['what'], work: (client: Client) => Promise<void>): Promise<void> {
    await this.#inTurn(person, async () => {
      const connection = this.#store.connection(person)
      if (connection === undefined) return
      const round = this.#store.beginRound(person, what, this.#now())
      try {
        const partner = await this.#partner()
        const client = await partner.client({
          connection,
          save: async (next) => this.#store.saveConnection(next),
          observe: (exchange) => this.#store.addExchange(round, this.#now(), exchange),
        })
        await work(client)
      } catch (error) {
        if (!isCountersignError(error)) throw error
        // What an answer said is kept with the answer.
        if (!('problem' in error)) this.#store.addTrouble(round, error.code, error.message)
        if (what === 'read' && over.includes(error.code)) this.#store.forgetReceived(person, round)
      }
    })
  }

  #inTurn(person: string, work: () => Promise<void>): Promise<void> {
    const mine = (this.#turns.get(person) ?? Promise.resolve()).then(work)
    const settled = mine.catch(() => undefined)
    this.#turns.set(person, settled)
    return mine
  }
}

/** Reads a list to its end, or as many answers of it as are wanted. What came is kept by `observe`. */
async function readAll(pages: Pages<unknown>, answers: number): Promise<void> {
  let left = answers
  for await (const _ of pages.answers()) if (--left === 0) break
}

/** A power that was not granted is done without. */
async function withoutPower(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isCountersignError(error) || error.code !== 'VERB_NOT_GRANTED') throw error
  }
}
