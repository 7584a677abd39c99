// Which changes concern which answers, and what a withdrawal's acknowledgement waits for.
import type { FeatureId, PartnerId, PersonId, ThreadId } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import type { ChangeRow } from '../store/ledger.ts'
import { concerns, createInFlight, type RestsOn } from './in-flight.ts'

const [ana, ben, dora]: readonly PersonId[] = ['person_a', 'person_b', 'person_d']
const [here, there]: readonly ThreadId[] = ['thread_1', 'thread_2']
const [songs, films]: readonly FeatureId[] = ['feature_s', 'feature_f']
const [jukebox, matinee]: readonly PartnerId[] = ['partner_j', 'partner_m']
const nothing: ChangeRow = { person: null, partner: null, feature: null, thread: null }
const rests = {
  partner: jukebox,
  feature: songs,
  people: new Set([ana, ben]),
  threads: new Set([here]),
} as RestsOn

describe('a change concerns an answer', () => {
  it.each([
    ['about somebody it weighed', { person: ben }, true],
    ['about somebody else', { person: dora }, false],
    ['of its thread', { thread: here }, true],
    ['of another thread', { thread: there }, false],
    ['of its feature', { feature: songs }, true],
    ['of its partner', { partner: jukebox }, true],
    ['of another partner', { partner: matinee }, false],
    ['about somebody it weighed, for this feature', { person: ben, feature: songs }, true],
    ['about somebody it weighed, for another feature', { person: ben, feature: films }, false],
    ['about somebody else, for this feature', { person: dora, feature: songs }, false],
    ['that names nothing at all, to be safe', {}, true],
  ])('%s', (_, named, expected) => {
    expect(concerns({ ...nothing, ...named } as ChangeRow, rests)).toBe(expected)
  })
})

describe('what is in flight', () => {
  const settles = async (promise: Promise<void>): Promise<boolean> => {
    const later = new Promise<'later'>((resolve) => setTimeout(resolve, 10, 'later'))
    return (await Promise.race([promise, later])) !== 'later'
  }

  it('is waited for when it is concerned, until it is out', async () => {
    const inFlight = createInFlight()
    const out = inFlight.add(rests)
    const waiting = inFlight.settled([{ ...nothing, person: ben as PersonId }])
    expect(await settles(waiting)).toBe(false)
    out()
    expect(await settles(waiting)).toBe(true)
  })

  it('is not waited for when it is not concerned, when nothing changed, or when it comes later', async () => {
    const inFlight = createInFlight()
    const first = inFlight.settled([{ ...nothing, person: ben as PersonId }])
    inFlight.add(rests)
    expect(await settles(first)).toBe(true)
    expect(await settles(inFlight.settled([{ ...nothing, person: dora as PersonId }]))).toBe(true)
    expect(await settles(inFlight.settled([]))).toBe(true)
  })
})
