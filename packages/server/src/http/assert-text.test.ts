// What counts as text, wherever it stands.
import { describe, expect, it } from 'vitest'
import { Problem } from '../problems.ts'
import { assertText } from './assert-text.ts'

function placeOf(parts: Readonly<Record<string, unknown>>): string | undefined {
  try {
    assertText(parts)
    return undefined
  } catch (error) {
    return error instanceof Problem ? `${error.code} ${error.errors[0]?.at}` : 'another error'
  }
}

describe('assertText', () => {
  it.each([
    [{ body: 'a\0b' }, 'BAD_REQUEST body'],
    [{ body: { text: '\ud800' } }, 'BAD_REQUEST body/text'],
    [{ body: { list: ['fine', { deep: 'x\udc00' }] } }, 'BAD_REQUEST body/list/1/deep'],
    [{ query: { 'na\0me': '' } }, 'BAD_REQUEST query'],
    [{ params: { emoji: '\0' }, body: undefined }, 'BAD_REQUEST params/emoji'],
  ])('refuses %j', (parts, place) => {
    expect(placeOf(parts)).toBe(place)
  })

  it('takes every other text, and what is no text', () => {
    expect(
      placeOf({ body: { text: 'Grüße, 👍🏽 \u202e\n', n: 1, list: [null, true] }, params: undefined }),
    ).toBeUndefined()
  })

  it('does not care how deep', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}"\\u0000"${']'.repeat(100_000)}`)
    expect(placeOf({ body: deep })).toMatch(/^BAD_REQUEST body\/0\/0/)
  })
})
