#!/usr/bin/env node
// The `countersign` command: hands over to its TypeScript source under Node 24.

import { realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runUnderNode24 } from './node24.mjs'

// npm links this file into node_modules/.bin; the sources are beside the real one.
const here = dirname(realpathSync(fileURLToPath(import.meta.url)))
runUnderNode24(join(here, '..', 'src', 'cli', 'main.ts'), process.argv.slice(2))
