// `npm run build:sdk`: writes the package partners install into packages/sdk/dist.

import { join } from 'node:path'
import { root, say } from './_run.ts'
import { buildSdk } from './_sdk-package.ts'

const folder = join(root, 'packages/sdk/dist')
await buildSdk(folder)
say(
  `Written to ${folder}. Look at it with "npm pack --dry-run ${folder}"; "npm publish ${folder}" publishes it.`,
)
