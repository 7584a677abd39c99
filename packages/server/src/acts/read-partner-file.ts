// Reads a countersign.partner.yaml: YAML or JSON text to a checked declaration, and where in the text each part of it stands.
import { type PartnerFile, type PartnerFileMistake, parsePartnerFile } from '@countersign/protocol'
import { LineCounter, parseDocument, type YAMLParseError } from 'yaml'
import { Problem } from '../problems.ts'

/** A place in a text, counted from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** The text as YAML, before anybody knows whether it is a declaration. */
export interface PartnerText {
  readonly value: unknown
  /** Why the text is not YAML; empty when it is. */
  readonly mistakes: readonly (PartnerFileMistake & Position)[]
  /** Where a part stands, `features.0.texts.en`; of one that is not there, where what should hold it begins. */
  positionOf(at: string): Position
}

/**
 * The declaration in a file's text.
 * @throws {Problem} BAD_REQUEST with every mistake and its place
 */
export function readPartnerFile(text: string): PartnerFile {
  const { value, mistakes } = openPartnerText(text)
  if (mistakes.length > 0) {
    const errors = mistakes.map(({ at, problem }) => ({ at, problem }))
    throw new Problem('BAD_REQUEST', { detail: 'The partner file is not YAML.', errors })
  }
  const result = parsePartnerFile(value)
  if (result.ok) return result.value
  throw new Problem('BAD_REQUEST', { detail: 'The partner file has mistakes.', errors: result.error })
}

/** The text taken apart. Never throws. */
export function openPartnerText(text: string): PartnerText {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true })
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const mistake = ({ message, pos }: Pick<YAMLParseError, 'message' | 'pos'>) => ({
    at: 'the file',
    problem: message,
    ...place(pos[0]),
  })
  const positionOf = (at: string): Position => {
    for (let path = at.split('.'); path.length > 0; path = path.slice(0, -1)) {
      const found = document.getIn(path, true) as
        | { readonly range?: readonly [number, number, number] }
        | undefined
      if (found?.range) return place(found.range[0])
    }
    return { line: 1, column: 1 }
  }
  if (document.errors.length > 0)
    return { value: undefined, mistakes: document.errors.map(mistake), positionOf }
  try {
    // Aliases could grow a small file into a huge one.
    return { value: document.toJS({ maxAliasCount: 0 }), mistakes: [], positionOf }
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    return { value: undefined, mistakes: [mistake({ message: error.message, pos: [0, 0] })], positionOf }
  }
}
