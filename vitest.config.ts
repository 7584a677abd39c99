// How tests are found and run: four parts that can each be run alone, two workers, one plain closing line.

import { defineConfig, type TestUserConfig } from 'vitest/config'

/** What the four parts share; `npm test <name>` runs one of them. */
const shared = {
  environment: 'node',
  pool: 'forks',
  testTimeout: 30_000,
  hookTimeout: 60_000,
  teardownTimeout: 30_000,
  exclude: ['**/node_modules/**'],
} satisfies TestUserConfig

/** Everything that needs PostgreSQL or HTTP. */
const server = {
  ...shared,
  include: ['packages/*/test/**/*.test.ts', 'examples/*/test/**/*.test.ts', 'bench/test/**/*.test.ts'],
}

/** What starts a PostgreSQL of its own, asks none at all, or tries the harness: it would only be run again as it is. */
const withoutGivenServer = [
  'packages/server/test/embedded-*.test.ts',
  'packages/server/test/{bad-connections,cross-origin}.test.ts',
  'packages/server/test/{outbound,webhook-address}.test.ts',
  'packages/server/test/external-*.test.ts',
  'packages/server/test/cli-{commands,docs,imports,life,partner,signals,start,usage}.test.ts',
  'packages/testkit/test/{chromium,decide-properties,decision-table,kills,mode-2014,openapi-fuzz,placements-killed,prove,quick-start,sdk-package,sdk-runtimes,worlds-faults}.test.ts',
  // A browser shows pages, and a demo plays over HTTP: the statements behind both are run by the tests of the rooms.
  'packages/{server,testkit}/test/{app-*,pages-browser,console-browser,console-deliveries,journey*,tray}.test.ts',
  // Theirs are the statements of other files too: of `import-ldbc`, `decision-table-database`, `webhooks`, `events-stream`, `gate-friends` and of every room's own tests.
  'packages/{server,testkit}/test/{bad-input,decision-table-http,import-irc,import-messenger,people-reached,sign-in-limits,stream-cuts,webhook-receivers,webhook-storm}.test.ts',
  'packages/sdk/test/**',
  'examples/**',
  'bench/**',
]

export default defineConfig({
  test: {
    maxWorkers: 2,
    reporters: ['default', './scripts/count-reporter.ts', './scripts/results-reporter.ts'],
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'examples/*/src/**/*.test.ts', 'bench/src/**/*.test.ts'],
        },
      },
      {
        test: { ...server, name: 'server', globalSetup: ['packages/testkit/src/global-setup.ts'] },
      },
      {
        test: {
          ...server,
          name: 'server-15',
          exclude: [...shared.exclude, ...withoutGivenServer],
          globalSetup: ['packages/testkit/src/global-setup-15.ts'],
        },
      },
      { test: { ...shared, name: 'repository', include: ['test/**/*.test.ts'] } },
    ],
  },
})
