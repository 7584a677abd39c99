// countersign partner lint FILE: what a reviewer would say about a declaration, before a reviewer has to.
import { relative, resolve } from 'node:path'
import { type Finding, lintPartnerFile } from '../../acts/lint-partner-file.ts'
import { CliError } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { readText } from '../read-text.ts'

const levels = ['error', 'warning', 'note'] as const

/** `countersign partner lint FILE` */
export const partnerLintCommand: CommandSpec = {
  name: 'lint',
  summary: 'Check a declaration as a reviewer would',
  arguments: [['<file>', 'its countersign.partner.yaml']],
  options: [['--strict', 'warnings fail too']],
  examples: [
    ['partner lint ./countersign.partner.yaml', 'every mistake and every question, line by line'],
    ['partner lint ./countersign.partner.yaml --strict', 'for continuous integration'],
  ],
  async run({ output, world, options }, path = '') {
    const file = resolve(world.folder, path)
    const findings = lintPartnerFile(await readText(file))
    const name = relative(world.folder, file)
    const counts = Object.fromEntries(
      levels.map((level) => [level, findings.filter((one) => one.level === level).length]),
    )
    const failing = findings.filter(({ level }) =>
      options['strict'] === true ? level !== 'note' : level === 'error',
    )
    for (const finding of findings) output.progress(lineOf(name, finding))
    if (failing.length > 0)
      throw new CliError(
        'DECLARATION_DOUBTFUL',
        `${name} has ${said(counts)}.`,
        'Mend what stands above, each at its line.',
        'failed',
        { findings },
      )
    output.result({ file: name, ...counts, findings }, `${name} has ${said(counts)}.`)
  },
}

function lineOf(file: string, { line, column, level, rule, problem }: Finding): string {
  return `${file}:${line}:${column}: ${level}: ${problem} [${rule}]`
}

function said(counts: Readonly<Record<string, number>>): string {
  const words = levels.flatMap((level) => {
    const count = counts[level] ?? 0
    return count === 0 ? [] : [`${count} ${level}${count === 1 ? '' : 's'}`]
  })
  return words.length === 0 ? 'nothing a reviewer would ask about' : words.join(', ')
}
