// The decision table (vectors/decision) through the oracle: the fourth way its lines are asked, and the most naive.
import { readdirSync, readFileSync } from 'node:fs'
import { verbs } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import type { ExpectedItem } from '../worlds/world-state.ts'
import { spokenItem } from './_spoken-item.ts'
import { type Line, spoken } from './_spoken-world.ts'
import { judgeByOracle } from './oracle.ts'
import { verdictOn } from './parts.ts'
import { type Case, caseOf } from './refusal.ts'
import { partOf } from './subjects.ts'

type Row = Required<Line> & Readonly<Record<'obligation' | 'case' | 'item' | 'expected', string>>

const folder = new URL('../../../../vectors/decision/', import.meta.url)
const writing = ['messages.write', 'messages.delete']
/** Kinds that no message of ours is: their lines are asked of decide() only. */
const notInWorlds = /^(poll|vote|note)/

function cells(line: string): string[] {
  const found = line.match(/("(?:[^"]|"")*"|[^,]*)(,|$)/g) ?? []
  return found.map((cell) => cell.replace(/,$/, '').replace(/^"|"$/g, '').replaceAll('""', '"'))
}

function rowsOf(file: string): readonly Row[] {
  const [head = '', ...lines] = readFileSync(new URL(file, folder), 'utf8').trim().split('\n')
  return lines.map((line) => {
    const values = cells(line)
    return Object.fromEntries(cells(head).map((name, n) => [name, values[n] ?? ''])) as unknown as Row
  })
}

/** What the oracle says of a line, in the words of the column `expected`; null for what a world cannot say. */
function outcomeOf(row: Row): string | null {
  if (row.asks.includes('depth') || notInWorlds.test(row.item)) return null
  const { world, call } = spoken(row)
  const c = caseOf(world, call)
  if (typeof c === 'string') return c
  if (writing.includes(row.verb)) return null
  const item = spokenItem(world, row.item)
  if (row.item !== '' && item === null) return partOutcome(c, row.item)
  const answer = judgeByOracle(item?.world ?? world, call)
  if (answer.outcome === 'refuse') return answer.code
  const shown = item === null ? contactFieldsOf(answer.items) : item.shown(answer.items)
  if (shown === null) return 'withheld'
  return row.expected === 'permit' ? 'permit' : `permit with ${[...shown].sort().join('+')}`
}

function contactFieldsOf(items: readonly ExpectedItem[]): readonly string[] {
  return items.flatMap((item) => (item.kind === 'contact' ? [item.field] : []))
}

/** Kinds of the subjects table that no message of ours is: asked as a part. */
function partOutcome(c: Case, words: string): string {
  const [kind = '', , author = '', , quoted = ''] = words.split(' ')
  const people = { author: `person_${author}`, quoted: `person_${quoted}` } as const
  return verdictOn(c, partOf(kind, people, c.grant.startAt, c.thread))('message.text') === null
    ? 'permit'
    : 'withheld'
}

function expectedOf(row: Row): string {
  if (!row.expected.startsWith('permit with ')) return row.expected
  return `permit with ${row.expected.slice('permit with '.length).split('+').sort().join('+')}`
}

const files = readdirSync(folder).filter((file) => file.endsWith('.csv'))

describe.each(files)('%s', (file) => {
  const rows = rowsOf(file).filter((row) => row.verb !== 'each verb')
  it.each(rows.map((row) => [row.case, row] as const))('%s', (_case, row) => {
    const outcome = outcomeOf(row)
    if (outcome !== null) expect(outcome).toBe(expectedOf(row))
  })
})

it('says of nearly every line what it is', () => {
  const rows = files.flatMap(rowsOf)
  expect(rows.length).toBeGreaterThan(150)
  const unsaid = rows.filter((row) => row.verb !== 'each verb' && outcomeOf(row) === null)
  expect(unsaid.length / rows.length).toBeLessThan(0.05)
})

describe('SCP-02: each verb granted alone', () => {
  const pairs = verbs.flatMap((granted) => verbs.map((asked) => [granted, asked] as const))
  it.each(pairs)('granted %s, asked %s', (granted, asked) => {
    const { world, call } = spoken({ ana: `grant of ${granted}`, verb: asked })
    const c = caseOf(world, call)
    expect(typeof c === 'string' ? c : 'permit').toBe(granted === asked ? 'permit' : 'VERB_NOT_GRANTED')
  })
})
