// The acceptance demo D3 as anybody runs it, with a tenth of its receipts and deletes; SCP-02, WRT-01, WRT-03, WRT-04.
import { describe, expect, it } from 'vitest'
import { inTemporaryFolder, playWhole } from './_demo.ts'

inTemporaryFolder()

describe('countersign demo', () => {
  it('bank-deletes: every number of D3 holds', { timeout: 240_000 }, async () => {
    const { seen } = await playWhole('bank-deletes', '--tenth')
    expect(seen).toMatchObject({
      'transfer receipts sent, each with a ticket of its own': '100',
      'reading, list_threads, see_participants: refused with VERB_NOT_GRANTED': '3',
      'of the two in that chat, who see a tombstone in its place': '2',
      'of the two, who see it again with the hash it had': '2',
      'deleting a message of the customer': 'NOT_YOURS',
      'deleting a message of the relative': 'NOT_YOURS',
      'deleting what another partner placed': 'NOT_YOURS',
      'deletes of own and made-up ids fired': '500',
      'of them, answered with BULK_STOP': '1',
      'of those, not refused with SUSPENDED': '0',
      'receipts with the hash they had, as each customer sees them': '100',
      'receipts with the hash they had, as each relative sees them': '100',
    })
  })
})
