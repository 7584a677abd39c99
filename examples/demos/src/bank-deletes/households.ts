// The households of D3: a customer, a relative, their chat, the bank's connection, and the receipts confirmed in it.
import { createHash } from 'node:crypto'
import type { Client } from '@countersign/sdk'
import { connect } from '../connect.ts'
import { fewAtATime } from '../in-turn.ts'
import { makeGroup, type Person, type ReadMessage, readThread, say, signUp } from '../people.ts'
import type { RecordedPartner } from '../recorded-partner.ts'
import { confirmDraft } from '../share-sheet.ts'
import type { Stage } from '../stage.ts'
import { CUSTOMERS, partOf, RECEIPTS, receiptOf } from './story.ts'

/** A receipt in a thread. */
export interface Sent {
  /** What the platform and its people call the message. */
  readonly message: string
  /** The id the bank learnt by asking for its draft. */
  readonly placement: string
}

/** One customer of the bank. */
export interface Household {
  readonly customer: Person
  readonly relative: Person
  readonly thread: string
  /** What they wrote to each other themselves. */
  readonly words: { readonly customers: string; readonly relatives: string }
  readonly client: Client
}

/** Opens the accounts, has each pair say something, and connects each customer to the bank. */
export async function gather(
  { platform }: Pick<Stage, 'platform'>,
  bankAs: RecordedPartner,
): Promise<readonly Household[]> {
  const partner = bankAs.listen(() => undefined)
  const asks = [{ purpose: RECEIPTS, actions: ['messages.write', 'messages.delete'] as const }]
  return fewAtATime(Array.from({ length: CUSTOMERS }), async (_, n) => {
    const customer = await signUp(platform, partOf('customer', n))
    const relative = await signUp(platform, partOf('relative', n))
    const thread = await makeGroup(customer, [relative], 'Family')
    const words = {
      customers: await say(customer, thread, 'I send you what I owe you for the tickets.'),
      relatives: await say(relative, thread, 'Take your time, I trust you more than the bank.'),
    }
    const { connection } = await connect(partner, customer, asks, { threads: [], history: false }, null)
    const client = await partner.client({ connection, save: async () => undefined })
    return { customer, relative, thread, words, client }
  })
}

/** The bank proposes receipts, the customer confirms each with a ticket of its own, and the bank asks what it is called. */
export async function sendReceipts(
  { customer, thread, client }: Household,
  n: number,
  count: number,
): Promise<readonly Sent[]> {
  const sent: Sent[] = []
  for (let i = 0; i < count; i++) {
    const { draft } = await client.draft(RECEIPTS, receiptOf(n, i))
    const message = await confirmDraft(customer, draft, thread)
    const state = await client.draftState(RECEIPTS, draft)
    if (state.state !== 'placed') throw new Error(`a confirmed receipt is ${state.state}`)
    sent.push({ message, placement: state.placement })
  }
  return sent
}

/** How a receipt stands in a thread: there, taken away with a mark in its place, or gone. */
export interface Shown {
  readonly tombstone: boolean
  /** SHA-256 of the message as its reader is sent it. */
  readonly hash: string
}

/** Every message of the household's thread as one of the two sees it, by its id. */
export async function seenBy(
  person: Person,
  { thread }: Pick<Household, 'thread'>,
): Promise<ReadonlyMap<string, Shown>> {
  const messages = await readThread(person, thread)
  return new Map(messages.map((message) => [message.id, shown(message)]))
}

function shown(message: ReadMessage): Shown {
  return {
    tombstone: message.card === null && message.restorable_until !== null,
    hash: createHash('sha256').update(JSON.stringify(message)).digest('hex'),
  }
}
