// An open redirect is refused in every spelling a browser takes for another site.
import { expect, it } from 'vitest'
import { ownPath } from './own-path.ts'

const here = 'https://chat.example'

it.each([
  '//evil.example',
  '/\\evil.example',
  '\\/evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '/a\nb',
  '/\t/evil.example',
  ' /threads',
  'threads',
  '',
  null,
])('%j leads to the threads', (next) => {
  expect(ownPath(next, here)).toBe('/threads')
})

it.each(['/', '/friends', '/threads/thread_1?at=2#last', '/interaction/abc', '/friend?code=a%2Fb'])(
  '%s leads there',
  (next) => {
    expect(ownPath(next, here)).toBe(next)
  },
)
