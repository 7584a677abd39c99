// Reads the documents as tests see them: which there are, their tables, their links and where those lead.

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = dirname(dirname(fileURLToPath(import.meta.url)))

/** Files of the repository that are not ignored, new ones included, as paths from its root. */
export function filesOf(...patterns: readonly string[]): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard', '--', ...patterns], {
    cwd: repository,
    encoding: 'utf8',
  })
  return listed.split('\0').filter((file) => file !== '' && existsSync(join(repository, file)))
}

/** The text of a file of the repository. */
export function read(path: string): string {
  return readFileSync(join(repository, path), 'utf8')
}

/** The rows of the table under this header line, each the texts of its cells. @throws when there is no such table */
export function table(text: string, header: string): readonly (readonly string[])[] {
  const lines = text.split('\n')
  const start = lines.indexOf(header)
  if (start < 0) throw new Error(`there is no table ${header}`)
  const rows = lines.slice(start + 2)
  const end = rows.findIndex((line) => !line.startsWith('|'))
  return rows.slice(0, end < 0 ? rows.length : end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

/** What a text links to, outside its code: the addresses as written. */
export function links(text: string): readonly string[] {
  const prose = text.replaceAll(/```[\s\S]*?```/g, '').replaceAll(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)].flatMap(([, address]) => address ?? [])
}

/** The links of a document that lead nowhere: to no file of the repository, or to no heading of one. */
export function deadLinks(path: string, text: string): readonly string[] {
  return links(text).filter((address) => {
    if (/^[a-z]+:/.test(address)) return false
    const [file = '', anchor] = address.split('#')
    const target = file === '' ? path : normalize(join(dirname(path), file))
    if (target.startsWith('..') || !existsSync(join(repository, target))) return true
    return anchor !== undefined && !headings(target === path ? text : read(target)).includes(anchor)
  })
}

/** The files and folders of the repository that a text names in its code and that are not there. */
export function missingPaths(text: string): readonly string[] {
  const named = [...text.matchAll(/`((?:packages|examples|bench|docs|test|scripts|vectors)\/[\w./-]+)`/g)]
  return named.flatMap(([, path = '']) => (existsSync(join(repository, path)) ? [] : path))
}

/** The anchors of a document's headings, as GitHub makes them. */
function headings(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
