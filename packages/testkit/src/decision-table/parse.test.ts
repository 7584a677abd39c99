// The parser of the decision table is strict: what it does not understand is named by file and line.
import { describe, expect, test } from 'vitest'
import { buildRow } from './build.ts'
import { columns, parseTable } from './parse.ts'

const plain = {
  obligation: 'PER-01',
  case: 'a case',
  verb: 'messages.read',
  ana: 'grant',
  expected: 'permit',
}

function table(row: Partial<Record<(typeof columns)[number], string>>): string {
  const whole: Record<string, string> = { ...plain, ...row }
  const cells = columns.map((column) => whole[column] ?? '')
  return `${columns.join()}\n${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join()}\n`
}
const parse = (row: Parameters<typeof table>[0]) => parseTable('t.csv', table(row))

describe('a mistake is named by file and line', () => {
  test.each<[string, Parameters<typeof table>[0], string]>([
    ['an obligation', { obligation: 'PER-1' }, 't.csv:2: "PER-1" is no obligation'],
    ['a case without words', { case: '' }, 't.csv:2: the case has no words'],
    ['a verb', { verb: 'messages' }, 't.csv:2: "messages" is not a verb'],
    ['a setting', { setting: 'open' }, 't.csv:2: "open" is not a thread setting'],
    ['a day', { day: 'soon' }, 't.csv:2: "soon" is not a day'],
    ['a person', { ben: 'maybe' }, 't.csv:2: "maybe" is not understood'],
    ['a word after an answer', { ben: 'allow perhaps' }, 't.csv:2: "perhaps" is not understood'],
    ['a purpose', { ben: 'allow for business' }, 't.csv:2: "business" is not a purpose'],
    [
      'an answer with verbs',
      { ben: 'allow of messages.read' },
      't.csv:2: "allow" has neither verbs nor fields',
    ],
    ['a grant everywhere', { ana: 'grant everywhere' }, 't.csv:2: a grant names its threads'],
    ['a departure before coming', { ben: 'not a member; left day 3' }, 't.csv:2: "left" without being there'],
    ['a gap in versions', { partner: 'version 2' }, 't.csv:2: versions count from 1 without gaps'],
    [
      'a field of another verb',
      { partner: 'version 1 offers messages.read (member.name)' },
      't.csv:2: messages.read has no field member.name',
    ],
    ['an item', { item: 'song by ben day 3' }, 't.csv:2: "song by ben day 3" is not understood'],
    [
      'somebody unheard of',
      { item: 'message by zoe day 3' },
      't.csv:2: "message by zoe day 3" is not understood',
    ],
    ['what is asked', { asks: 'everything' }, 't.csv:2: "everything" is not understood'],
    ['an outcome', { expected: 'maybe' }, 't.csv:2: "maybe" is neither permit, withheld nor a refusal code'],
    [
      'each verb without its grant',
      { verb: 'each verb' },
      't.csv:2: "each verb" needs "of each verb" for ana',
    ],
    ['blanks around a cell', { ben: ' allow' }, 't.csv:2: " allow" has blanks around it'],
  ])('%s', (_, row, message) => {
    expect(() => parse(row)).toThrow(message)
  })

  test.each([
    ['other columns', 'obligation,case\nPER-01,a\n', 't.csv:1: the columns must be'],
    ['no rows', `${columns.join()}\n`, 't.csv:1: there are no rows'],
    ['a missing cell', `${columns.join()}\nPER-01,a\n`, 't.csv:2: has 2 cells instead of 15'],
    ['an open quote', `${columns.join()}\n"PER-01,a\n`, 't.csv:2: a quote is open'],
  ])('%s', (_, text, message) => {
    expect(() => parseTable('t.csv', text)).toThrow(message)
  })

  test.each([
    [
      'a grant of more than a year',
      { ana: 'grant until day 400' },
      'no screen gives this grant: TERM_TOO_LONG',
    ],
    [
      'a grant of what is not offered',
      { partner: 'version 1 offers threads.list' },
      'no screen gives this grant: NOT_OFFERED',
    ],
    [
      'a never with earlier words',
      { ben: 'never with earlier words' },
      'nobody can answer so: NEVER_HAS_NO_HISTORY',
    ],
    ['a version nobody published', { ana: 'grant on version 2' }, 'there is no version 2'],
  ])('%s could not have been given', (_, row, message) => {
    const [parsed] = parse(row)
    expect(() => parsed && buildRow(parsed, { now: Date.UTC(2026, 0, 1), seed: 1 })).toThrow(
      `t.csv:2: ${message}`,
    )
  })
})

test('a quoted cell may hold commas, quotes and lines, and the next row keeps its own line', () => {
  const text = `${table({ case: 'one, "two"\nthree' })}${table({ verb: 'nonsense' }).split('\n')[1]}\n`
  expect(() => parseTable('t.csv', text)).toThrow('t.csv:4: "nonsense" is not a verb')
  expect(parse({ case: 'one, "two"' })[0]).toMatchObject({ name: 'one, "two"', line: 2 })
})

test('each verb stands for 64 rows: 8 permits and 56 refusals', () => {
  const rows = parse({ verb: 'each verb', ana: 'grant of each verb', expected: 'permit or VERB_NOT_GRANTED' })
  const outcomes = Map.groupBy(rows, ({ expected }) => expected.outcome)
  expect([outcomes.get('permit')?.length, outcomes.get('refuse')?.length]).toEqual([8, 56])
})
