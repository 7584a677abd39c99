// `npm run check [name …]`: the static checks, then the architecture test; each of them alone by its name, and `promises`.

import { checks, promises } from './_checks.ts'
import { conclude, runChecks, runTests } from './_parts.ts'
import { say } from './_run.ts'

const usual: readonly string[] = [...checks.map(({ name }) => name), 'architecture']
// Not among the usual ones: it is about the last run of the tests, which the usual ones come before.
const known = [...usual, promises.name]
const wanted = process.argv.length > 2 ? process.argv.slice(2) : usual
const unknown = wanted.filter((name) => !known.includes(name))

if (unknown.length > 0) {
  say(`There is no check named ${unknown.join(', ')}. Use any of: ${known.join(', ')}.`)
  process.exitCode = 2
} else {
  const parts = [await runChecks([...checks, promises].filter(({ name }) => wanted.includes(name)))]
  if (wanted.includes('architecture')) parts.push(await runTests(['test/architecture.test.ts']))
  process.exitCode = conclude(parts)
}
