// docs/integrate.md is what a partner's developer relies on: its tables are the program's, its examples run.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  eventKinds,
  fieldsOf,
  partnerEvent,
  purposeNames,
  purposes,
  refusals,
  verbs,
} from '../packages/protocol/src/index.ts'
import { problemCodes } from '../packages/sdk/src/errors.ts'
import { readPartnerFile } from '../packages/server/src/acts/read-partner-file.ts'
import { type ProblemCode, problems } from '../packages/server/src/problems.ts'
import { read, table } from './_documents.ts'

const page = read('docs/integrate.md')
const code = (word: string): string => `\`${word}\``

/** The first block of code in a language. */
function example(language: string): string {
  const found = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page)?.[1]
  if (found === undefined) throw new Error(`there is no example in ${language}`)
  return found
}

describe('the tables', () => {
  test('of purposes, with their terms of the Data Privacy Vocabulary', () => {
    const known = purposeNames.map((name) => [code(name), code(purposes[name].dpv), purposes[name].words])
    expect(table(page, '| purpose | DPV | people read |')).toEqual(known)
  })

  test('of powers and their fields', () => {
    const known = verbs.map((verb) => [code(verb), fieldsOf[verb].map(code).join(', ') || 'none'])
    expect(table(page, '| power | fields |')).toEqual(known)
  })

  test('of events, with what each names', () => {
    const known = partnerEvent.options.map(({ shape: { type, data } }) => [
      code(type.value),
      eventKinds[type.value],
      Object.keys(data.shape).map(code).join(', '),
    ])
    expect(table(page, '| type | kind | `data` | what to do |').map((cells) => cells.slice(0, 3))).toEqual(
      known,
    )
  })

  test('of errors: every refusal, and everything else a partner can get', () => {
    const codes: readonly ProblemCode[] = [
      ...(Object.keys(refusals) as (keyof typeof refusals)[]),
      ...problemCodes,
    ]
    const known = codes.map((name) => {
      const { status, title, next } = problems[name]
      return [code(name), String(status), title, next]
    })
    expect(table(page, '| code | status | meaning | what to do |')).toEqual(known)
    expect(Object.keys(refusals)).toHaveLength(20)
  })
})

test('the key that is made fits the partner file, and only its public half', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-integrate-'))
  try {
    writeFileSync(join(folder, 'keys.mjs'), example('js'))
    const printed = execFileSync(process.execPath, ['keys.mjs'], { cwd: folder, encoding: 'utf8' }).trim()
    const kept = join(folder, 'client-key.json')
    expect(statSync(kept).mode & 0o777).toBe(0o600)
    const withKey = (key: string): string => example('yaml').replace('keys: []', `keys: [${key}]`)
    expect(readPartnerFile(withKey(printed)).client.jwks.keys).toHaveLength(1)
    expect(() => readPartnerFile(withKey(readFileSync(kept, 'utf8')))).toThrow(
      'The partner file has mistakes',
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})
