// The command `jukebox`.
import { runCli } from '@countersign-examples/shared'
import { jukebox } from './app.ts'

await runCli(jukebox)
