// Every acceptance demo must fail in 2014 mode, and by the figures that stand for its promise: otherwise it proves nothing.
import { describe, expect, it } from 'vitest'
import { playUnder2014 } from '../src/mode-2014/play.ts'

/** Long enough for one demo on a slow machine. */
const timeout = 240_000
const some = expect.stringMatching(/^[1-9]/)

describe('in 2014 mode', () => {
  it('song-in-a-group fails by its readings (D4; COP-01 to COP-05, WRT-02, SUN-03)', {
    timeout,
  }, async () => {
    const { exitCode, wrong } = await playUnder2014('song-in-a-group')
    const all = (strangers: number) => `40, ${strangers} of them by people who did not allow`
    expect(wrong).toEqual({
      'send-only: of 6 reads, refused with VERB_NOT_GRANTED': '0',
      'send-only: names and ids that went out': some,
      'of 8 tries to hide the label, answered with 400': '3',
      'reading allowed, earlier messages not chosen: texts': all(40),
      'reading allowed: texts': all(32),
      'of the other 32 texts, found in the bytes': '32',
      "of the platform's 46 ids, found in the bytes": '46',
      'the same export in pages of 4: items a page': '4 4 4 4 4 4 4 4 4 4 1',
      'one more allows, earlier messages not chosen: texts': all(32),
      'one more allows: texts': all(24),
      'one says "nothing of mine" at once: texts': all(24),
      'a third allows: texts': all(16),
      'and turns on the switch "share nothing": texts': all(24),
      'and turns it off again: texts': all(16),
      'and says "nothing of mine" after having allowed: texts': all(24),
      'everybody must allow (EU all-parties profile): texts': all(40),
      'items of any kind': '41',
      'everybody for their own words again: texts': all(24),
      'his texts in those': some,
      'of those, pages with a text of his': some,
      'the next read of her threads': 'permit',
      'the next read of her messages': 'permit',
      "identifiers in Annika's exports": '0',
      'notices to Benedikt of the first time something of his went out': '0',
    })
    expect(exitCode).toBe(1)
  })

  it('address-book fails by the addresses and names (D5; COP-06, COP-07, TRN-01, TRN-04)', {
    timeout,
  }, async () => {
    const { exitCode, wrong } = await playUnder2014('address-book', { part: 'tenth' })
    expect(wrong).toEqual({
      'signed in only: what the shop may have of her friends': 'permit',
      'she allows, nobody else does: addresses of others': '500',
      'seven allow: addresses of others': '500',
      'of the other 493 addresses, found in the bytes': '493',
      "of the platform's ids for them, found in the bytes": '9',
      'of the seven, who see it once on their own page': '0',
      'lines on her own page about her own address': '0',
      'names of friends who did not allow it': '1000',
      'of the 1000 names, found in the bytes': '1000',
      'friends somebody has here, in the longest list': '101',
    })
    expect(exitCode).toBe(1)
  })

  it('bank-deletes fails by what it reads, deletes and loses (D3; SCP-02, WRT-03, WRT-04)', {
    timeout,
  }, async () => {
    const { exitCode, wrong } = await playUnder2014('bank-deletes', { part: 'tenth' })
    expect(wrong).toEqual({
      'reading, list_threads, see_participants: refused with VERB_NOT_GRANTED': '0',
      'of the two in that chat, who see a tombstone in its place': '0',
      'the customer brings it back: answered with': '404',
      'of the two, who see it again with the hash it had': '0',
      'deleting a message of the customer': 'permit',
      'deleting a message of the relative': 'permit',
      'deleting what another partner placed': 'permit',
      'of those three, as they were afterwards': '0',
      'of them, answered with BULK_STOP': '0',
      'of them, refused with NOT_YOURS': '0',
      'of them, answered in any other way': '401',
      'seconds from the first delete to the stop': 'Infinity',
      'deletes begun after the stop': '0',
      'receipts that became tombstones': '0',
      'receipts taken away, as customers see it': '99',
      'of 20 customers, for whom the bank is frozen for writing too': '0',
      'of them, brought back by the operator': '0',
      'receipts with the hash they had, as each customer sees them': '1',
      'receipts with the hash they had, as each relative sees them': '1',
      'notices to customers that a receipt was taken away': '0',
      'notices to customers that it was brought back for them': '0',
    })
    expect(exitCode).toBe(1)
  })

  it('film-ends fails by what goes on after the end (D1; SUN-01)', { timeout }, async () => {
    const { exitCode, wrong } = await playUnder2014('film-ends', { part: 'hundredth' })
    expect(wrong).toEqual({
      'it reads all the same': 'permit',
      'at the end: people it is refused for with FEATURE_ENDED': '0',
      'lines of it after the end': '30',
      'how the export stopped': 'permit',
      'of them, alive': '100',
      'of the waiting announcements, told after the end': some,
      'of them, permitted': '26',
    })
    expect(exitCode).toBe(1)
  })

  it('ghost-partners fails by what the hidden, ended and idle get (D6; TRN-03, SUN-04, SUN-05)', {
    timeout,
  }, async () => {
    const { exitCode, wrong } = await playUnder2014('ghost-partners', { part: 'hundredth' })
    expect(wrong).toEqual({
      'accounts it is refused for from that millisecond on': '0',
      'years after the end: items it still streams': '64',
      'accounts whose stream is closed for good': '0',
      'refused with the token of a company that is in the register': '0',
      'the old code path, with a token of today': 'permit',
      'companies that got something': '152',
      'of them, not in the register': '2',
      'difference between the register and people’s own pages': '150',
      'addresses of a friend idle for 92 days, which an active one asks for': '1',
    })
    expect(exitCode).toBe(1)
  })
})
