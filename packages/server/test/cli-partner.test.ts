// The commands around a partner's declaration: what the lint says and how it ends, and the schema for editors.

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { cli, objectOf, runHere, temporaryFolder } from './_cli.ts'

const folder = await temporaryFolder()
const key = `{ kty: OKP, crv: Ed25519, x: ${'A'.repeat(43)}, kid: one }`

/** The example of the guide for partners, with a key in it as the guide says. */
async function example(): Promise<string> {
  const guide = await readFile(fileURLToPath(new URL('../../../docs/integrate.md', import.meta.url)), 'utf8')
  const yaml = /```yaml\n([\s\S]*?)```/.exec(guide)?.[1] ?? ''
  return yaml.replace('keys: []', `keys: [${key}]`)
}

const lint = (file: string, ...more: readonly string[]) => cli(folder, ['partner', 'lint', file, ...more])

beforeAll(async () => {
  const clean = await example()
  await writeFile(join(folder, 'clean.yaml'), clean)
  await writeFile(join(folder, 'asked.yaml'), clean.replace('term_days: 180', 'term_days: 300'))
  await writeFile(
    join(folder, 'wrong.yaml'),
    clean.replace('Sends songs', 'Never reads messages. Sends songs'),
  )
})

describe('partner lint', () => {
  it('finds nothing but the missing review in the example of the guide', async () => {
    const said = await lint('clean.yaml', '--json', '--strict')
    expect(said.code).toBe(0)
    expect(objectOf(said)).toMatchObject({ ok: true, error: 0, warning: 0, note: 1 })
    expect(said.stderr).toMatch(/^clean\.yaml:\d+:\d+: note: .* \[unreviewed\]\n$/)
  })

  it('tells what has to be explained, and fails for it only where that is asked for', async () => {
    const said = await lint('asked.yaml')
    expect(said.stderr).toMatch(
      /^asked\.yaml:\d+:\d+: warning: Permissions would last 300 days\..* \[long-term\]$/m,
    )
    expect([said.code, said.stdout]).toEqual([0, 'asked.yaml has 1 warning, 1 note.\n'])
    const strict = await lint('asked.yaml', '--strict')
    expect([strict.code, strict.stdout]).toEqual([1, ''])
    expect(strict.stderr).toContain('DECLARATION_DOUBTFUL: asked.yaml has 1 warning, 1 note.')
  })

  it('fails for a claim the powers contradict, with every finding as data', async () => {
    const said = await lint('wrong.yaml', '--json')
    expect(said.code).toBe(1)
    expect(objectOf(said)).toMatchObject({
      ok: false,
      code: 'DECLARATION_DOUBTFUL',
      findings: expect.arrayContaining([
        expect.objectContaining({
          rule: 'claim-contradicts',
          at: 'features.0.texts.en.summary',
          level: 'error',
        }),
      ]),
    })
  })

  it('names a file that is not there', async () => {
    const said = await lint('nothing.yaml')
    expect([said.code, said.stderr]).toEqual([1, expect.stringContaining('FILE_UNREADABLE')])
  })
})

describe('partner schema', () => {
  it('prints a JSON Schema and nothing else', async () => {
    const said = await cli(folder, ['partner', 'schema'])
    expect(JSON.parse(said.stdout)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      additionalProperties: false,
    })
    expect([said.code, said.stderr]).toEqual([0, ''])
  })
})

describe('placement restore', () => {
  it.each([
    [[], '--partner is missing.'],
    [['--partner', 'tunes'], '--since is missing.'],
    [['--partner', 'tunes', '--since', 'yesterday'], '--since is not a time.'],
    [['--partner', 'tunes', '--since', '2026-13-01'], '--since is not a time.'],
  ])('%j ends with 2 and says what is wrong', async (args, said) => {
    const { code, stderr } = await runHere(['placement', 'restore', ...args])
    expect([code, stderr]).toEqual([2, expect.stringContaining(`USAGE: ${said}`)])
  })
})

describe('partner suspend and resume', () => {
  it.each(['suspend', 'resume'])('%s asks for a reason of some words', async (verb) => {
    for (const more of [[], ['--why', ' '], ['--why', 'x'.repeat(501)]]) {
      const said = await runHere(['partner', verb, 'jukebox', ...more])
      expect([said.code, said.stderr]).toEqual([
        2,
        expect.stringContaining('USAGE: The reason is missing or too long.'),
      ])
    }
  })

  it('INC-04: stop a partner of the register and let it go on, each once', { timeout: 120_000 }, async () => {
    const partner = objectOf(await cli(folder, ['partner', 'add', 'clean.yaml', '--json']))['partner']
    const say = (verb: string, slug: string) =>
      cli(folder, ['partner', verb, slug, '--why', 'keys published by mistake', '--json'])
    expect(objectOf(await say('suspend', 'nobody'))).toMatchObject({ code: 'NOT_FOUND', exit: 1 })
    const restore = [
      'placement',
      'restore',
      '--partner',
      'tunes',
      '--since',
      '2018-12-18T00:00:00Z',
      '--json',
    ]
    expect(objectOf(await cli(folder, restore))).toEqual({ ok: true, partner, restored: 0, gone: 0 })
    const outcomes = []
    for (const verb of ['suspend', 'suspend', 'resume', 'resume'])
      outcomes.push(objectOf(await say(verb, 'tunes')))
    expect(outcomes).toEqual(
      [
        [true, 'changed'],
        [true, 'unchanged'],
        [false, 'changed'],
        [false, 'unchanged'],
      ].map(([suspended, outcome]) => ({ ok: true, partner, suspended, outcome })),
    )
  })
})

describe('partner diff and partner invite', () => {
  it('say what a file takes more and less than what is in force, and open the console to somebody', async () => {
    const diff = async (file: string) => cli(folder, ['partner', 'diff', file])
    const newcomer = (await example()).replace('slug: tunes', 'slug: newcomer')
    await writeFile(join(folder, 'new.yaml'), newcomer)
    await cli(folder, ['partner', 'add', 'clean.yaml'])
    const taken = await cli(folder, ['partner', 'add', 'new.yaml'])
    expect([taken.code, taken.stderr]).toEqual([1, expect.stringMatching(/^NAME_TAKEN: .*another/im)])
    await writeFile(join(folder, 'new.yaml'), newcomer.replace('name: Tunes', 'name: Newcomer'))
    const fresh = await diff('new.yaml')
    expect([fresh.code, fresh.stdout]).toEqual([
      0,
      expect.stringMatching(/^share: test accounts have it once submitted.*\n {2}\+ It may/),
    ])
    expect((await cli(folder, ['partner', 'invite', 'newcomer'])).stderr).toContain('NOT_FOUND')
    expect((await cli(folder, ['partner', 'add', 'new.yaml'])).code).toBe(0)
    expect((await diff('new.yaml')).stdout).toBe('share: nothing changes\n')
    const invited = objectOf(
      await cli(folder, ['partner', 'invite', 'newcomer', '--role', 'developer', '--json']),
    )
    expect(invited).toMatchObject({ role: 'developer', url: expect.stringContaining('/console/join?code=') })
    expect((await cli(folder, ['partner', 'invite', 'newcomer', '--role', 'boss'])).stderr).toContain('USAGE')
  }, 60_000)
})
