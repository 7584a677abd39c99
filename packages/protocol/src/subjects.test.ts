// Whose data an item is: every role filled, no kind but the listed ones.
import { expect, test } from 'vitest'
import { id } from './_example.ts'
import { type Item, subjectsOf, subjectsTable } from './subjects.ts'

const [one, two] = [id('person', 1), id('person', 2)]
const item = (kind: string, people: Item['people']): Item => ({ kind, people, sentAt: 0, fields: [] })

test.each(['drawing', '', 'Message', 'toString', '__proto__', 'constructor'])(
  'a kind not listed has none: %s',
  (kind) => {
    expect(subjectsOf(item(kind, { author: one }))).toBeUndefined()
  },
)

test.each(Object.entries(subjectsTable))('%s with a role that nobody fills has none', (kind, roles) => {
  for (const missing of roles) {
    const people = Object.fromEntries(roles.filter((role) => role !== missing).map((role) => [role, one]))
    expect(subjectsOf(item(kind, people))).toBeUndefined()
  }
})

test.each(Object.entries(subjectsTable))(
  '%s concerns everybody with a part in it, each once',
  (kind, roles) => {
    const different = Object.fromEntries(roles.map((role, i) => [role, i === 0 ? one : two]))
    expect(subjectsOf(item(kind, different))).toEqual(roles.length === 1 ? [one] : [one, two])
    expect(subjectsOf(item(kind, Object.fromEntries(roles.map((role) => [role, one]))))).toEqual([one])
  },
)
