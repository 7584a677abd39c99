// `npm run check [name …]`: the static checks, then the architecture test; each of them alone by its name.

import { checks } from './_checks.ts'
import { conclude, runChecks, runTests } from './_parts.ts'
import { say } from './_run.ts'

const known = [...checks.map(({ name }) => name), 'architecture']
const wanted = process.argv.length > 2 ? process.argv.slice(2) : known
const unknown = wanted.filter((name) => !known.includes(name))

if (unknown.length > 0) {
  say(`There is no check named ${unknown.join(', ')}. Use any of: ${known.join(', ')}.`)
  process.exitCode = 2
} else {
  const parts = [await runChecks(checks.filter(({ name }) => wanted.includes(name)))]
  if (wanted.includes('architecture')) parts.push(await runTests(['test/architecture.test.ts']))
  process.exitCode = conclude(parts)
}
