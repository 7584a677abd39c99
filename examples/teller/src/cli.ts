// The command `teller`.
import { runCli } from '@countersign-examples/shared'
import { teller } from './app.ts'

await runCli(teller)
