// What the bank tries by hand: reading, one receipt of its own, and three messages that are not.
import { connect } from '../connect.ts'
import type { Figures } from '../figures.ts'
import { everyRead, outcomeOf } from '../reader.ts'
import { confirmDraft } from '../share-sheet.ts'
import type { Stage } from '../stage.ts'
import { SHARE, sendOnly, setUpTunes } from '../tunes.ts'
import { type Household, type Sent, seenBy } from './households.ts'
import { RECEIPTS, receiptOf } from './story.ts'

/** It may send and take back; each read is a power it does not have, and what nobody confirms stays a draft. */
export async function tryToRead({ client }: Household, figures: Figures): Promise<void> {
  // The bank knows no thread here; a made-up id is refused for the same reason as a real one.
  const reads = everyRead(client, RECEIPTS, `thr_${'A'.repeat(22)}`)
  const codes: string[] = []
  for (const read of reads) codes.push(await outcomeOf(read()))
  const refused = codes.filter((code) => code === 'VERB_NOT_GRANTED').length
  const what = 'reading, list_threads, see_participants: refused with VERB_NOT_GRANTED'
  figures.equal('SCP-02', what, 3, refused)
  const { draft } = await client.draft(RECEIPTS, receiptOf(0, 0))
  const { state } = await client.draftState(RECEIPTS, draft)
  figures.equal('WRT-01', 'a receipt that nobody confirmed', 'waiting', state)
}

/** One receipt of its own: a mark stays in its place, and the customer brings it back as it was. */
export async function takeOneBack(
  household: Household,
  { message, placement }: Sent,
  figures: Figures,
): Promise<void> {
  const { customer, relative, thread, client } = household
  const both = [customer, relative]
  const look = () => Promise.all(both.map(async (who) => (await seenBy(who, household)).get(message)))
  const before = await look()
  const deleted = await outcomeOf(client.remove(RECEIPTS, placement))
  figures.equal('WRT-03', 'deleting a receipt of its own', 'permit', deleted)
  const marks = (await look()).filter((one) => one?.tombstone).length
  figures.equal('WRT-04', 'of the two in that chat, who see a tombstone in its place', 2, marks)
  const path = `/api/v1/threads/${thread}/messages/${message}/restore`
  const { status } = await customer.browser.call('POST', path, {})
  figures.equal('WRT-04', 'the customer brings it back: answered with', 200, status)
  const after = await look()
  const same = after.filter((one, i) => one !== undefined && one.hash === before[i]?.hash).length
  figures.equal('WRT-04', 'of the two, who see it again with the hash it had', 2, same)
}

/** A message of the customer, one of the relative, and a song that another partner placed. */
export async function tryOthers({ platform, operator, figures }: Stage, household: Household): Promise<void> {
  const { customer, thread, words, client } = household
  const partner = (await setUpTunes(platform, operator.register)).listen(() => undefined)
  const { connection } = await connect(partner, customer, sendOnly, { threads: [], history: false }, null)
  const tunes = await partner.client({ connection, save: async () => undefined })
  const { draft } = await tunes.draft(SHARE, { type: 'note', text: 'A song for the train.' })
  const song = await confirmDraft(customer, draft, thread)
  const placed = await tunes.draftState(SHARE, draft)
  if (placed.state !== 'placed') throw new Error(`a confirmed note is ${placed.state}`)
  const before = await seenBy(customer, household)
  const tries = [
    ['a message of the customer', words.customers],
    ['a message of the relative', words.relatives],
    ['what another partner placed', placed.placement],
  ] as const
  for (const [what, id] of tries)
    figures.equal('WRT-03', `deleting ${what}`, 'NOT_YOURS', await outcomeOf(client.remove(RECEIPTS, id)))
  const after = await seenBy(customer, household)
  const kept = [words.customers, words.relatives, song].filter((id) => isSame(before, after, id)).length
  figures.equal('WRT-03', 'of those three, as they were afterwards', 3, kept)
}

function isSame(
  before: Awaited<ReturnType<typeof seenBy>>,
  after: Awaited<ReturnType<typeof seenBy>>,
  id: string,
): boolean {
  const then = before.get(id)
  return then !== undefined && then.hash === after.get(id)?.hash
}
