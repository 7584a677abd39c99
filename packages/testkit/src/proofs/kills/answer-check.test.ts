// Hand-made answers: what is recorded passes, also broken off anywhere; whatever came without its record is named.
import { describe, expect, it } from 'vitest'
import type { EntryRow } from '../../ledger-rows.ts'
import { answer, correction, entries, items, keyring, text } from './_received.ts'
import { itemsIn, openRecords, recordedProblems } from './answer-check.ts'
import type { Answer } from './journal.ts'

async function problems(given: Answer, change: (all: EntryRow[]) => readonly EntryRow[] = (all) => all) {
  const records = openRecords()
  records.add(change(await entries()))
  return (await recordedProblems(given, records, keyring)).join('; ')
}

const without =
  (kind: EntryRow['record']['kind'], nth = 0) =>
  (all: EntryRow[]): readonly EntryRow[] => {
    const gone = all.filter(({ record }) => record.kind === kind)[nth]
    return all.filter((one) => one !== gone)
  }

describe('an answer that is recorded', () => {
  it('passes whole', async () => expect(await problems(answer())).toBe(''))

  it('passes broken off after any of its bytes', async () => {
    for (let length = 0; length < text.length; length++)
      expect(await problems(answer(text.slice(0, length), { whole: false }))).toBe('')
  })

  it('a refusal passes with the code that is recorded', async () => {
    const refused = answer('{"code":"WITHDRAWN"}', { status: 403 })
    const recorded = (all: EntryRow[]): readonly EntryRow[] =>
      all.flatMap((one) =>
        one.record.kind === 'decision'
          ? { ...one, record: { ...one.record, outcome: 'WITHDRAWN' as const } }
          : [],
      )
    expect(await problems(refused, recorded)).toBe('')
    expect(await problems(refused)).toContain('refused with WITHDRAWN, recorded is permit')
  })

  it('what is of no decision needs none', async () =>
    expect(await problems(answer('{"code":"DATABASE_UNAVAILABLE"}', { status: 503, named: false }))).toBe(''))
})

describe('an answer that is not', () => {
  it.each<[string, Answer, Parameters<typeof problems>[1], string]>([
    ['nothing is', answer(), () => [], 'nothing is recorded of it'],
    ['the decision is not', answer(), without('decision'), 'nothing is recorded of it'],
    [
      'not one byte of it came, and still nothing is',
      answer('', { whole: false }),
      () => [],
      'nothing is recorded',
    ],
    ['it names no decision', answer(text, { named: false }), undefined, 'without its decision'],
    ['a disclosure is not', answer(), without('disclosure'), 'item m1 came and is not recorded'],
    ['another one is not', answer(), without('disclosure', 1), 'item m2 came and is not recorded'],
    ['a delivery is not', answer(), without('delivery'), 'its places are not those recorded'],
    ['it was entered as not sent', answer(), (all) => [...all, correction], 'entered as not sent'],
    ['other words came', answer(text.replace('ana', 'eva')), undefined, 'other content than is recorded'],
    [
      'other bytes came',
      answer(text.replace('"next":null', '"next":"c"')),
      undefined,
      'bytes are not those recorded',
    ],
    [
      'an item more came',
      answer(text.replace('}]', '},{"id":"m3"}]')),
      undefined,
      'item m3 came and is not recorded',
    ],
    [
      'the beginning of an item came',
      answer('{"items":[{"kind":"message","id":"m9","te', { whole: false }),
      undefined,
      'item m9 began to come',
    ],
    [
      'a bit of one more item came',
      answer(`{"items":[${items.map((item) => JSON.stringify(item)).join()},{"ki`, { whole: false }),
      undefined,
      'an item began to come that is not recorded',
    ],
  ])('%s', async (_, given, change, said) => expect(await problems(given, change)).toContain(said))
})

it('items are cut out of broken bytes, quotes and braces in them notwithstanding', () => {
  const [first, second] = items.map((item) => JSON.stringify(item))
  expect(itemsIn(text)).toEqual({ whole: [first, second], rest: '' })
  expect(itemsIn(`{"items":[${first},${second?.slice(0, 30)}`)).toEqual({
    whole: [first],
    rest: second?.slice(0, 30),
  })
  expect(itemsIn('{"ite')).toEqual({ whole: [], rest: '' })
  expect(itemsIn('{"items":[],"next":null}')).toEqual({ whole: [], rest: '' })
})
