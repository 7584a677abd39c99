// Hand-made histories around one answer, which began at 100 and ended at 110: what was taken back before is found in it.
import { beforeEach, describe, expect, it } from 'vitest'
import { ana, answer, ben, entries, text } from './_received.ts'
import { openRecords, type Recorded } from './answer-check.ts'
import { markIn, registerOf, staleProblems, words, wordsOf } from './freshness.ts'
import { openJournal } from './journal.ts'

let recorded: Recorded
beforeEach(async () => {
  const records = openRecords()
  const all = await entries()
  records.add(all)
  const [decided] = all
  recorded = records.of(decided?.record.kind === 'decision' ? decided.record.decision : '')
})

type Act = readonly [state: string, began: number, ackedAt: number | undefined]

const stale = (name: string, before: string, acts: readonly Act[], sent = text): string => {
  const journal = openJournal()
  const register = journal.register({ name, before, repeats: () => 'enters nothing' })
  for (const [state, began, ackedAt] of acts) register.writes.push({ state, entry: state, began, ackedAt })
  return staleProblems(answer(sent), recorded, journal.registers).join('; ')
}

describe.each([
  ['a permission', registerOf('grant', ana), 'given', 'none', 'its permission was withdrawn'],
  ['a switch of the granting person', registerOf('switch', ana), 'off', 'on', 'whose switch was on'],
  ['a switch of somebody else', registerOf('switch', ben), 'off', 'on', 'whose switch was on'],
  ['an answer', registerOf('answer', ben), 'allow', 'none', 'taken their answer back'],
  ['a never', registerOf('answer', ben), 'allow', 'never', 'taken their answer back'],
  [
    'words',
    wordsOf('k10000001'),
    'k10000001.0 ana "sings" {',
    'k10000001.1 sang',
    'changed or deleted before',
  ],
  ['a message', wordsOf('k20000001'), 'k20000001.0 ben \\ hums', 'deleted', 'changed or deleted before'],
])('%s', (_, name, open, closed, said) => {
  it('closed and acknowledged before: found', () =>
    expect(stale(name, open, [[closed, 80, 99]])).toContain(said))
  it('closed before anything: found', () => expect(stale(name, closed, [])).toContain(said))
  it('opened again only afterwards: found', () =>
    expect(
      stale(name, open, [
        [closed, 80, 99],
        [open, 111, 120],
      ]),
    ).toContain(said))
  it('never closed', () => expect(stale(name, open, [])).toBe(''))
  it('closed while it was on its way', () => expect(stale(name, open, [[closed, 80, 101]])).toBe(''))
  it('perhaps never closed', () => expect(stale(name, open, [[closed, 80, undefined]])).toBe(''))
  it('perhaps opened again', () =>
    expect(
      stale(name, open, [
        [closed, 80, 90],
        [open, 95, undefined],
      ]),
    ).toBe(''))
})

it('words carry their mark, and nothing else does', () => {
  expect(markIn(words('k10000001', 3, 'sings'))).toBe('k10000001')
  expect(markIn('sings k10000001.3 ')).toBeUndefined()
})
