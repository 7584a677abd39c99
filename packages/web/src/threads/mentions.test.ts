// Names in words: found where they stand, never inside one another, and only those that were picked.
import { expect, it } from 'vitest'
import { couldMean, mentionsIn } from './mentions.ts'

const member = (id: string, name: string) => ({ id, name, joined_at: '' })
const ana = member('person_1', 'Ana')
const anaLima = member('person_2', 'Ana Lima')

it('offers who the word after @ could mean, and nobody inside a word', () => {
  const names = (words: string, caret = words.length) =>
    couldMean(words, caret, [ana, anaLima]).members.map(({ name }) => name)
  expect(names('hi @a')).toEqual(['Ana', 'Ana Lima'])
  expect(names('@ANA L')).toEqual(['Ana Lima'])
  expect(names('mail@a')).toEqual([])
  expect(names('nobody')).toEqual([])
  expect(names('@Ana and so on')).toEqual([])
})

it('finds each picked name, the longer one first, and no other', () => {
  expect(mentionsIn('@Ana Lima and @Ana', [ana, anaLima])).toEqual([
    { person: 'person_2', start: 0, end: 9 },
    { person: 'person_1', start: 14, end: 18 },
  ])
  expect(mentionsIn('@Ana Lima', [])).toEqual([])
  expect(mentionsIn('nobody', [ana])).toEqual([])
})
