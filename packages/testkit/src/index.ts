// The test support that tests of every package may use.

export { freePort } from '../../server/src/ports/free-port.ts'
export * from './certificates.ts'
export * from './chromium.ts'
export * from './clock.ts'
export * from './compose-system.ts'
export * from './ledger-check.ts'
export * from './messenger-sample.ts'
export * from './operator-postgres.ts'
export * from './postgres.ts'
export * from './system.ts'
export * from './test-database.ts'
export * from './world.ts'
