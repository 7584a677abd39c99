// A made-up Messenger export comes in as it was drawn; later exports bring what is new; and it keeps the contract of imports.

import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type MessengerSample, type SampleMessage, writeMessengerSample } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import type { Database } from '../src/store/database.ts'
import { importContract, type Spoilt, sumOf } from './_import-contract.ts'
import { runImport } from './_import-formats.ts'
import { count, dump, newFolder, openGround } from './_import-ground.ts'

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

const thread = 'inbox/thread1_1001'

/** Part `n` of the thread, below the folder of the export. */
const part = (n: number): string => join(messagesHome, thread, `message_${n}.json`)

const edited =
  (change: (part: { participants: { name: string }[]; messages: Record<string, unknown>[] }) => void) =>
  (bytes: Buffer): string => {
    const part = JSON.parse(bytes.toString())
    change(part)
    return JSON.stringify(part, null, 2)
  }

/** Every part of every thread is read before anything is written. */
const kept = { persons: 0 }

const wrong: readonly Spoilt[] = [
  {
    what: 'a cut tail',
    file: part(2),
    change: (bytes) => bytes.subarray(0, bytes.indexOf('"content"', 900) + 20),
    said: `${thread}/message_2.json line`,
    kept,
  },
  {
    what: 'an empty file',
    file: part(2),
    change: () => '',
    said: `${thread}/message_2.json line 1: the file stops in the middle`,
    kept,
  },
  {
    what: 'a comma too many',
    file: part(1),
    change: (bytes) => bytes.toString().replace('{\n', '{\n,'),
    said: `${thread}/message_1.json line 2: it is not JSON`,
    kept,
  },
  {
    what: 'a flipped byte that is no UTF-8',
    file: part(1),
    change: (bytes) => {
      const at = bytes.indexOf('"participants"') + 2
      bytes[at] = (bytes[at] ?? 0) ^ 0x80
      return bytes
    },
    said: `${thread}/message_1.json line 2: it is not UTF-8`,
    kept,
  },
  {
    what: 'a wrong type',
    file: part(1),
    change: edited(({ messages }) => Object.assign(messages[7] ?? {}, { timestamp_ms: 'yesterday' })),
    said: `${thread}/message_1.json messages[7]: timestamp_ms expected number`,
    kept,
  },
  {
    what: 'a missing field',
    file: part(3),
    change: edited(({ messages }) => delete messages[3]?.['sender_name']),
    said: `${thread}/message_3.json messages[3]: sender_name expected string`,
    kept,
  },
  {
    what: 'two participants of one name',
    file: part(1),
    change: edited(({ participants }) => participants.push(...participants.slice(0, 1))),
    said: `${thread}/message_1.json has two participants of one name`,
    kept,
  },
]

describe('a sample', () => {
  let sample: MessengerSample
  const first = importContract({
    format: 'messenger',
    async folder() {
      const made = await newFolder()
      sample = await writeMessengerSample(made, size)
      return made
    },
    kills: [1, 2, 3, 4, 6],
    wrong,
  })

  it('has every case, and is counted to the last record', () => {
    for (const [kind, found] of Object.entries(sample.records)) expect([kind, found]).not.toEqual([kind, 0])
    const { added, held } = first()
    expect({ added, held }).toEqual({
      added: {
        people: sample.people.length,
        threads: sample.threads.length,
        memberships: sample.memberships,
        messages: sample.records.messages,
        reactions: sample.records.reactions,
        already_in: 0,
      },
      held: { ...sample.records, empty_threads: sample.empty_threads },
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
    expect((await messagesIn(first().owner)).map(plain)).toEqual(expected.map(plain))
  })

  it('has its people once, and removed accounts once in each thread', async () => {
    const { rows: people } = await first().owner.query<{ name: string }>(
      'select display_name as name from persons',
    )
    expect(sorted(people.map(({ name }) => name))).toEqual(sorted(sample.people))
  })

  it('has its threads direct or group, titled by whoever is known to have named them', async () => {
    const { rows: threads } = await first().owner.query<{ id: string; kind: string; title: string | null }>(
      `select external_id as id, t.kind, title from threads t join imported_ids i on i.id = t.thread_id and i.kind = 'thread'`,
    )
    const byId = (all: MessengerSample['threads']) => all.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    expect(byId(threads)).toEqual(byId(sample.threads))
    expect(await count(first().owner, "threads where kind = 'group' and title is not null")).toBeGreaterThan(
      0,
    )
  })

  it('has everybody in their thread when they write or react', async () => {
    const away = (who: string, at: string): string =>
      `not exists (select from memberships s where s.thread_id = x.thread_id and s.person_id = ${who}
       and s.joined_at <= ${at} and (s.left_at is null or ${at} < s.left_at))`
    expect(await count(first().owner, `messages x where ${away('x.author_id', 'x.sent_at')}`)).toBe(0)
    expect(await count(first().owner, `reactions x where ${away('x.person_id', 'x.reacted_at')}`)).toBe(0)
    expect(await count(first().owner, 'memberships where left_at is not null')).toBeGreaterThan(0)
  })

  it('cut into other parts is the same', async () => {
    const other = await newFolder()
    await writeMessengerSample(other, { ...size, messagesPerPart: 10_000 })
    const ground = await openGround()
    try {
      await runImport('messenger', ground.system, { path: other })
      expect(await dump(ground.owner)).toEqual(first().rows)
    } finally {
      await ground.close()
    }
  })

  it('exported again later brings what is new', async () => {
    const earlier = await newFolder()
    const before = await writeMessengerSample(earlier, { ...size, messagesPerThread: 100 })
    const ground = await openGround()
    const run = async (path: string) => (await runImport('messenger', ground.system, { path })).added
    try {
      expect((await run(earlier))['messages']).toBe(before.records.messages)
      const more = sample.records.messages - before.records.messages
      expect((await run(first().folder))['messages']).toBe(more)
      expect(await messagesIn(ground.owner)).toEqual(await messagesIn(first().owner))
    } finally {
      await ground.close()
    }
  })

  it('with a part missing, parts that overlap, or a folder that is no export is refused, and that is named', async () => {
    const folder = await newFolder()
    await cp(first().folder, folder, { recursive: true })
    const file = (n: number): string => join(folder, part(n))
    const run = (path: string) => runImport('messenger', first().system, { path })
    const second = await readFile(file(2))
    await rm(file(2))
    await expect(run(folder)).rejects.toThrow(`${thread}/message_2.json is not there, but message_4.json is`)
    await cp(file(1), file(2))
    await expect(run(folder)).rejects.toThrow(
      /message_1\.json messages\[39\]: it is not newer than messages\[0\] of message_2\.json: the two parts overlap/,
    )
    await writeFile(file(2), second)
    expect((await run(folder)).added['already_in']).toBe(sumOf(first().added))
    await expect(run(join(folder, messagesHome, 'inbox'))).rejects.toThrow(
      'messages/inbox is not in that folder',
    )
    await expect(run(join(folder, 'nowhere'))).rejects.toThrow('nowhere cannot be read (ENOENT)')
  })
})
