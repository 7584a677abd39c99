// The LDBC set comes in once: counts, order, shells; again, killed and resumed, or twice at once, the rows are the same.

import { appendFile, cp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ImportSystem } from '../src/acts/import-batch.ts'
import { importLdbc, type LdbcReport } from '../src/imports/ldbc/import-ldbc.ts'
import { count, dump, type Ground, killedAfter, newFolder, openGround, quietly } from './_import-ground.ts'
import { openImportSystem } from './_import-system.ts'
import { ldbcCounts, ldbcFolder, ldbcMissing } from './_ldbc.ts'

// Each import takes a second on a free machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

function run(system: ImportSystem, path = ldbcFolder, source = 'ldbc'): Promise<LdbcReport> {
  return importLdbc(system, { ...quietly, path, source })
}

describe.skipIf(ldbcMissing !== undefined)('the LDBC set', () => {
  let first: Ground
  let report: LdbcReport
  let rows: Record<string, string>
  beforeAll(async () => {
    first = await openGround()
    report = await run(first.system)
    rows = await dump(first.owner)
  })
  afterAll(() => first.close())

  it('has what is in the files', () => {
    expect(report).toEqual(ldbcCounts)
  })

  it('comes in as people nobody has claimed, with nothing releasable', async () => {
    expect(await count(first.owner, "persons where account = 'shell'")).toBe(222)
    expect(await count(first.owner, 'logins')).toBe(0)
    expect(await count(first.owner, 'grants')).toBe(0)
    expect(await count(first.owner, 'contact_fields where verified')).toBe(0)
    expect(await count(first.owner, "entries where kind = 'account_opened'")).toBe(222)
    expect(await count(first.owner, 'entries')).toBe(222)
  })

  it('has each stay in both classes and each friendship both ways', async () => {
    expect(await count(first.owner, 'memberships')).toBe(4387)
    expect(
      await count(first.owner, 'memberships join person_threads using (thread_id, person_id, joined_at)'),
    ).toBe(4387)
    expect(await count(first.owner, 'friendships')).toBe(1650)
    expect(
      await count(
        first.owner,
        'friendships a join friendships b on a.person_id = b.friend_id and a.friend_id = b.person_id and a.since = b.since',
      ),
    ).toBe(1650)
  })

  it('has its messages in the order of their times, answers after what they answer', async () => {
    expect(await count(first.owner, "(select distinct thread_id from messages where body <> '') as t")).toBe(
      68,
    )
    const disorder = `messages a join messages b using (thread_id) where a.position < b.position and a.sent_at > b.sent_at`
    expect(await count(first.owner, disorder)).toBe(0)
    const answered = 'messages a join messages b on a.thread_id = b.thread_id and a.reply_to = b.message_id'
    expect(await count(first.owner, `${answered} where b.position < a.position`)).toBe(2218)
    expect(
      await count(
        first.owner,
        'threads t where next_position <> 1 + (select count(*) from messages m where m.thread_id = t.thread_id)',
      ),
    ).toBe(0)
  })

  it("has ids of the record's own time, different for every kind", async () => {
    const time = "('x0000' || substr(replace(message_id::text, '-', ''), 1, 12))::bit(64)::bigint"
    expect(await count(first.owner, `messages where ${time} <> sent_at`)).toBe(0)
    const { rows: colliding } = await first.owner.query<{ ids: number; uuids: number }>(
      "select count(distinct external_id)::int as ids, count(distinct id)::int as uuids from imported_ids where kind in ('person', 'thread', 'post', 'comment')",
    )
    expect(colliding[0]?.uuids).toBe(222 + 805 + 5924 + 2218)
    expect(colliding[0]?.ids).toBeLessThan(colliding[0]?.uuids ?? 0)
  })

  it('again adds nothing, not even a turn of the ledger', async () => {
    const turns = await count(first.owner, 'ledger_turns')
    const { already_in, ...added } = await run(first.system)
    expect(Object.values(added)).toEqual(Object.values(added).map(() => 0))
    expect(already_in).toBe(14_879)
    expect(await dump(first.owner)).toEqual(rows)
    expect(await count(first.owner, 'ledger_turns')).toBe(turns)
  })

  it('under another name is another set', async () => {
    const other = await openGround()
    try {
      await run(other.system)
      const again = await run(other.system, ldbcFolder, 'ldbc-2')
      expect(again).toEqual(ldbcCounts)
      expect(await count(other.owner, 'messages')).toBe(2 * 8142)
    } finally {
      await other.close()
    }
  })

  it.each([[1], [4], [9], [17], [27]])(
    'killed -9 after %i batches and run again gives the same rows',
    async (batches) => {
      const killed = await openGround()
      try {
        await killedAfter(batches, killed.place, 'ldbc', ldbcFolder)
        expect(await dump(killed.owner)).not.toEqual(rows)
        const report = await run(killed.system)
        expect(report.already_in).toBeGreaterThan(0)
        expect(await dump(killed.owner)).toEqual(rows)
        expect(await count(killed.owner, "entries where kind = 'account_opened'")).toBe(222)
      } finally {
        await killed.close()
      }
    },
  )

  it('imported twice at once gives the same rows', async () => {
    const shared = await openGround()
    const second = await openImportSystem(shared.place)
    try {
      const [one, other] = await Promise.all([run(shared.system), run(second)])
      expect(one.comments + other.comments).toBe(2218)
      expect(one.people + other.people).toBe(222)
      expect(await dump(shared.owner)).toEqual(rows)
    } finally {
      await second.close()
      await shared.close()
    }
  })

  it('stopped between two batches keeps what is in', async () => {
    const stopped = await openGround()
    const controller = new AbortController()
    try {
      await expect(
        importLdbc(stopped.system, {
          path: ldbcFolder,
          source: 'ldbc',
          signal: controller.signal,
          progress: { begin: () => undefined, advance: (stage) => stage === 'threads' && controller.abort() },
        }),
      ).rejects.toThrow('aborted')
      expect(await count(stopped.owner, 'threads')).toBe(500)
      await run(stopped.system)
      expect(await dump(stopped.owner)).toEqual(rows)
    } finally {
      await stopped.close()
    }
  })

  describe('with something wrong', () => {
    const broken: [string, string, (text: string) => string, string, Record<string, number>][] = [
      [
        'a bad time',
        'person_0_0.csv',
        (text) => text.replace('2010-06-13T12:14:32.690', 'yesterday'),
        'person_0_0.csv line 3: creationDate must be a time',
        { persons: 0 },
      ],
      [
        'a cut line',
        'forum_0_0.csv',
        (text) => text.replace(/\|8796093022220\n343597383682/, '\n343597383682'),
        'forum_0_0.csv line 3: it has 3 fields, not 4',
        { persons: 222, threads: 0 },
      ],
      [
        'an unknown person',
        'forum_hasMember_person_0_0.csv',
        (text) => text.replaceAll(/\n(\d+)\|(\d+)\|([^\n]+)\n$/g, '\n$1|7|$3\n'),
        'forum_hasMember_person_0_0.csv line 3585: it names a person that no record has brought in',
        { memberships: 3500, threads: 805 },
      ],
      [
        'a double',
        'person_knows_person_0_0.csv',
        (text) => `${text}${text.split('\n')[5]}\n`,
        'person_knows_person_0_0.csv line 827: it is in person_knows_person_0_0.csv line 6 already',
        { friendships: 1000 },
      ],
      [
        'a post of a stranger to the forum',
        'post_0_0.csv',
        (text) => text.replace('|8796093022220|343597383682|71', '|2199023255629|343597383682|71'),
        'post_0_0.csv line 3: its author was not in the thread',
        { memberships: 4387 },
      ],
      [
        'an answer to nothing',
        'comment_0_0.csv',
        (text) => text.replace('|60|206158430245|', '|60|1|'),
        'comment_0_0.csv line 2: it answers a post that is in no file',
        { memberships: 4387 },
      ],
      [
        'an answer before its post',
        'comment_0_0.csv',
        (text) => text.replace('2010-06-27T23:36:57', '2010-06-26T23:36:57'),
        'comment_0_0.csv line 2: it answers post_0_0.csv line',
        { memberships: 4387 },
      ],
    ]

    it.each(broken)(
      '%s: is named by file and line, what came before is kept, corrected it goes on',
      async (_what, file, change, said, kept) => {
        const path = await newFolder()
        await cp(ldbcFolder, path, { recursive: true })
        const whole = await readFile(join(path, file), 'utf8')
        expect(change(whole)).not.toBe(whole)
        await rm(join(path, file), { force: true })
        await writeFile(join(path, file), change(whole))
        const spoilt = await openGround()
        try {
          await expect(run(spoilt.system, path)).rejects.toThrow(said)
          for (const [table, rowCount] of Object.entries(kept))
            expect(await count(spoilt.owner, table)).toBe(rowCount)
          await writeFile(join(path, file), whole)
          await run(spoilt.system, path)
          expect(await dump(spoilt.owner)).toEqual(rows)
        } finally {
          await spoilt.close()
        }
      },
    )

    it('a missing, a cut and a re-encoded file are named', async () => {
      const path = await newFolder()
      await cp(ldbcFolder, path, { recursive: true })
      const spoilt = await openGround()
      try {
        const comments = join(path, 'comment_0_0.csv')
        const whole = await readFile(comments)
        await rm(comments, { force: true })
        await expect(run(spoilt.system, path)).rejects.toThrow('comment_0_0.csv is not in that folder')
        expect(await count(spoilt.owner, 'persons')).toBe(0)
        await writeFile(comments, whole)
        await truncate(comments, whole.length - 1)
        await expect(run(spoilt.system, path)).rejects.toThrow(
          'comment_0_0.csv line 2219: the file stops without a line end',
        )
        await appendFile(comments, Buffer.from([0xe9, 0x0a]))
        await expect(run(spoilt.system, path)).rejects.toThrow('comment_0_0.csv line 2219: it is not UTF-8')
        expect(await count(spoilt.owner, 'messages')).toBe(0)
      } finally {
        await spoilt.close()
      }
    })
  })
})
