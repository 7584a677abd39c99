// The imports as commands: counts to the last line, sources and zones, errors by place with their exit codes.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeMessengerSample } from '@countersign/testkit'
import { describe, expect, it, vi } from 'vitest'
import { cli, objectOf, runHere, temporaryFolder } from './_cli.ts'
import { ircFolder, ircLines, ircMissing } from './_irc.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const folder = await temporaryFolder()

describe('import irc', () => {
  it.skipIf(ircMissing !== undefined)('counts every line, and again adds nothing', async () => {
    const first = await cli(folder, ['import', 'irc', ircFolder, '--json'])
    expect(objectOf(first)).toMatchObject({ ok: true, people: 1580, lines: ircLines, source: 'irc' })
    const again = await cli(folder, ['import', 'irc', ircFolder])
    expect(again.code).toBe(0)
    expect(again.stdout).toMatch(/^Nothing added: all 14944 records were in already/)
    expect(again.stdout).toContain('Lines read: 12500 (messages 11615, actions 67, empty actions 2')
  })

  it('reads times in the zone of the log, and refuses a zone that is none', async () => {
    const log = join(folder, '2024-03-31.raw.txt')
    await writeFile(log, '[01:59] <ana> early\n[02:30] <ana> never\n')
    const said = await cli(folder, [
      'import',
      'irc',
      log,
      '--zone',
      'Europe/Berlin',
      '--source',
      'b',
      '--json',
    ])
    expect(said.code).toBe(1)
    expect(objectOf(said)).toMatchObject({ code: 'BAD_RECORD', file: '2024-03-31.raw.txt', line: 2, exit: 1 })
    expect((await cli(folder, ['import', 'irc', log, '--source', 'b', '--json'])).code).toBe(0)
    expect(await runHere(['import', 'irc', log, '--zone', 'Mars/Base'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('That is no time zone for --zone. Use an IANA name'),
    })
  })
})

describe('import messenger', () => {
  it('counts every record; a damaged part ends with 1 and is named by its place', async () => {
    const path = join(folder, 'export')
    const size = { seed: 11, threads: 6, messagesPerThread: 60, messagesPerPart: 25 }
    const sample = await writeMessengerSample(path, size)
    const first = objectOf(await cli(folder, ['import', 'messenger', path, '--json']))
    expect(first).toMatchObject({
      ok: true,
      messages: sample.records.messages,
      reactions: sample.records.reactions,
      records: { ...sample.records, empty_threads: 1 },
    })
    const thread = 'inbox/thread9_1009'
    await mkdir(join(path, 'your_facebook_activity/messages', thread))
    const part = { participants: [{ name: 'Ana' }], messages: [{ sender_name: 'Ana' }] }
    await writeFile(
      join(path, 'your_facebook_activity/messages', thread, 'message_1.json'),
      JSON.stringify(part),
    )
    const said = await cli(folder, ['import', 'messenger', path, '--json'])
    expect(said.code).toBe(1)
    expect(objectOf(said)).toMatchObject({
      code: 'BAD_RECORD',
      file: `${thread}/message_1.json`,
      at: 'messages[0]',
    })
  })

  it('reads removed accounts in another language', async () => {
    const path = join(folder, 'german')
    const thread = join(path, 'messages/inbox/a_1')
    await mkdir(thread, { recursive: true })
    const messages = [{ sender_name: 'Ana', timestamp_ms: 1_600_000_000_000, content: 'Hallo' }]
    const names = ['Ana', 'Facebook-Nutzer', 'Facebook-Nutzer'].map((name) => ({ name }))
    await writeFile(join(thread, 'message_1.json'), JSON.stringify({ participants: names, messages }))
    const import_ = ['import', 'messenger', path, '--source', 'german', '--json']
    expect(objectOf(await cli(folder, import_))).toMatchObject({
      code: 'BAD_RECORD',
      message: expect.stringContaining('has two participants of one name'),
    })
    const read = await cli(folder, [...import_, '--removed', 'Facebook-Nutzer'])
    expect(objectOf(read)).toMatchObject({ ok: true, people: 2, messages: 1 })
  })
})
