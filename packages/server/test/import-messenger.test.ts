// A made-up Messenger export comes in as it was drawn; again, later, killed and resumed, or twice at once: the same rows.

import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type MessengerSample, type SampleMessage, writeMessengerSample } from '@countersign/testkit'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ImportSystem } from '../src/acts/import-batch.ts'
import { importMessenger, type MessengerReport } from '../src/imports/messenger/import-messenger.ts'
import type { Database } from '../src/store/database.ts'
import { count, dump, type Ground, killedAfter, newFolder, openGround, quietly } from './_import-ground.ts'
import { openImportSystem } from './_import-system.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

function run(system: ImportSystem, path: string, source = 'messenger'): Promise<MessengerReport> {
  return importMessenger(system, { ...quietly, path, source })
}

/** Every message as people see it, in the order of the threads' ids and places. */
async function messagesIn(owner: Database): Promise<SampleMessage[]> {
  const { rows } = await owner.query<SampleMessage & Record<string, unknown>>(
    `select t.external_id as thread, a.display_name as author, m.sent_at as "sentAt", m.body,
       coalesce((select jsonb_agg(name order by name) from attachments f
         where f.thread_id = m.thread_id and f.message_id = m.message_id), '[]') as attachments,
       coalesce((select jsonb_agg(r.emoji || ' ' || p.display_name order by r.emoji, p.display_name collate "C")
         from reactions r join persons p using (person_id)
         where r.thread_id = m.thread_id and r.message_id = m.message_id), '[]') as reactions
     from messages m join persons a on a.person_id = m.author_id
     join imported_ids t on t.id = m.thread_id and t.kind = 'thread'
     order by t.external_id collate "C", m.position`,
  )
  return rows
}

const sorted = (texts: readonly string[]) => texts.toSorted((a, b) => (a < b ? -1 : 1))

const messagesHome = 'your_facebook_activity/messages'
const size = { seed: 7, threads: 12, messagesPerThread: 150, messagesPerPart: 40 }

