// LDBC files as they should not be: each is refused by name and line, and nothing of a cut line comes out.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ImportError } from '../import-error.ts'
import { countLines } from '../text-file.ts'
import { filesOf, readCsv } from './csv-file.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-csv-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function read(content: string | Uint8Array): Promise<{ lines: string[]; error: string }> {
  await writeFile(join(folder, 'a_0_0.csv'), content)
  const lines: string[] = []
  try {
    for await (const { place, fields } of readCsv(folder, 'a_0_0.csv', ['id', 'name']))
      lines.push(`${place.line}:${fields.join(',')}`)
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
    return { lines, error: `${error.code} ${error.message}` }
  }
  return { lines, error: '' }
}

describe('a file that is wrong', () => {
  it('with a line without end is refused before its end is read', async () => {
    const { error } = await read(`id|name\n1|A\n2|${'x'.repeat(200_000)}\n`)
    expect(error).toMatch(/^BAD_RECORD a_0_0\.csv line 3: a line is longer than 100000 bytes/)
  })

  it.each([
    ['', 'WRONG_HEADER a_0_0.csv line 1: the file is empty'],
    ['id|name', 'WRONG_HEADER|CUT_SHORT'],
    ['id,name\n1,A\n', 'WRONG_HEADER a_0_0.csv line 1:'],
    ['name|id\n', 'WRONG_HEADER a_0_0.csv line 1:'],
    ['id|name\n1|A\n2\n', 'BAD_RECORD a_0_0.csv line 3: it has 1 fields, not 2'],
    ['id|name\n1|A\n2|B|C\n', 'BAD_RECORD a_0_0.csv line 3: it has 3 fields, not 2'],
    ['id|name\n1|A\n\n2|B\n', 'BAD_RECORD a_0_0.csv line 3: it has 1 fields, not 2'],
    ['id|name\n1|A\n2|B', 'CUT_SHORT a_0_0.csv line 3:'],
    [
      Buffer.from('id|name\n1|A\n2|\xe9t\xe9\n', 'latin1'),
      'WRONG_ENCODING a_0_0.csv line 3: it is not UTF-8',
    ],
  ])('%j: %s', async (content, said) => {
    const { lines, error } = await read(content)
    expect(error).toMatch(new RegExp(`^(${said.replaceAll('.', '\\.')})`))
    expect(lines).toEqual(error.includes('line 3') ? ['2:1,A'] : [])
  })

  it('in another UTF encoding has another header', async () => {
    expect((await read(Buffer.from('id|name\n1|A\n', 'utf16le'))).error).toMatch(
      /^(WRONG_HEADER|WRONG_ENCODING)/,
    )
  })

  it('or missing or a folder is named', async () => {
    await expect(filesOf(folder, 'person')).rejects.toThrow('person_0_0.csv is not in that folder')
    await expect(filesOf(join(folder, 'nowhere'), 'person')).rejects.toThrow('cannot be read (ENOENT)')
    await expect(countLines(folder, 'b_0_0.csv')).rejects.toThrow('b_0_0.csv cannot be read (ENOENT)')
    await expect(readCsv(folder, 'b_0_0.csv', ['id']).next()).rejects.toThrow(
      'b_0_0.csv cannot be read (ENOENT)',
    )
  })
})

describe('a file that is right', () => {
  it.each([
    'id|name\n1|A\n2|"B" and \\C\n',
    'id|name\r\n1|A\r\n2|"B" and \\C\r\n',
    '\ufeffid|name\n1|A\n2|"B" and \\C\n',
  ])('%j gives its records, quotes and all', async (content) => {
    expect(await read(content)).toEqual({ lines: ['2:1,A', '3:2,"B" and \\C'], error: '' })
  })

  it('may have a header only', async () => {
    expect(await read('id|name\n')).toEqual({ lines: [], error: '' })
  })

  it('may come in parts, read in the order of their numbers', async () => {
    for (const part of ['p_10_0.csv', 'p_2_0.csv', 'p_0_0.csv', 'p_x.csv', 'pp_0_0.csv'])
      await writeFile(join(folder, part), 'id\n')
    expect(await filesOf(folder, 'p')).toEqual(['p_0_0.csv', 'p_2_0.csv', 'p_10_0.csv'])
  })
})
