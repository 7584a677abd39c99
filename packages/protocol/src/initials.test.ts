// Initials out of whatever people call themselves.
import { describe, expect, it } from 'vitest'
import { initials } from './initials.ts'

describe('initials', () => {
  it.each([
    ['Ana Ferreira', 'AF'],
    ['emil novák', 'EN'],
    ['Juan Carlos de la Vega', 'JV'],
    ['Cher', 'C'],
    ['أمينة حسن', 'أح'],
    ['小林', '小'],
    ['7 of 9', '79'],
    ['☕', '?'],
    ['<img>', 'I'],
  ])('%s: %s', (name, letters) => {
    expect(initials(name)).toBe(letters)
  })
})
