// The acceptance demo D6 as anybody runs it, with a hundredth of the accounts of its news feed; PER-06, TRN-03, SUN-04, SUN-05, SUN-06.
import { describe, expect, it } from 'vitest'
import { inTemporaryFolder, playWhole } from './_demo.ts'

inTemporaryFolder()

describe('countersign demo', () => {
  it('ghost-partners: every number of D6 holds', { timeout: 240_000 }, async () => {
    const { seen } = await playWhole('ghost-partners', '--hundredth')
    expect(seen).toMatchObject({
      'companies, hidden ones among them': '152',
      'companies that call themselves service providers': '12',
      'of them, with purposes of their own: third parties': '9',
      'accounts the news feed streams for while its feature runs': '8',
      'years after the end: items it still streams': '0',
      'tokens of it that the first run leaves': '0',
      'hidden integrations refused when they ask for a key without an entry': '2',
      'the old code path, with a token of today': 'NOT_FOUND',
      'companies that got something': '150',
      'of them, not in the register': '0',
      'in the register, and got nothing': '0',
      'requests for more time': '61',
      'silent ones': '0',
      'her permission on her own page': 'inactive',
    })
  })
})
