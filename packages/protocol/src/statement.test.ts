// What is signed: one text for one meaning, read back strictly; refusals first (design 007).
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOf, vectorsIn } from './_statements.ts'
import { toHex } from './bytes.ts'
import { parseStatement, parseStatementText } from './parse-statement.ts'
import { type Statement, signedActs, statementBytes, statementFields, statementText } from './statement.ts'

const vectors = vectorsIn(
  readFileSync(new URL('../../../vectors/statements/statements.json', import.meta.url), 'utf8'),
)
const { origin } = vectors
const all = vectors.statements.map(({ act, statement }) => {
  const parsed = parseStatementText(statement)
  if (parsed === undefined) throw new Error(`the vector of ${act} does not parse`)
  return parsed
})
const [given] = all as [Statement]

function altered(change: (fields: Record<string, unknown>) => void): string {
  const fields = JSON.parse(statementText(given)) as Record<string, unknown>
  change(fields)
  return JSON.stringify(Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))))
}

describe('a statement', () => {
  it.each([
    ['no JSON', 'yes'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['a space', statementText(given).replace('{', '{ ')],
    ['another order', JSON.stringify({ verbs: [], ...JSON.parse(statementText(given)) })],
    ['an act nobody signs', altered((fields) => Object.assign(fields, { kind: 'message_edited' }))],
    ['one field too many', altered((fields) => Object.assign(fields, { at: 1 }))],
    ['one too few', altered((fields) => delete fields['screen_hash'])],
    ['a number of zero', altered((fields) => Object.assign(fields, { n: 0 }))],
    ['a fraction of a number', altered((fields) => Object.assign(fields, { n: 1.5 }))],
    ['a time before time', altered((fields) => Object.assign(fields, { said_at: -1 }))],
    ['a key in capitals', altered((fields) => Object.assign(fields, { key: 'AB'.repeat(32) }))],
    ['a person of another kind', altered((fields) => Object.assign(fields, { person: fields['grant'] }))],
    ['a power that is none', altered((fields) => Object.assign(fields, { verbs: ['messages.forge'] }))],
    ['no power', altered((fields) => Object.assign(fields, { verbs: [] }))],
    [
      'a list that is not sorted',
      altered((fields) => Object.assign(fields, { verbs: ['threads.list', 'messages.read'] })),
    ],
    [
      'a list that says a thing twice',
      altered((fields) => Object.assign(fields, { verbs: ['messages.read', 'messages.read'] })),
    ],
    ['a member twice', statementText(given).replace('"n":1,', '"n":1,"n":1,')],
  ])('with %s is none', (_, text) => {
    expect(parseStatementText(text)).toBeUndefined()
  })

  it('of each act is the vector\u2019s text, and its bytes', () => {
    expect(vectors.statements.map(({ act }) => act).sort()).toEqual([...signedActs].sort())
    for (const [i, { act, statement, bytes }] of vectors.statements.entries()) {
      const parsed = all[i] as Statement
      expect(statementText(parsed)).toBe(statement)
      expect(Object.keys(parsed).sort()).toEqual([...statementFields(act)].sort())
      expect(toHex(statementBytes(origin, parsed))).toBe(bytes)
      expect(secondWay(act, statement)).toBe(bytes)
      expect(parseStatement(origin, statementBytes(origin, parsed))).toEqual(parsed)
    }
  })

  it('has one text, in whatever order its lists and members come', () => {
    const grant = JSON.parse(statementText(given)) as Record<string, unknown>
    fc.assert(
      fc.property(
        fc.shuffledSubarray(Object.keys(grant), { minLength: Object.keys(grant).length }),
        (names) => {
          const shuffled = Object.fromEntries(
            names.map((name) => {
              const value = grant[name]
              return [name, Array.isArray(value) ? [...value].reverse().concat(value) : value]
            }),
          )
          expect(statementText(shuffled as unknown as Statement)).toBe(statementText(given))
        },
      ),
      { numRuns: 50 },
    )
  })

  it('is of one installation: no other origin reads it', () => {
    const bytes = statementBytes(origin, given)
    for (const other of ['', 'countersign.example/lo', 'countersign.example/log2', 'evil.example/log'])
      expect(parseStatement(other, bytes)).toBeUndefined()
  })

  it('is of one act: under another act\u2019s frame nobody reads it', () => {
    for (const one of all)
      for (const act of signedActs.filter((each) => each !== one.kind)) {
        const bytes = Buffer.from(secondWay(act, statementText(one)), 'hex')
        expect(parseStatement(origin, bytes)).toBeUndefined()
      }
  })

  it('never parses from bytes that are not exactly its own', () => {
    const bytes = statementBytes(origin, given)
    for (let i = 0; i < bytes.length; i++)
      for (let bit = 0; bit < 8; bit++) {
        const flipped = bytes.slice()
        flipped[i] = (flipped[i] ?? 0) ^ (1 << bit)
        const parsed = parseStatement(origin, flipped)
        if (parsed !== undefined) expect(parsed).not.toEqual(given)
      }
    for (let size = 0; size < bytes.length; size += 7)
      expect(parseStatement(origin, bytes.subarray(0, size))).toBeUndefined()
    fc.assert(fc.property(fc.uint8Array(), (any) => parseStatement(origin, any) === undefined))
  })
})

/** The bytes as design 007 says them, by other means. */
function secondWay(act: string, text: string): string {
  const frame = (said: string): string =>
    Buffer.byteLength(said).toString(16).padStart(4, '0') + Buffer.from(said).toString('hex')
  return frame('countersign/1 statement') + frame(origin) + frame(act) + Buffer.from(text).toString('hex')
}

describe('the name of a key', () => {
  it('is the SHA-256 of its public half', () => {
    const publicKey = bytesOf(vectors.key.public_key)
    expect(createHash('sha256').update(publicKey).digest('hex')).toBe(vectors.key.name)
  })
})
