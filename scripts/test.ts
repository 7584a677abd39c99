// `npm test`: every check and every test. `npm test unit|server|server-15|repository` and `npm test -- path …` run only that.

import { checks, promises } from './_checks.ts'
import { conclude, runChecks, runTests } from './_parts.ts'

const partNames = ['unit', 'server', 'server-15', 'repository']

const args = process.argv.slice(2)
const everything = args.length === 0
const vitestArgs = args.flatMap((arg) => (partNames.includes(arg) ? ['--project', arg] : [arg]))

const parts = everything ? [await runChecks(checks)] : []
parts.push(await runTests(vitestArgs))
if (everything) parts.push(await runChecks([promises]))
process.exitCode = conclude(parts)
