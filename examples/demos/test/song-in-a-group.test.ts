// The acceptance demo D4 as anybody runs it: the real command, a real server and database, people and partner over HTTP.
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { inTemporaryFolder, leftBehind, playWhole, run, start } from './_demo.ts'

inTemporaryFolder()

describe('countersign demo', () => {
  it('refuses a demo there is not, before it starts anything', async () => {
    const { code, said, progress } = await run(['demo', 'no-such-demo', '--json'])
    expect(code).toBe(2)
    expect(JSON.parse(said)).toMatchObject({ ok: false, code: 'NO_SUCH_DEMO' })
    expect(progress).toContain('song-in-a-group')
    expect(progress).not.toContain('Starting')
  })

  it('takes everything away again when it is stopped', { timeout: 120_000 }, async () => {
    const child = start(['demo', 'song-in-a-group'])
    let progress = ''
    for await (const chunk of child.stderr ?? []) {
      progress += String(chunk)
      if (progress.includes('members in the thread')) break
    }
    child.kill('SIGTERM')
    const [code] = (await once(child, 'exit')) as [number | null]
    expect(code).toBe(130)
    expect(await leftBehind()).toEqual([])
  })

  it('song-in-a-group: every number of D4 holds', { timeout: 240_000 }, async () => {
    const { seen, progress } = await playWhole('song-in-a-group')
    expect(seen).toMatchObject({
      'members in the thread': '5',
      'messages in it': '40',
      'send-only: texts that went out': '0',
      'of 5 members, how many read "sent through" under the song': '5',
      'reading allowed: texts': '8',
      'of the other 32 texts, found in the bytes': '0',
      'of the other 4 names, found in the bytes': '0',
      'one more allows: texts': '16',
      'one says "nothing of mine" at once: texts': '16',
      'and says "nothing of mine" after having allowed: texts': '16',
      'everybody must allow (EU all-parties profile): texts': '0',
      'of those, pages with a text of his': '0',
      'the next read of her messages': 'WITHDRAWN',
    })
    expect(Object.keys(seen).length).toBeGreaterThanOrEqual(50)
    expect(progress).toContain('Playing song-in-a-group')
  })
})
