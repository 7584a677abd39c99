// The plan never filters out what decide() permits: its filter, done in memory, against every message of random worlds.
import {
  decide,
  grantFor,
  type Item,
  messageItem,
  type PersonId,
  type ThreadFacts,
} from '@countersign/protocol'
import { cast, type DrawnWorld, instants, worlds } from '@countersign/testkit/worlds'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MessageFilter } from '../store/gate-messages.ts'
import { planMessages } from './plan.ts'

/** What store/gate-messages.ts does in SQL: a message by one of the authors within one of the author's stretches. */
function letsThrough({ stretches }: MessageFilter, author: PersonId, sentAt: number): boolean {
  return stretches.some((one) => one.author === author && one.start <= sentAt && sentAt < one.end)
}

interface Candidate {
  readonly author: PersonId
  readonly origin: PersonId | null
  readonly sentAt: number
}

const candidates: fc.Arbitrary<Candidate> = fc.record({
  author: fc.constantFrom(...cast.people),
  origin: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.constantFrom(...cast.people)),
  sentAt: instants(),
})

describe('the plan of messages.read', () => {
  test('lets through every message that decide() permits', () => {
    let permitted = 0
    const drawn = fc.tuple(worlds(), fc.array(candidates, { minLength: 8, maxLength: 8 }))
    const holds = fc.property(drawn, ([world, messages]) => {
      const reading = readingOf(world)
      if (reading === undefined) return
      const { filter, leaves } = reading
      for (const { author, origin, sentAt } of messages) {
        if (
          !leaves(messageItem({ kind: origin ? 'forward' : 'message', author, originAuthor: origin, sentAt }))
        )
          continue
        permitted++
        expect(letsThrough(filter, author, sentAt)).toBe(true)
      }
    })
    fc.assert(holds, { numRuns: 4_000, seed: 4747 })
    expect(permitted).toBeGreaterThan(200)
  })

  test('has no two stretches of one author that overlap, so that no message is found twice', () => {
    const holds = fc.property(worlds(), (world) => {
      const stretches = readingOf(world)?.filter.stretches ?? []
      for (const [i, one] of stretches.entries())
        for (const other of stretches.slice(i + 1))
          expect(one.author === other.author && one.start < other.end && other.start < one.end).toBe(false)
    })
    fc.assert(holds, { numRuns: 4_000, seed: 4747 })
  })
})

/** The world's call made a reading of its thread, when that is permitted. */
function readingOf(
  world: DrawnWorld,
): { readonly filter: MessageFilter; readonly leaves: (item: Item) => boolean } | undefined {
  const { facts, now } = world
  const { item: _, ...call } = world.request
  const thread: ThreadFacts | null = facts.thread
  if (thread === null) return undefined
  const request = { ...call, verb: 'messages.read' as const, thread: thread.thread, fields: null }
  const decision = decide(request, facts, now)
  const held = grantFor(request, facts)
  if (decision.outcome === 'refuse' || held === undefined) return undefined
  return {
    filter: planMessages(request, facts, held, thread, decision.fields, now),
    leaves: (item) => decide({ ...request, item }, facts, now).outcome === 'permit',
  }
}
