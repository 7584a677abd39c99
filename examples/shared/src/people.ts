// What every example partner does for a connected person: propose a card, read what it may, let go.
import {
  type Card,
  type Client,
  type Connection,
  type CountersignError,
  isCountersignError,
  type Pages,
  type Partner,
  type Purpose,
} from '@countersign/sdk'
import type { Store } from './store.ts'

/** After these the platform expects what was received to be gone. */
const over: readonly CountersignError['code'][] = [
  'WITHDRAWN',
  'EXPIRED',
  'CONSENT_VOID',
  'FEATURE_ENDED',
  'NO_GRANT',
  'CONNECTION_ENDED',
]

/** One thing done for a person: its name on their page, and the feature it is done with. */
export interface Errand {
  readonly what: string
  readonly feature: string
  /** Whether it reads: then an end of the permission takes what earlier readings brought. */
  readonly reads?: boolean
}

/** The people who connected. What is done for one person is done one after the other. */
export class People {
  readonly #store: Store
  readonly #partner: (feature: string) => Promise<Partner>
  readonly #now: () => number
  readonly #turns = new Map<string, Promise<unknown>>()

  constructor(store: Store, partner: (feature: string) => Promise<Partner>, now: () => number) {
    this.#store = store
    this.#partner = partner
    this.#now = now
  }

  /**
   * Takes a connection fresh from the callback and asks what it may do. It replaces the person's earlier one to this
   * feature; the delivery chain goes on.
   */
  async connected(feature: string, connection: Connection): Promise<void> {
    await this.#inTurn(connection.person, async () => this.#store.saveConnection(feature, connection))
    await this.run(
      connection.person,
      { what: 'Connect', feature },
      async (client) => void (await client.access()),
    )
  }

  /** The page of the platform where the person confirms the card; undefined when it went wrong, which the round tells. */
  async draft(person: string, errand: Errand, purpose: Purpose, card: Card): Promise<string | undefined> {
    let shareUrl: string | undefined
    await this.run(person, errand, async (client) => {
      shareUrl = (await client.draft(purpose, card)).shareUrl
    })
    return shareUrl
  }

  /** Does an errand. What came and what was refused is in the newest round; what the SDK did not foresee is thrown. */
  async run(person: string, errand: Errand, work: (client: Client) => Promise<void>): Promise<void> {
    const { what, feature, reads = false } = errand
    await this.#inTurn(person, async () => {
      const connection = this.#store.connection(person, feature)
      if (connection === undefined) return
      const round = this.#store.beginRound(person, { what, feature, reads }, this.#now())
      try {
        const partner = await this.#partner(feature)
        const client = await partner.client({
          connection,
          save: async (next) => this.#store.saveConnection(feature, next),
          observe: (exchange) => this.#store.addExchange(round, this.#now(), exchange),
        })
        await work(client)
      } catch (error) {
        if (!isCountersignError(error)) throw error
        // What an answer said is kept with the answer.
        if (!('problem' in error)) this.#store.addTrouble(round, error.code, error.message)
        if (reads && over.includes(error.code)) this.#store.forgetReceived(person, round)
      }
    })
  }

  /** Gives every power and the tokens back and forgets the person, also when the platform cannot be told. */
  async disconnect(person: string): Promise<void> {
    await this.#inTurn(person, async () => {
      const connections = this.#store.connections(person)
      this.#store.forget(person)
      for (const { feature, connection } of connections) await this.#letGo(feature, connection)
    })
  }

  async #letGo(feature: string, connection: Connection): Promise<void> {
    try {
      const partner = await this.#partner(feature)
      const client = await partner.client({ connection, save: async () => undefined })
      await client.giveBack()
      await partner.disconnect(client.connection)
    } catch (error) {
      if (!isCountersignError(error)) throw error
    }
  }

  #inTurn(person: string, work: () => Promise<void>): Promise<void> {
    const mine = (this.#turns.get(person) ?? Promise.resolve()).then(work)
    const settled = mine.catch(() => undefined)
    this.#turns.set(person, settled)
    return mine
  }
}

/** Reads a list to its end, or as many answers of it as are wanted. What came is kept with the round. */
export async function readAll(pages: Pages<unknown>, answers: number): Promise<void> {
  let left = answers
  for await (const _ of pages.answers()) if (--left === 0) break
}

/** A power that was not granted is done without. */
export async function withoutPower(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isCountersignError(error) || error.code !== 'VERB_NOT_GRANTED') throw error
  }
}
