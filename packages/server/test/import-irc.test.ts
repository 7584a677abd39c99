// The ten IRC logs come in once, to the last line, and keep the contract of imports.

import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importContract, type Spoilt, sumOf } from './_import-contract.ts'
import { runImport } from './_import-formats.ts'
import { count, newFolder, openGround } from './_import-ground.ts'
import { ircFolder, ircLines, ircLogs, ircMissing } from './_irc.ts'

const all = { people: 1580, threads: 10, memberships: 1670, messages: 11_615, actions: 67, empty_actions: 2 }

const log = '2011-11-13_02.raw.txt'

/** Every line of every log is read before anything is written. */
const kept = { persons: 0 }

const wrong: readonly Spoilt[] = [
  {
    what: 'a cut tail',
    file: log,
    change: (bytes) => bytes.subarray(0, -5),
    said: `${log} line 1250: the file stops without a line end`,
    kept,
  },
  {
    what: 'a flipped byte that is no UTF-8',
    file: log,
    change: (bytes) => {
      const at = bytes.indexOf('\n') + 20
      bytes[at] = (bytes[at] ?? 0) ^ 0x80
      return bytes
    },
    said: `${log} line 2: it is not UTF-8`,
    kept,
  },
  {
    what: 'a time that is none',
    file: log,
    change: (bytes) => bytes.toString().replace(/\n\[23:59\]/, '\n[25:61]'),
    said: 'its time must be from 00:00 to 23:59',
    kept,
  },
  {
    what: 'a line of another format',
    file: log,
    change: (bytes) => bytes.toString().split('\n').with(699, '-!- someone quit').join('\n'),
    said: `${log} line 700: it is no message`,
    kept,
  },
  {
    what: 'a line without end',
    file: log,
    change: (bytes) => Buffer.concat([bytes, Buffer.from(`[03:27] <ana> ${'x'.repeat(5000)}\n`)]),
    said: `${log} line 1251: it is longer than 2000 bytes`,
    kept,
  },
]

describe.skipIf(ircMissing !== undefined)('the ten logs', () => {
  const first = importContract({
    format: 'irc',
    folder: async () => ircFolder,
    kills: [1, 5, 8, 25],
    wrong,
  })

  it('are counted to the last line', () => {
    const { added, held } = first()
    expect({ added, held }).toEqual({ added: { ...all, already_in: 0 }, held: ircLines })
    const { total, ...kinds } = held
    expect(sumOf(kinds)).toBe(total)
  })

  it('have their messages in the order of their lines, each later than the one before', async () => {
    const disorder = 'messages a join messages b using (thread_id) where a.position = b.position - 1'
    expect(await count(first().owner, `${disorder} and a.sent_at >= b.sent_at`)).toBe(0)
    expect(await count(first().owner, disorder)).toBe(11_684 - 10)
    const { rows: found } = await first().owner.query<{ lines: string }>(
      `select string_agg(split_part(external_id, ' ', 2), ' ' order by position) as lines
       from messages join imported_ids on id = message_id group by thread_id`,
    )
    for (const { lines } of found) {
      const numbers = lines.split(' ').map(Number)
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    }
  })

  it('have everybody in the channel when they speak, from their first line or join to their part', async () => {
    expect(
      await count(
        first().owner,
        `messages where not exists (select from memberships s where s.thread_id = messages.thread_id
         and person_id = author_id and joined_at <= sent_at and (left_at is null or sent_at < left_at))`,
      ),
    ).toBe(0)
    // 12 of the 48 who left had not been seen before: their part is all there is of them.
    expect(await count(first().owner, 'memberships where left_at is not null')).toBe(36)
    expect(
      await count(first().owner, 'memberships join person_threads using (thread_id, person_id, joined_at)'),
    ).toBe(all.memberships)
  })

  it('have one person for a nick and for what it was renamed to', async () => {
    const asBoth = `imported_ids p join messages on author_id = p.id join imported_ids m on m.id = message_id
      where p.kind = 'person' and p.external_id = 'usual'`
    // He was called usual up to line 78 of his log, and ubuntor after it.
    expect(
      await count(first().owner, `${asBoth} and nullif(split_part(m.external_id, ' ', 2), '')::int < 79`),
    ).toBeGreaterThan(0)
    expect(
      await count(first().owner, `${asBoth} and nullif(split_part(m.external_id, ' ', 2), '')::int > 79`),
    ).toBeGreaterThan(0)
    expect(await count(first().owner, "imported_ids where kind = 'person' and external_id = 'ubuntor'")).toBe(
      0,
    )
  })

  it('name whom a line begins with, when they are there under that nick', async () => {
    const mentions = `messages m, jsonb_array_elements(m.mentions) one`
    expect(await count(first().owner, mentions)).toBe(5040)
    expect(
      await count(
        first().owner,
        `${mentions} where not exists (select from memberships s where s.thread_id = m.thread_id
         and replace(s.person_id::text, '-', '') = replace(one->>'person', 'person_', '') and s.joined_at <= m.sent_at
         and (s.left_at is null or m.sent_at < s.left_at))`,
      ),
    ).toBe(0)
  })

  it('hold, each by itself, what it holds', async () => {
    const alone = await openGround()
    try {
      for (const [log, kinds] of Object.entries(ircLogs)) {
        const path = join(ircFolder, `${log}.raw.txt`)
        const { held, added } = await runImport('irc', alone.system, { path, source: log })
        expect([log, ...Object.values(held)]).toEqual([log, ...kinds, 1250])
        expect(added).toMatchObject({
          threads: 1,
          messages: kinds[0],
          actions: kinds[1],
          empty_actions: kinds[2],
        })
      }
    } finally {
      await alone.close()
    }
  })

  it('a folder without logs, a file that is none, and a path that is not there are named', async () => {
    const path = await newFolder()
    await mkdir(join(path, 'empty'))
    await cp(join(ircFolder, log), join(path, 'yesterday.raw.txt'))
    const run = (path: string) => runImport('irc', first().system, { path })
    await expect(run(join(path, 'empty'))).rejects.toThrow('*.raw.txt is not in that folder')
    await expect(run(path)).rejects.toThrow('yesterday.raw.txt has no date in its name')
    await expect(run(join(path, 'nowhere'))).rejects.toThrow('nowhere cannot be read (ENOENT)')
  })
})
