// Reads a countersign.partner.yaml: YAML or JSON text to a checked declaration.
import { type PartnerFile, type PartnerFileMistake, parsePartnerFile } from '@countersign/protocol'
import { parse, YAMLParseError } from 'yaml'
import { Problem } from '../problems.ts'

/**
 * The declaration in a file's text.
 * @throws {Problem} BAD_REQUEST with every mistake and its place
 */
export function readPartnerFile(text: string): PartnerFile {
  const result = parsePartnerFile(parsed(text))
  if (result.ok) return result.value
  throw new Problem('BAD_REQUEST', { detail: 'The partner file has mistakes.', errors: result.error })
}

function parsed(text: string): unknown {
  try {
    // Aliases could grow a small file into a huge one.
    return parse(text, { maxAliasCount: 0, prettyErrors: true })
  } catch (error) {
    if (!(error instanceof YAMLParseError) && !(error instanceof ReferenceError)) throw error
    const mistake: PartnerFileMistake = { at: 'the file', problem: error.message }
    throw new Problem('BAD_REQUEST', { detail: 'The partner file is not YAML.', errors: [mistake] })
  }
}
