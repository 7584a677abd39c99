// The command `rolodex`.
import { runCli } from '@countersign-examples/shared'
import { rolodex } from './app.ts'

await runCli(rolodex)
