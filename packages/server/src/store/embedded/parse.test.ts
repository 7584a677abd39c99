// What the supervisor reads from files of others: PostgreSQL's pid file, the account file, what programs print when they fail.

import { describe, expect, it } from 'vitest'
import { explainFailure } from './errors.ts'
import { parseAccounts } from './isolation.ts'
import { parsePostmasterFile } from './postmaster.ts'
import { parseIdentity } from './process-identity.ts'

describe('postmaster.pid', () => {
  const lines = [
    '4841',
    '/data/cluster',
    '1795449150',
    '5432',
    '/tmp/s',
    '',
    '  9978689         4',
    'ready   ',
    '',
  ]

  it('is read when whole, and counts as starting while its last lines are missing', () => {
    const whole = { pid: 4841, port: 5432, socketFolder: '/tmp/s', status: 'ready' }
    expect(parsePostmasterFile(lines.join('\n'))).toEqual(whole)
    expect(parsePostmasterFile(lines.with(7, 'stopping').join('\n'))).toEqual({
      ...whole,
      status: 'stopping',
    })
    expect(parsePostmasterFile(lines.slice(0, 2).join('\n'))).toMatchObject({ pid: 4841, status: 'starting' })
  })

  it.each(['', 'x', '0', '1', '-5', '4.5', '99999999999999999999'])(
    'that begins with "%s" names no server',
    (first) => {
      expect(parsePostmasterFile(lines.with(0, first).join('\n'))).toBeUndefined()
    },
  )
})

it('the account file gives everyone but root, and skips what is no account', () => {
  const text =
    'root:x:0:0::/root:/bin/sh\nbad line\n+::::::\npostgres:x:101:104:,,,:/var:/bin/sh\nno:x:abc:1::\n'
  expect(parseAccounts(text)).toEqual([{ name: 'postgres', uid: 101, gid: 104 }])
})

it.each(['', 'null', '{}', '{"pid":"1"}', '{"pid":1.5,"startTicks":"1","bootId":"b"}'])(
  '"%s" is no identity',
  (text) => {
    expect(parseIdentity(text)).toBeUndefined()
  },
)

it.each([
  ['error while loading shared libraries: libssl.so.1.1: cannot open', 'library_missing', 'libssl.so.1.1'],
  ['FATAL:  could not write: No space left on device', 'disk_full', 'Free about'],
  [
    'FATAL:  could not extend file "base/1/2": wrote only 4096 of 8192 bytes at block 9',
    'disk_full',
    'Free about',
  ],
  ['initdb: error: cannot be run as root', 'root_refused', 'ordinary user'],
  ['FATAL:  could not open "x": Permission denied', 'not_permitted', 'Permission denied'],
  ['LOG:  one\nFATAL:  two\nLOG:  three', 'start_failed', 'failed: FATAL:  two.'],
  ['', 'start_failed', 'said nothing'],
])('"%s" is explained as %s', (output, code, words) => {
  expect(explainFailure('postgres', output)).toMatchObject({ code, message: expect.stringContaining(words) })
})
