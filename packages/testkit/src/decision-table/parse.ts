// From a line of the decision table to a row: every cell understood, every mistake named by file and line.
import {
  type Field,
  isVerb,
  needsThread,
  type RefusalCode,
  refusals,
  type ThreadSetting,
  threadSettings,
  type Verb,
  verbs,
} from '@countersign/protocol'
import { type CsvRecord, parseCsv, TableError } from './csv.ts'
import { everyone, type ItemWords, readItem, type Who } from './item-cell.ts'
import { type PartnerWords, readPartner } from './partner-cell.ts'
import { type PersonWords, readPerson } from './person-cell.ts'
import { type Moment, type Phrase, readCell, readFields, readMoment, WordError } from './words.ts'

/** The columns of every table, explained in vectors/decision/README.md. */
export const columns = [
  'obligation',
  'case',
  'setting',
  'verb',
  'purpose',
  'day',
  ...everyone,
  'partner',
  'asks',
  'item',
  'expected',
] as const

/** What a call names besides verb and purpose. */
export interface AskWords {
  readonly thread: 'thread' | 'other' | 'unknown' | 'none'
  readonly fields: readonly Field[] | null
  readonly depth: number | null
}

/** What must come out: a permit (with exactly these fields, when said), a refusal, or an item that is not there. */
export type Expected =
  | { readonly outcome: 'permit'; readonly fields: readonly Field[] | null }
  | { readonly outcome: 'refuse'; readonly code: RefusalCode | 'WITHHELD' }

/** One case of the table. */
export interface TableRow {
  readonly file: string
  readonly line: number
  readonly obligation: string
  readonly name: string
  readonly setting: ThreadSetting
  readonly floor: ThreadSetting
  readonly verb: Verb
  readonly purpose: string | null
  readonly day: Moment
  readonly people: Readonly<Record<Who, PersonWords>>
  readonly partner: PartnerWords
  readonly asks: AskWords
  readonly item: ItemWords | null
  readonly expected: Expected
}

/** The rows of one file. @throws {TableError} */
export function parseTable(file: string, text: string): readonly TableRow[] {
  return parseCsv(file, text, columns).flatMap(eachVerb).map(readRow)
}

const EACH = 'each verb'
const PERMIT_OR_NOT = 'permit or VERB_NOT_GRANTED'

/** A row about "each verb" stands for 64: each of the eight granted alone, each of the eight asked for. */
function eachVerb(record: CsvRecord): readonly CsvRecord[] {
  const { verb, ana = '', expected, case: name } = record.cells
  if (verb !== EACH) return [record]
  if (!ana.includes(EACH) || expected !== PERMIT_OR_NOT)
    throw new TableError(
      record.file,
      record.line,
      `"${EACH}" needs "of ${EACH}" for ana and "${PERMIT_OR_NOT}"`,
    )
  return verbs.flatMap((granted) =>
    verbs.map((asked) => ({
      ...record,
      cells: {
        ...record.cells,
        case: `${name}: ${granted} granted, ${asked} asked`,
        verb: asked,
        ana: ana.replace(EACH, granted),
        expected: asked === granted ? 'permit' : 'VERB_NOT_GRANTED',
      },
    })),
  )
}

function readRow({ file, line, cells }: CsvRecord): TableRow {
  try {
    const { obligation = '', case: name = '', verb, purpose = '', day = '' } = cells
    if (!/^[A-Z]{3}-\d{2}$/.test(obligation)) throw new WordError(`"${obligation}" is no obligation`)
    if (name === '') throw new WordError('the case has no words')
    if (!isVerb(verb)) throw new WordError(`"${verb}" is not a verb`)
    const people = Object.fromEntries(everyone.map((who) => [who, readPerson(cells[who] ?? '')]))
    return {
      file,
      line,
      obligation,
      name,
      verb,
      ...readSetting(cells.setting ?? ''),
      purpose: purpose === 'none' ? null : purpose === '' ? 'group_activity' : purpose,
      day: readMoment(day === '' ? '10' : day),
      people: people as Record<Who, PersonWords>,
      partner: readPartner(cells.partner ?? ''),
      asks: readAsks(cells.asks ?? '', verb),
      item: readItem(cells.item ?? ''),
      expected: readExpected(cells.expected ?? ''),
    }
  } catch (error) {
    if (error instanceof WordError) throw new TableError(file, line, error.message)
    throw error
  }
}

function readSetting(text: string): Pick<TableRow, 'setting' | 'floor'> {
  const [setting = '', floor = 'floor author', ...more] = (text === '' ? 'author' : text).split('; ')
  const known = (word: string): ThreadSetting => {
    const found = threadSettings.find((one) => one === word)
    if (found === undefined || more.length > 0) throw new WordError(`"${text}" is not a thread setting`)
    return found
  }
  return { setting: known(setting), floor: known(floor.replace(/^floor /, '')) }
}

const askPhrases: readonly Phrase<AskWords>[] = [
  [/fields ([a-z_.+]+)/, (asks, [list = '']) => ({ ...asks, fields: readFields(list) })],
  [
    /the (other) thread|an (unknown) thread/,
    (asks, [a, b]) => ({ ...asks, thread: (a ?? b) as AskWords['thread'] }),
  ],
  [/no thread/, (asks) => ({ ...asks, thread: 'none' })],
  [/depth (\d+)/, (asks, [depth]) => ({ ...asks, depth: Number(depth) })],
]

function readAsks(text: string, verb: Verb): AskWords {
  return readCell(
    text,
    { thread: needsThread(verb) ? 'thread' : 'none', fields: null, depth: null },
    askPhrases,
  )
}

function readExpected(text: string): Expected {
  if (text === 'withheld') return { outcome: 'refuse', code: 'WITHHELD' }
  if (text === 'permit') return { outcome: 'permit', fields: null }
  if (text.startsWith('permit with ')) return { outcome: 'permit', fields: readFields(text.slice(12)) }
  if (Object.hasOwn(refusals, text)) return { outcome: 'refuse', code: text as RefusalCode }
  throw new WordError(`"${text}" is neither permit, withheld nor a refusal code`)
}
