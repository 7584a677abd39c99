// The acceptance demo D5 as anybody runs it, with a tenth of the search engine's crowd; COP-06, COP-07, TRN-01, TRN-04.
import { describe, expect, it } from 'vitest'
import { type Figure, inTemporaryFolder, leftBehind, run } from './_demo.ts'

inTemporaryFolder()

describe('countersign demo', () => {
  it('address-book: every number of D5 holds', { timeout: 240_000 }, async () => {
    const { code, said } = await run(['demo', 'address-book', '--tenth', '--json'])
    const { figures, ...rest } = JSON.parse(said) as { figures: readonly Figure[] }
    expect(figures.filter(({ ok }) => !ok)).toEqual([])
    expect(rest).toEqual({ ok: true, name: 'address-book' })
    expect(code).toBe(0)
    const seen = Object.fromEntries(figures.map((figure) => [figure.what, figure.seen]))
    expect(seen).toMatchObject({
      'contacts in the address book': '500',
      'seven allow: addresses of others': '7',
      'of the other 493 addresses, found in the bytes': '0',
      'of the seven, who see it once on their own page': '7',
      'friends whose names a search engine asks for': '1000',
      'names of friends who did not allow it': '0',
      'names where both allowed it': '10',
    })
    expect(new Set(figures.map(({ what }) => what)).size).toBe(figures.length)
    expect(await leftBehind()).toEqual([])
  })
})
