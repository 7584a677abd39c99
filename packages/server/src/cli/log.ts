// The log of commands that compose no system: on standard error, as the server's.
import { type Logger, pino } from 'pino'
import type { Settings } from '../settings.ts'

/** A log at the level of the settings. */
export function createLog({ logLevel }: Pick<Settings, 'logLevel'>): Logger {
  return pino({ level: logLevel, base: null }, pino.destination(2))
}
