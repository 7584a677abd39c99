// Reads a file somebody names on the command line.
import { readFile } from 'node:fs/promises'
import { CliError } from './cli-error.ts'

/** A file's text. @throws {CliError} FILE_UNREADABLE */
export async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const next = 'Check the path and that you may read it.'
    throw new CliError('FILE_UNREADABLE', `${path} cannot be read (${error.code}).`, next, 'failed')
  })
}
