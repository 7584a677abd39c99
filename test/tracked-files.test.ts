// Nothing tracked names the machine it was written on: no path of it, no registry host, no address of a tool.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const repository = dirname(dirname(fileURLToPath(import.meta.url)))

// Spelled in two halves, so that this file does not find itself.
const forbidden = [
  `/${'work'}/`,
  `/${'root'}/`,
  `/${'farm'}/`,
  `registry${'.npmjs'}`,
  `registry${'.yarnpkg'}`,
]

/** Where `text` names this machine, as `file:line`. */
function traces(file: string, text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line, index) => (forbidden.some((word) => line.includes(word)) ? [`${file}:${index + 1}`] : []))
}

test('a trace is found where there is one', () => {
  expect(traces('a.md', `fine\nsee /${'root'}/notes`)).toEqual(['a.md:2'])
  expect(traces('package-lock.json', `"resolved": "https://registry${'.npmjs'}.org/a"`)).toEqual([
    'package-lock.json:1',
  ])
})

test('no tracked file names a path of this machine or a registry host', () => {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: repository, encoding: 'utf8' })
    .split('\0')
    .filter(Boolean)
  expect(files.length).toBeGreaterThan(50)
  expect(files).toContain('package-lock.json')
  const found = files.flatMap((file) => traces(file, readFileSync(join(repository, file), 'latin1')))
  expect(found).toEqual([])
})
