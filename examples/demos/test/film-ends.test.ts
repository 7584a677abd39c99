// The acceptance demo D1 as anybody runs it, with a hundredth of its crowd; SUN-01, TRN-02, DEL-04.
import { describe, expect, it } from 'vitest'
import { inTemporaryFolder, playWhole } from './_demo.ts'

inTemporaryFolder()

describe('countersign demo', () => {
  it('film-ends: every number of D1 holds', { timeout: 240_000 }, async () => {
    const { seen } = await playWhole('film-ends', '--hundredth')
    expect(seen).toMatchObject({
      'people who let a film service send tips': '100',
      'powers it has': 'messages.write',
      'a millisecond before the end: people it can send for': '100',
      'at the end: people it is refused for with FEATURE_ENDED': '100',
      'access and refresh tokens tried': '120',
      'of them, alive': '0',
      'announcements that wait for the magazine': '3',
      'of the waiting announcements, told after the end': '0',
      'lines of it after the end': '0',
      'people whose page says that it has ended': '100',
      'people for whom it is told to stop and delete': '100',
      'tries in December 2018': '50',
      'of them, permitted': '0',
    })
  })
})
