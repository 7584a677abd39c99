// How tests are found and run: three parts that can each be run alone, two workers, one plain closing line.

import { existsSync } from 'node:fs'
import { defineConfig, type TestUserConfig } from 'vitest/config'

const databaseSetup = 'packages/testkit/src/global-setup.ts'

/** What every part shares; a part that inherits nothing else says so by its name in `npm run test:<part>`. */
const shared: TestUserConfig = {
  environment: 'node',
  pool: 'forks',
  testTimeout: 30_000,
  hookTimeout: 60_000,
  teardownTimeout: 30_000,
  exclude: ['**/node_modules/**'],
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    reporters: ['default', './scripts/count-reporter.ts'],
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'examples/*/src/**/*.test.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'server',
          include: ['packages/*/test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
          ...(existsSync(databaseSetup) ? { globalSetup: [databaseSetup] } : {}),
        },
      },
      { test: { ...shared, name: 'repository', include: ['test/**/*.test.ts'] } },
    ],
  },
})
