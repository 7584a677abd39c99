// The README's example is the one that is compiled and run.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('the README shows the compiled example word for word', () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
  const example = read('_readme-example.ts').split('\n').slice(1).join('\n')
  const shown = /```ts\n([\s\S]*?)```/.exec(read('../README.md'))?.[1]
  expect(shown).toBe(example)
})
