// How a demo is judged: a wrong number, no number, or half a demo never passes.
import { describe, expect, it } from 'vitest'
import { CliError } from './cli-error.ts'
import { exitCodes } from './exit-codes.ts'
import { type FiguresReport, readReport, showReport } from './figures-report.ts'

const right = { what: 'texts', duty: 'COP-01', expected: '8', seen: '8', ok: true }
const wrong = { what: 'texts of others', duty: 'COP-01', expected: '0', seen: '1', ok: false }

function report(figures: FiguresReport['figures'], json: boolean) {
  let shown = ''
  const write = (text: string | Uint8Array): boolean => {
    shown += String(text)
    return true
  }
  const result = (object: object, text: string): void => {
    shown += json ? JSON.stringify(object) : text
  }
  try {
    showReport('demo', { name: 'a-demo', figures }, { json, result }, { write })
    return { shown, error: undefined }
  } catch (error) {
    return { shown, error: error as CliError }
  }
}

describe('a demo', () => {
  it.each([
    ['nothing at all', ''],
    ['half an object', '{"name":"a-demo","figures":[{'],
    ['no figure', '{"name":"a-demo","figures":[]}'],
    ['a figure that does not say whether it holds', '{"name":"a-demo","figures":[{"what":"texts"}]}'],
  ])('that printed %s broke off', (_, printed) => {
    expect(() => readReport('demo', printed, 1)).toThrow(
      expect.objectContaining({ code: 'DEMO_BROKE_OFF', exit: 'failed' }),
    )
  })

  it('with one wrong number among right ones fails, names it, and still shows the table', () => {
    const { shown, error } = report([right, wrong, right], false)
    expect(error).toBeInstanceOf(CliError)
    expect(error).toMatchObject({ code: 'DEMO_FAILED', exit: 'failed' })
    expect(error?.message).toContain('1 of 3 numbers do not hold:\n  texts of others: 1, expected 0')
    expect(exitCodes.failed.code).toBe(1)
    expect(shown).toMatch(/^texts of others +COP-01 +0 +1 {2}WRONG$/m)
  })

  it('gives programs every figure, the wrong ones too', () => {
    const { shown, error } = report([right, wrong], true)
    expect(shown).toBe('')
    expect(error?.more).toEqual({ name: 'a-demo', figures: [right, wrong] })
  })

  it('whose numbers all hold passes', () => {
    const { shown, error } = report([right, right], false)
    expect(error).toBeUndefined()
    expect(shown).toContain('All 2 numbers hold.')
  })
})
