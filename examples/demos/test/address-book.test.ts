// The acceptance demo D5 as anybody runs it, with a tenth of the search engine's crowd; COP-06, COP-07, TRN-01, TRN-04.
import { describe, expect, it } from 'vitest'
import { inTemporaryFolder, playWhole } from './_demo.ts'

inTemporaryFolder()

describe('countersign demo', () => {
  it('address-book: every number of D5 holds', { timeout: 240_000 }, async () => {
    const { seen } = await playWhole('address-book', '--tenth')
    expect(seen).toMatchObject({
      'contacts in the address book': '500',
      'seven allow: addresses of others': '7',
      'of the other 493 addresses, found in the bytes': '0',
      'of the seven, who see it once on their own page': '7',
      'friends whose names a search engine asks for': '1000',
      'names of friends who did not allow it': '0',
      'names where both allowed it': '10',
    })
  })
})
