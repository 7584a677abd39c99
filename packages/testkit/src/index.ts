// The test support that tests of every package may use.

export * from './chromium.ts'
export * from './postgres.ts'
