// The static checks as data. Each one fails when it looked at nothing, whatever its tool thinks of that.

import { globSync } from 'node:fs'
import { checkPromises } from './_promises.ts'
import { type Outcome, root, runQuietly } from './_run.ts'

/** A static check of the whole repository, named as `npm run check <name>` knows it. */
export interface Check {
  readonly name: 'format' | 'types' | 'lint' | 'unused' | 'promises'
  readonly says: string
  readonly run: () => Promise<Outcome>
}

/** Every static check, cheapest first. */
export const checks: readonly Check[] = [
  { name: 'format', says: 'biome: format and lint', run: format },
  { name: 'types', says: 'tsc: types of every project', run: types },
  { name: 'lint', says: 'oxlint: type-aware rules', run: lint },
  { name: 'unused', says: 'knip: unused files, exports and dependencies', run: unused },
]

/** After the tests, which it is about: no promise is claimed that its own test refutes. */
export const promises: Check = {
  name: 'promises',
  says: 'promises: no claim whose test failed',
  run: () => checkPromises(),
}

async function format(): Promise<Outcome> {
  const outcome = await runQuietly('@biomejs/biome/bin/biome', ['ci', '--colors=off', '--error-on-warnings'])
  return atLeastOne(outcome, /Checked (\d+) files/, 'biome')
}

async function types(): Promise<Outcome> {
  const projects = globSync(['tsconfig.json', '{packages/*,examples/*,bench}/tsconfig{,.test}.json'], {
    cwd: root,
  })
  const outcomes: Outcome[] = []
  for (const project of projects.sort()) outcomes.push(await checkProject(project))
  if (outcomes.length === 0) return { passed: false, output: 'No TypeScript project was found.' }
  return {
    passed: outcomes.every(({ passed }) => passed),
    output: outcomes.map(({ output }) => output).join(''),
  }
}

async function checkProject(project: string): Promise<Outcome> {
  const outcome = await runQuietly('typescript/bin/tsc', ['--project', project, '--pretty', 'false'])
  return outcome.passed ? outcome : { passed: false, output: `${project}\n${outcome.output}` }
}

async function lint(): Promise<Outcome> {
  const outcome = await runQuietly('oxlint/bin/oxlint', [])
  return atLeastOne(outcome, /on (\d+) files? with (?!0 rules)/, 'oxlint')
}

async function unused(): Promise<Outcome> {
  const reporters = ['--reporter', 'symbols', '--reporter', './scripts/knip-count-reporter.ts']
  const outcome = await runQuietly('knip/bin/knip.js', ['--no-progress', ...reporters])
  return atLeastOne(outcome, /knip looked at (\d+) files/, 'knip')
}

function atLeastOne(outcome: Outcome, count: RegExp, tool: string): Outcome {
  if (!outcome.passed || Number(outcome.output.match(count)?.[1] ?? 0) > 0) return outcome
  return { passed: false, output: `${outcome.output}\n${tool} did not say that it looked at a single file.` }
}
