// The LDBC set comes in once: counts, order, ids; and keeps the contract of imports.

import { appendFile, cp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importContract, type Spoilt } from './_import-contract.ts'
import { runImport } from './_import-formats.ts'
import { count, newFolder, openGround } from './_import-ground.ts'
import { ldbcCounts, ldbcFolder, ldbcMissing } from './_ldbc.ts'

const inText =
  (change: (text: string) => string): Spoilt['change'] =>
  (bytes) =>
    change(bytes.toString())

const wrong: readonly Spoilt[] = [
  {
    what: 'a bad time',
    file: 'person_0_0.csv',
    change: inText((text) => text.replace('2010-06-13T12:14:32.690', 'yesterday')),
    said: 'person_0_0.csv line 3: creationDate must be a time',
    kept: { persons: 0 },
  },
  {
    what: 'a double',
    file: 'person_knows_person_0_0.csv',
    change: inText((text) => `${text}${text.split('\n')[5]}\n`),
    said: 'person_knows_person_0_0.csv line 827: it is in person_knows_person_0_0.csv line 6 already',
    kept: { friendships: 1000 },
  },
  {
    what: 'a cut line',
    file: 'forum_0_0.csv',
    change: inText((text) => text.replace(/\|8796093022220\n343597383682/, '\n343597383682')),
    said: 'forum_0_0.csv line 3: it has 3 fields, not 4',
    kept: { persons: 222, threads: 0 },
  },
  {
    what: 'an unknown person',
    file: 'forum_hasMember_person_0_0.csv',
    change: inText((text) => text.replaceAll(/\n(\d+)\|(\d+)\|([^\n]+)\n$/g, '\n$1|7|$3\n')),
    said: 'forum_hasMember_person_0_0.csv line 3585: it names a person that no record has brought in',
    kept: { memberships: 3500, threads: 805 },
  },
  {
    what: 'a post of a stranger to the forum',
    file: 'post_0_0.csv',
    change: inText((text) =>
      text.replace('|8796093022220|343597383682|71', '|2199023255629|343597383682|71'),
    ),
    said: 'post_0_0.csv line 3: its author was not in the thread',
    kept: { memberships: 4387 },
  },
  {
    what: 'an answer to nothing',
    file: 'comment_0_0.csv',
    change: inText((text) => text.replace('|60|206158430245|', '|60|1|')),
    said: 'comment_0_0.csv line 2: it answers a post that is in no file',
    kept: { memberships: 4387 },
  },
  {
    what: 'an answer before its post',
    file: 'comment_0_0.csv',
    change: inText((text) => text.replace('2010-06-27T23:36:57', '2010-06-26T23:36:57')),
    said: 'comment_0_0.csv line 2: it answers post_0_0.csv line',
    kept: { memberships: 4387 },
  },
]

describe.skipIf(ldbcMissing !== undefined)('the LDBC set', () => {
  const first = importContract({
    format: 'ldbc',
    folder: async () => ldbcFolder,
    kills: [1, 4, 9, 17, 27],
    wrong,
  })

  it('has what is in the files', () => {
    expect(first().added).toEqual(ldbcCounts)
  })

  it('has each stay in both classes and each friendship both ways', async () => {
    expect(await count(first().owner, 'memberships')).toBe(4387)
    expect(
      await count(first().owner, 'memberships join person_threads using (thread_id, person_id, joined_at)'),
    ).toBe(4387)
    expect(await count(first().owner, 'friendships')).toBe(1650)
    expect(
      await count(
        first().owner,
        'friendships a join friendships b on a.person_id = b.friend_id and a.friend_id = b.person_id and a.since = b.since',
      ),
    ).toBe(1650)
  })

  it('has its messages in the order of their times, answers after what they answer', async () => {
    expect(
      await count(first().owner, "(select distinct thread_id from messages where body <> '') as t"),
    ).toBe(68)
    const disorder = `messages a join messages b using (thread_id) where a.position < b.position and a.sent_at > b.sent_at`
    expect(await count(first().owner, disorder)).toBe(0)
    const answered = 'messages a join messages b on a.thread_id = b.thread_id and a.reply_to = b.message_id'
    expect(await count(first().owner, `${answered} where b.position < a.position`)).toBe(2218)
    expect(
      await count(
        first().owner,
        'threads t where next_position <> 1 + (select count(*) from messages m where m.thread_id = t.thread_id)',
      ),
    ).toBe(0)
  })

  it("has ids of the record's own time, different for every kind", async () => {
    const time = "('x0000' || substr(replace(message_id::text, '-', ''), 1, 12))::bit(64)::bigint"
    expect(await count(first().owner, `messages where ${time} <> sent_at`)).toBe(0)
    const { rows: colliding } = await first().owner.query<{ ids: number; uuids: number }>(
      "select count(distinct external_id)::int as ids, count(distinct id)::int as uuids from imported_ids where kind in ('person', 'thread', 'post', 'comment')",
    )
    expect(colliding[0]?.uuids).toBe(222 + 805 + 5924 + 2218)
    expect(colliding[0]?.ids).toBeLessThan(colliding[0]?.uuids ?? 0)
  })

  it('under another name is another set', async () => {
    const other = await openGround()
    try {
      await runImport('ldbc', other.system, { path: ldbcFolder })
      const again = await runImport('ldbc', other.system, { path: ldbcFolder, source: 'ldbc-2' })
      expect(again.added).toEqual(ldbcCounts)
      expect(await count(other.owner, 'messages')).toBe(2 * 8142)
    } finally {
      await other.close()
    }
  })

  it('with a file missing, cut or re-encoded is refused, and the file named', async () => {
    const path = await newFolder()
    await cp(ldbcFolder, path, { recursive: true })
    const spoilt = await openGround()
    const run = () => runImport('ldbc', spoilt.system, { path })
    try {
      const comments = join(path, 'comment_0_0.csv')
      const whole = await readFile(comments)
      await rm(comments, { force: true })
      await expect(run()).rejects.toThrow('comment_0_0.csv is not in that folder')
      expect(await count(spoilt.owner, 'persons')).toBe(0)
      await writeFile(comments, whole)
      await truncate(comments, whole.length - 1)
      await expect(run()).rejects.toThrow('comment_0_0.csv line 2219: the file stops without a line end')
      await appendFile(comments, Buffer.from([0xe9, 0x0a]))
      await expect(run()).rejects.toThrow('comment_0_0.csv line 2219: it is not UTF-8')
      expect(await count(spoilt.owner, 'messages')).toBe(0)
    } finally {
      await spoilt.close()
    }
  })
})
