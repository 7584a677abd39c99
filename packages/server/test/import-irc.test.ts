// The ten IRC logs come in once, to the last line; again, killed and resumed, or twice at once, the rows are the same.

import { copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ImportSystem } from '../src/acts/import-batch.ts'
import { type IrcReport, importIrc } from '../src/imports/irc/import-irc.ts'
import { count, dump, type Ground, killedAfter, newFolder, openGround, quietly } from './_import-ground.ts'
import { openImportSystem } from './_import-system.ts'
import { ircFolder, ircLines, ircLogs, ircMissing } from './_irc.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

function run(system: ImportSystem, path: string, source = 'irc'): Promise<IrcReport> {
  return importIrc(system, { ...quietly, path, source, zone: 'UTC' })
}

const all = { people: 1580, threads: 10, memberships: 1670, messages: 11_615, actions: 67, empty_actions: 2 }
const records = Object.values(all).reduce((sum, one) => sum + one, 0)

describe.skipIf(ircMissing !== undefined)('the ten logs', () => {
  let first: Ground
  let report: IrcReport
  let rows: Record<string, string>
  beforeAll(async () => {
    first = await openGround()
    report = await run(first.system, ircFolder)
    rows = await dump(first.owner)
  })
  afterAll(() => first.close())

  it('are counted to the last line', () => {
    expect(report).toEqual({ added: { ...all, already_in: 0 }, lines: ircLines })
    const { total, ...kinds } = report.lines
    expect(Object.values(kinds).reduce((sum, one) => sum + one, 0)).toBe(total)
  })

  it('come in as people nobody has claimed, with nothing releasable', async () => {
    expect(await count(first.owner, "persons where account = 'shell'")).toBe(all.people)
    expect(await count(first.owner, 'logins')).toBe(0)
    expect(await count(first.owner, 'grants')).toBe(0)
    expect(await count(first.owner, "entries where kind = 'account_opened'")).toBe(all.people)
    expect(await count(first.owner, 'entries')).toBe(all.people)
  })

  it('have their messages in the order of their lines, each later than the one before', async () => {
    const disorder = 'messages a join messages b using (thread_id) where a.position = b.position - 1'
    expect(await count(first.owner, `${disorder} and a.sent_at >= b.sent_at`)).toBe(0)
    expect(await count(first.owner, disorder)).toBe(11_684 - 10)
    const { rows: found } = await first.owner.query<{ lines: string }>(
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
        first.owner,
        `messages where not exists (select from memberships s where s.thread_id = messages.thread_id
         and person_id = author_id and joined_at <= sent_at and (left_at is null or sent_at < left_at))`,
      ),
    ).toBe(0)
    // 12 of the 48 who left had not been seen before: their part is all there is of them.
    expect(await count(first.owner, 'memberships where left_at is not null')).toBe(36)
    expect(
      await count(first.owner, 'memberships join person_threads using (thread_id, person_id, joined_at)'),
    ).toBe(all.memberships)
  })

  it('have one person for a nick and for what it was renamed to', async () => {
    const asBoth = `imported_ids p join messages on author_id = p.id join imported_ids m on m.id = message_id
      where p.kind = 'person' and p.external_id = 'usual'`
    // He was called usual up to line 78 of his log, and ubuntor after it.
    expect(
      await count(first.owner, `${asBoth} and nullif(split_part(m.external_id, ' ', 2), '')::int < 79`),
    ).toBeGreaterThan(0)
    expect(
      await count(first.owner, `${asBoth} and nullif(split_part(m.external_id, ' ', 2), '')::int > 79`),
    ).toBeGreaterThan(0)
    expect(await count(first.owner, "imported_ids where kind = 'person' and external_id = 'ubuntor'")).toBe(0)
  })

  it('name whom a line begins with, when they are there under that nick', async () => {
    const mentions = `messages m, jsonb_array_elements(m.mentions) one`
    expect(await count(first.owner, mentions)).toBe(5040)
    expect(
      await count(
        first.owner,
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
        const { lines, added } = await run(alone.system, join(ircFolder, `${log}.raw.txt`), log)
        expect([log, ...Object.values(lines)]).toEqual([log, ...kinds, 1250])
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

  it('again add nothing, not even a turn of the ledger', async () => {
    const turns = await count(first.owner, 'ledger_turns')
    const again = await run(first.system, ircFolder)
    expect(again.lines).toEqual(ircLines)
    expect(again.added.already_in).toBe(records)
    expect(await dump(first.owner)).toEqual(rows)
    expect(await count(first.owner, 'ledger_turns')).toBe(turns)
  })

  it.each([[1], [5], [8], [25]])(
    'killed -9 after %i batches and run again give the same rows',
    async (batches) => {
      const killed = await openGround()
      try {
        await killedAfter(batches, killed.place, 'irc', ircFolder)
        expect(await dump(killed.owner)).not.toEqual(rows)
        expect((await run(killed.system, ircFolder)).added.already_in).toBeGreaterThan(0)
        expect(await dump(killed.owner)).toEqual(rows)
        expect(await count(killed.owner, "entries where kind = 'account_opened'")).toBe(all.people)
      } finally {
        await killed.close()
      }
    },
  )

  it('imported twice at once give the same rows', async () => {
    const shared = await openGround()
    const second = await openImportSystem(shared.place)
    try {
      const both = await Promise.all([run(shared.system, ircFolder), run(second, ircFolder)])
      expect(both.reduce((sum, { added }) => sum + added.messages, 0)).toBe(all.messages)
      expect(await dump(shared.owner)).toEqual(rows)
    } finally {
      await second.close()
      await shared.close()
    }
  })

  describe('with something wrong', () => {
    const log = '2011-11-13_02.raw.txt'
    const lineOf = (text: string, line: number): string => text.split('\n')[line - 1] ?? ''
    const broken: [string, (bytes: Buffer) => Buffer, string][] = [
      ['a cut tail', (bytes) => bytes.subarray(0, -5), `${log} line 1250: the file stops without a line end`],
      [
        'a flipped byte that is no UTF-8',
        (bytes) => {
          const at = bytes.indexOf('\n') + 20
          bytes[at] = (bytes[at] ?? 0) ^ 0x80
          return bytes
        },
        `${log} line 2: it is not UTF-8`,
      ],
      [
        'a time that is none',
        (bytes) => Buffer.from(bytes.toString().replace(/\n\[23:59\]/, '\n[25:61]')),
        'its time must be from 00:00 to 23:59',
      ],
      [
        'a line of another format',
        (bytes) => Buffer.from(bytes.toString().replace(lineOf(bytes.toString(), 700), '-!- someone quit')),
        `${log} line 700: it is no message`,
      ],
      [
        'a line without end',
        (bytes) => Buffer.concat([bytes, Buffer.from(`[03:27] <ana> ${'x'.repeat(5000)}\n`)]),
        `${log} line 1251: it is longer than 2000 bytes`,
      ],
    ]

    it.each(broken)(
      '%s: is named by file and line, nothing is written, corrected it comes in',
      async (_, spoil, said) => {
        const path = await newFolder()
        for (const name of Object.keys(ircLogs))
          await copyFile(join(ircFolder, `${name}.raw.txt`), join(path, `${name}.raw.txt`))
        const whole = await readFile(join(path, log))
        await rm(join(path, log), { force: true })
        await writeFile(join(path, log), spoil(Buffer.from(whole)))
        const spoilt = await openGround()
        try {
          await expect(run(spoilt.system, path)).rejects.toThrow(said)
          expect(await count(spoilt.owner, 'persons')).toBe(0)
          await writeFile(join(path, log), whole)
          await run(spoilt.system, path)
          expect(await dump(spoilt.owner)).toEqual(rows)
        } finally {
          await spoilt.close()
        }
      },
    )

    it('a folder without logs, a file that is none, and a path that is not there are named', async () => {
      const path = await newFolder()
      await mkdir(join(path, 'empty'))
      await cp(join(ircFolder, log), join(path, 'yesterday.raw.txt'))
      await expect(run(first.system, join(path, 'empty'))).rejects.toThrow('*.raw.txt is not in that folder')
      await expect(run(first.system, path)).rejects.toThrow('yesterday.raw.txt has no date in its name')
      await expect(run(first.system, join(path, 'nowhere'))).rejects.toThrow(
        'nowhere cannot be read (ENOENT)',
      )
    })
  })
})
