// The sixty duties as docs/obligations.md lists them: what each says, which tests hold it, what is not there yet.

/** A duty of the list. */
export interface Duty {
  readonly id: string
  /** The rule, in a sentence. */
  readonly rule: string
  /** The test files that hold it, as paths from the repository's root; none when nothing does yet. */
  readonly tests: readonly string[]
  /** What of it is not there yet; empty when all of it is. */
  readonly missing: string
}

/** The head of the one table that says all of this. */
const HEAD = '| id | duty | held by | not there yet |'

/**
 * The duties in the text of docs/obligations.md.
 * @throws Error when the table is not there or a line of it is no duty: a list with a gap must not pass for the whole
 */
export function parseDuties(text: string): readonly Duty[] {
  const lines = text.split('\n')
  const start = lines.indexOf(HEAD)
  if (start < 0) throw new Error('docs/obligations.md has no table of duties.')
  const rows = lines.slice(start + 2)
  const end = rows.findIndex((line) => !line.startsWith('|'))
  const duties = rows.slice(0, end < 0 ? rows.length : end).map(dutyOf)
  if (duties.length === 0) throw new Error('The table of duties in docs/obligations.md is empty.')
  return duties
}

function dutyOf(line: string): Duty {
  const [id = '', rule = '', held = '', missing = ''] = line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
  if (!/^[A-Z]{2,3}-\d{2}$/.test(id) || rule === '')
    throw new Error(`This line of docs/obligations.md is no duty: ${line.slice(0, 60)}`)
  const tests = [...held.matchAll(/\]\(\.\.\/([^()\s]+)\)/g)].flatMap(([, path]) => path ?? [])
  return { id, rule: plain(rule), tests, missing: tests.length === 0 ? '' : plain(missing) }
}

/** Without the marks of Markdown: links keep their words. */
const plain = (text: string): string => text.replaceAll(/\[([^\]]*)\]\([^()]*\)/g, '$1').replaceAll('`', '')
