// How tests are found and run: three parts that can each be run alone, two workers, one plain closing line.

import { defineConfig, type TestUserConfig } from 'vitest/config'

/** What the three parts share; `npm test <name>` runs one of them. */
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
          globalSetup: ['packages/testkit/src/global-setup.ts'],
        },
      },
      { test: { ...shared, name: 'repository', include: ['test/**/*.test.ts'] } },
    ],
  },
})
