// The bounded merge by author against the plainest way there is: every message sorted, filtered and cut in memory.
import { uuidOf } from '@countersign/protocol'
import { makeWorld, onServer, testSystem } from '@countersign/testkit'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../src/store/database.ts'
import { messagesByAuthor, type Place, type Stretch } from '../src/store/gate-messages.ts'

const { system, clock, database } = await testSystem()
const { people, thread } = await makeWorld(system, clock)
const gate = openDatabase(database.as('countersign_gate'), { size: 2, onIdleError: () => undefined })
afterAll(() => gate.close())
const everyone = Object.values(people)

/** One of them writes most, in bursts; some share an instant; some are deleted. */
const MESSAGES = 300
const written = Array.from({ length: MESSAGES }, (_, i) => ({
  author:
    everyone[i % 7 === 0 ? (i / 7) % everyone.length : Math.floor(i / 60) % everyone.length] ?? everyone[0]!,
  sentAt: 1_000 + Math.floor(i / 3) * 10,
  position: 10_000 + i,
  deleted: i % 11 === 5,
}))
await onServer(database.owner, (client) =>
  client.query(
    `insert into messages (thread_id, message_id, position, author_id, sent_at, kind, body, deleted_at)
     select $1, gen_random_uuid(), position, author_id, sent_at, 'message', 'text', case when deleted then sent_at end
     from unnest($2::bigint[], $3::uuid[], $4::bigint[], $5::bool[]) as given (position, author_id, sent_at, deleted)`,
    [
      uuidOf(thread),
      written.map(({ position }) => position),
      written.map(({ author }) => uuidOf(author)),
      written.map(({ sentAt }) => sentAt),
      written.map(({ deleted }) => deleted),
    ],
  ),
)

/** Newest first, by the definition. */
function plainly(stretches: readonly Stretch[], before: Place, limit: number): readonly number[] {
  return written
    .filter(({ deleted }) => !deleted)
    .filter(({ author, sentAt }) =>
      stretches.some((one) => one.author === author && sentAt >= one.start && sentAt < one.end),
    )
    .filter(
      ({ sentAt, position }) =>
        sentAt < before.sentAt || (sentAt === before.sentAt && position < before.position),
    )
    .sort((a, b) => b.sentAt - a.sentAt || b.position - a.position)
    .slice(0, limit)
    .map(({ position }) => position)
}

const instant = fc.integer({ min: 900, max: 2_100 })
/** Stretches that do not overlap, of some of the people. */
const stretchesOf = fc
  .tuple(
    ...everyone.map((author) =>
      fc.uniqueArray(instant, { minLength: 0, maxLength: 6 }).map((times): readonly Stretch[] => {
        const sorted = times.toSorted((a, b) => a - b)
        return Array.from({ length: Math.floor(sorted.length / 2) }, (_, i) => ({
          author,
          start: sorted[2 * i] ?? 0,
          end: sorted[2 * i + 1] ?? 0,
        }))
      }),
    ),
  )
  .map((each) => each.flat())
const whole = everyone.map((author): Stretch => ({ author, start: 0, end: Number.MAX_SAFE_INTEGER }))

describe('the merge by author', () => {
  it('gives the newest messages of the stretches, whoever wrote how many', async () => {
    const stretches = fc.oneof(stretchesOf, fc.subarray(whole))
    const place = fc.record({
      sentAt: instant,
      position: fc.integer({ min: 10_000, max: 10_000 + MESSAGES }),
    })
    const limits = fc.constantFrom(1, 3, 5, 20, 41, 200)
    await fc.assert(
      fc.asyncProperty(stretches, place, limits, async (some, before, limit) => {
        const found = await gate.read((session) =>
          messagesByAuthor(session, { thread, stretches: some }, { before, limit }),
        )
        expect(found.map((one) => one.place.position)).toEqual(plainly(some, before, limit))
      }),
      { numRuns: 400, seed: 1 },
    )
  })

  it('finds an author’s whole page behind fifty who wrote one old message each', async () => {
    const found = await gate.read((session) =>
      messagesByAuthor(
        session,
        {
          thread,
          // Each millisecond a stretch of its own, so that few of each are read at first.
          stretches: whole.flatMap(({ author }) => [
            ...Array.from({ length: 40 }, (_, i) => ({ author, start: 1_000 + i * 3, end: 1_003 + i * 3 })),
            { author, start: 1_200, end: 5_000 },
          ]),
        },
        { before: { sentAt: 5_000, position: 1 }, limit: 41 },
      ),
    )
    const stretches = whole.map((one) => ({ ...one, start: 1_000 }))
    expect(found.map(({ place }) => place.position)).toEqual(
      plainly(stretches, { sentAt: 5_000, position: 1 }, 41),
    )
    expect(found.map(({ message }) => message.author)).toEqual(
      found.map(({ place }) => written[place.position - 10_000]?.author),
    )
  })
})
