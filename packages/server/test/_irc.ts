// Where the IRC logs for tests lie, and what every one of them holds, to the last line.

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const shared = process.env['COUNTERSIGN_SHARED'] ?? resolve(import.meta.dirname, '../../../../shared')

/** The folder of the logs. */
export const ircFolder = resolve(shared, 'data/irc')

/** Why tests of the logs cannot run, or undefined when they can. */
export const ircMissing = existsSync(ircFolder)
  ? undefined
  : `no IRC logs in ${ircFolder}: name the folder that holds data/irc with COUNTERSIGN_SHARED`

if (ircMissing !== undefined) process.stderr.write(`skipped: ${ircMissing}\n`)

/** Messages, actions, empty actions, renames, joins, parts, notices of each log; 1,250 lines each. */
export const ircLogs: Readonly<Record<string, readonly number[]>> = {
  '2004-11-15_03': [1077, 22, 0, 11, 123, 17, 0],
  '2005-06-27_12': [1018, 7, 0, 8, 203, 14, 0],
  '2005-08-08_01': [1033, 11, 0, 15, 170, 17, 4],
  '2008-12-11_11': [1231, 3, 0, 16, 0, 0, 0],
  '2009-02-23_10': [1219, 5, 0, 26, 0, 0, 0],
  '2009-03-03_10': [1221, 5, 0, 24, 0, 0, 0],
  '2009-10-01_17': [1211, 4, 0, 35, 0, 0, 0],
  '2011-05-29_19': [1208, 3, 0, 39, 0, 0, 0],
  '2011-11-13_02': [1216, 4, 0, 30, 0, 0, 0],
  '2016-12-19_20': [1181, 3, 2, 64, 0, 0, 0],
}

/**
 * All of it. The issue counts two joins as actions, of [francof] and brad[] (2004-11-15_03 line 814, 2005-08-08_01 line
 * 604): their logger wrote two spaces after a nick that ends in a bracket. Read rightly it is 496 joins and 67 actions.
 */
export const ircLines = {
  messages: 11_615,
  actions: 67,
  empty_actions: 2,
  renames: 268,
  joins: 496,
  parts: 48,
  notices: 4,
  total: 12_500,
} as const
