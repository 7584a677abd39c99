// The command `matinee`.
import { runCli } from '@countersign-examples/shared'
import { matinee } from './app.ts'

await runCli(matinee)
