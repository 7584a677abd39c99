// The table of field names, fixed: a change here is a change of the log's format.
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { recordChains, recordFields } from './ledger-fields.ts'

describe('ledger fields', () => {
  it('name kind and time first, and nothing twice', () => {
    for (const names of Object.values(recordFields)) {
      expect(names.slice(0, 2)).toEqual(['kind', 'at'])
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it('have no name for content', () => {
    const all = new Set<string>(Object.values(recordFields).flat())
    for (const name of ['text', 'body', 'title', 'content', 'email', 'phone'])
      expect(all.has(name)).toBe(false)
  })

  it('belong to a person exactly where the chain is a person\u2019s', () => {
    for (const [kind, names] of Object.entries(recordFields)) {
      const chains: readonly string[] = recordChains[kind as keyof typeof recordChains]
      const personal = chains.length === 1 && (chains[0] === 'self' || chains[0] === 'partner')
      expect([kind, (names as readonly string[]).includes('person')]).toEqual([kind, personal])
      if (personal) expect((names as readonly string[]).includes('partner')).toBe(chains[0] === 'partner')
    }
  })

  it('do not drift', () => {
    const digest = createHash('sha256').update(JSON.stringify(recordFields)).digest('hex')
    expect(digest).toBe('10e293cee03ed6db153b7f6e682544f810284b861895d0ff1a441e4829ef111e')
  })
})