describe('a sample', () => {
  let path: string
  let sample: MessengerSample
  let first: Ground
  let report: MessengerReport
  let rows: Record<string, string>
  const recordsOf = ({ people, threads, memberships, records }: MessengerSample): number =>
    people.length + threads.length + memberships + records.messages + records.reactions

  beforeAll(async () => {
    path = await newFolder()
    sample = await writeMessengerSample(path, size)
    first = await openGround()
    report = await run(first.system, path)
    rows = await dump(first.owner)
  })
  afterAll(() => first.close())

  it('has every case, and is counted to the last record', () => {
    for (const [kind, found] of Object.entries(sample.records)) expect([kind, found]).not.toEqual([kind, 0])
    expect(report).toEqual({
      added: {
        people: sample.people.length,
        threads: sample.threads.length,
        memberships: sample.memberships,
        messages: sample.records.messages,
        reactions: sample.records.reactions,
        already_in: 0,
      },
      records: { ...sample.records, empty_threads: sample.empty_threads },
    })
  })

  it('comes in as it was drawn: words, order, attachments, reactions', async () => {
    const plain = (one: SampleMessage): SampleMessage => ({
      ...one,
      attachments: sorted(one.attachments),
      reactions: sorted(one.reactions),
    })
    // Sorting is stable: within a thread the order in which they were drawn is kept.
    const expected = sample.messages.toSorted((a, b) =>
      a.thread === b.thread ? 0 : a.thread < b.thread ? -1 : 1,
    )
    expect((await messagesIn(first.owner)).map(plain)).toEqual(expected.map(plain))
  })

  it('has its people once, as shells, and removed accounts once in each thread', async () => {
    const { rows: people } = await first.owner.query<{ name: string }>(
      'select display_name as name from persons',
    )
    expect(sorted(people.map(({ name }) => name))).toEqual(sorted(sample.people))
    expect(await count(first.owner, "persons where account = 'shell'")).toBe(sample.people.length)
    expect(await count(first.owner, 'grants')).toBe(0)
    expect(await count(first.owner, 'entries')).toBe(sample.people.length)
  })

  it('has its threads direct or group, titled by whoever is known to have named them', async () => {
    const { rows: threads } = await first.owner.query<{ id: string; kind: string; title: string | null }>(
      `select external_id as id, t.kind, title from threads t join imported_ids i on i.id = t.thread_id and i.kind = 'thread'`,
    )
    const byId = (all: MessengerSample['threads']) => all.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    expect(byId(threads)).toEqual(byId(sample.threads))
    expect(await count(first.owner, "threads where kind = 'group' and title is not null")).toBeGreaterThan(0)
  })

  it('has everybody in their thread when they write or react', async () => {
    const away = (who: string, at: string): string =>
      `not exists (select from memberships s where s.thread_id = x.thread_id and s.person_id = ${who}
       and s.joined_at <= ${at} and (s.left_at is null or ${at} < s.left_at))`
    expect(await count(first.owner, `messages x where ${away('x.author_id', 'x.sent_at')}`)).toBe(0)
    expect(await count(first.owner, `reactions x where ${away('x.person_id', 'x.reacted_at')}`)).toBe(0)
    expect(await count(first.owner, 'memberships where left_at is not null')).toBeGreaterThan(0)
  })

  it('again adds nothing, not even a turn of the ledger', async () => {
    const turns = await count(first.owner, 'ledger_turns')
    expect((await run(first.system, path)).added.already_in).toBe(recordsOf(sample))
    expect(await dump(first.owner)).toEqual(rows)
    expect(await count(first.owner, 'ledger_turns')).toBe(turns)
  })

  it('cut into other parts is the same', async () => {
    const other = await newFolder()
    await writeMessengerSample(other, { ...size, messagesPerPart: 10_000 })
    const ground = await openGround()
    try {
      await run(ground.system, other)
      expect(await dump(ground.owner)).toEqual(rows)
    } finally {
      await ground.close()
    }
  })

  it('exported again later brings what is new', async () => {
    const earlier = await newFolder()
    const before = await writeMessengerSample(earlier, { ...size, messagesPerThread: 100 })
    const ground = await openGround()
    try {
      expect((await run(ground.system, earlier)).added.messages).toBe(before.records.messages)
      const { added } = await run(ground.system, path)
      expect(added.messages).toBe(sample.records.messages - before.records.messages)
      expect(await messagesIn(ground.owner)).toEqual(await messagesIn(first.owner))
    } finally {
      await ground.close()
    }
  })

  it.each([[1], [2], [3], [4], [6]])(
    'killed -9 after %i batches and run again gives the same rows',
    async (batches) => {
      const killed = await openGround()
      try {
        await killedAfter(batches, killed.place, 'messenger', path)
        expect(await dump(killed.owner)).not.toEqual(rows)
        expect((await run(killed.system, path)).added.already_in).toBeGreaterThan(0)
        expect(await dump(killed.owner)).toEqual(rows)
      } finally {
        await killed.close()
      }
    },
  )

  it('imported twice at once gives the same rows', async () => {
    const shared = await openGround()
    const second = await openImportSystem(shared.place)
    try {
      const both = await Promise.all([run(shared.system, path), run(second, path)])
      expect(both.reduce((sum, { added }) => sum + added.messages, 0)).toBe(sample.records.messages)
      expect(await dump(shared.owner)).toEqual(rows)
    } finally {
      await second.close()
      await shared.close()
    }
  })

  describe('with something wrong', () => {
    const thread = 'inbox/thread1_1001'
    const edited =
      (change: (part: { participants: { name: string }[]; messages: Record<string, unknown>[] }) => void) =>
      (text: string) => {
        const part = JSON.parse(text)
        change(part)
        return JSON.stringify(part, null, 2)
      }
    const broken: [string, string, (text: string) => string | Buffer, string][] = [
      [
        'a cut tail',
        'message_2.json',
        (text) => text.slice(0, text.indexOf('"content"', 900) + 20),
        'message_2.json line',
      ],
      ['an empty file', 'message_2.json', () => '', 'message_2.json line 1: the file stops in the middle'],
      [
        'a comma too many',
        'message_1.json',
        (text) => text.replace('{\n', '{\n,'),
        'message_1.json line 2: it is not JSON',
      ],
      [
        'a flipped byte that is no UTF-8',
        'message_1.json',
        (text) => {
          const bytes = Buffer.from(text)
          const at = bytes.indexOf('"participants"') + 2
          bytes[at] = (bytes[at] ?? 0) ^ 0x80
          return bytes
        },
        'message_1.json line 2: it is not UTF-8',
      ],
      [
        'a wrong type',
        'message_1.json',
        edited(({ messages }) => Object.assign(messages[7] ?? {}, { timestamp_ms: 'yesterday' })),
        'message_1.json messages[7]: timestamp_ms expected number',
      ],
      [
        'a missing field',
        'message_3.json',
        edited(({ messages }) => delete messages[3]?.['sender_name']),
        'message_3.json messages[3]: sender_name expected string',
      ],
      [
        'two participants of one name',
        'message_1.json',
        edited(({ participants }) => participants.push(...participants.slice(0, 1))),
        'message_1.json has two participants of one name',
      ],
    ]

    it.each(broken)(
      '%s: is named by its place, nothing is written, corrected it comes in',
      async (_, name, change, said) => {
        const spoilt = await openGround()
        const folder = await newFolder()
        await cp(path, folder, { recursive: true })
        const file = join(folder, messagesHome, thread, name)
        const whole = await readFile(file, 'utf8')
        await writeFile(file, change(whole))
        try {
          await expect(run(spoilt.system, folder)).rejects.toThrow(said)
          await expect(run(spoilt.system, folder)).rejects.toThrow(thread)
          expect(await count(spoilt.owner, 'persons')).toBe(0)
          await writeFile(file, whole)
          await run(spoilt.system, folder)
          expect(await dump(spoilt.owner)).toEqual(rows)
        } finally {
          await spoilt.close()
        }
      },
    )

    it('a missing part, parts that overlap, and a folder that is no export are named', async () => {
      const folder = await newFolder()
      await cp(path, folder, { recursive: true })
      const file = (n: number): string => join(folder, messagesHome, thread, `message_${n}.json`)
      const second = await readFile(file(2))
      await rm(file(2))
      await expect(run(first.system, folder)).rejects.toThrow(
        `${thread}/message_2.json is not there, but message_4.json is`,
      )
      await cp(file(1), file(2))
      await expect(run(first.system, folder)).rejects.toThrow(
        /message_1\.json messages\[39\]: it is not newer than messages\[0\] of message_2\.json: the two parts overlap/,
      )
      await writeFile(file(2), second)
      expect((await run(first.system, folder)).added.already_in).toBe(recordsOf(sample))
      await expect(run(first.system, join(folder, messagesHome, 'inbox'))).rejects.toThrow(
        'messages/inbox is not in that folder',
      )
      await expect(run(first.system, join(folder, 'nowhere'))).rejects.toThrow(
        'nowhere cannot be read (ENOENT)',
      )
    })
  })
})
