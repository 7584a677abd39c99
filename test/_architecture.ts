// Checks a tree against the architecture's rules, and refuses to call a tree clean that it did not look at.

import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { rules } from './_rules.ts'
import { parseSource, type Source } from './_source.ts'

/** A rule broken by a file; `file` is empty where the rule itself judged nothing. */
export interface Violation {
  readonly rule: string
  readonly file: string
  readonly finding: string
}

/** What was looked at and what was wrong; clean only when `violations` is empty. */
export interface Report {
  readonly files: number
  readonly imports: number
  readonly violations: readonly Violation[]
}

const patterns = [
  '{packages,examples}/*/{src,test,bin}/**/*.{ts,tsx,mjs}',
  'bench/{src,test}/**/*.{ts,tsx,mjs}',
  '{scripts,test}/**/*.{ts,tsx,mjs}',
]

/**
 * Judges every TypeScript and plain module below `root` by every rule. No file, no import, and a rule whose folder exists but
 * which judged no file are violations too.
 * @throws Error when a file does not parse
 */
export function checkArchitecture(root: string): Report {
  const sources = readSources(root)
  const imports = sources.reduce((sum, source) => sum + source.imports.length, 0)
  const violations = rules.flatMap((rule) => {
    const judged = sources.filter(rule.judges)
    const broken = judged.flatMap((source) =>
      rule.findings(source).map((finding) => ({ rule: rule.name, file: source.path, finding })),
    )
    const idle = judged.length === 0 && rule.folders.some((folder) => existsSync(join(root, folder)))
    return idle
      ? [{ rule: rule.name, file: '', finding: `judged no file of ${rule.folders.join(', ')}` }]
      : broken
  })
  return {
    files: sources.length,
    imports,
    violations: [...nothingSeen(sources.length, imports), ...violations],
  }
}

function readSources(root: string): readonly Source[] {
  return patterns
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .map((path) => path.split(sep).join('/'))
    .filter((path) => !path.includes('/node_modules/'))
    .sort()
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')))
}

function nothingSeen(files: number, imports: number): readonly Violation[] {
  return [
    ...(files === 0
      ? [{ rule: 'something was checked', file: '', finding: 'not a single file was read' }]
      : []),
    ...(imports === 0
      ? [{ rule: 'something was checked', file: '', finding: 'not a single import was read' }]
      : []),
  ]
}
