// Secret files: read only when nobody else can, written so that nobody else could.
import { lstat, open, readFile } from 'node:fs/promises'
import { isCode } from './durable-file.ts'

/** Why the server's keys cannot be used. */
export type KeysErrorCode = 'missing' | 'mode' | 'malformed' | 'folder'

/** The server's keys cannot be used; the text names the file and what to do. */
export class KeysError extends Error {
  override readonly name = 'KeysError'
  readonly code: KeysErrorCode
  readonly path: string

  constructor(code: KeysErrorCode, path: string, message: string) {
    super(message)
    this.code = code
    this.path = path
  }
}

/**
 * The text of a secret file.
 * @throws KeysError `missing`, or `mode` when it is no plain file, its group or others may do anything with it, or this
 *   user may not read it
 */
export async function readSecretFile(path: string): Promise<string> {
  await assertPrivate(path, 'file', '600')
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (!isCode(error, 'EACCES')) throw error
    throw new KeysError(
      'mode',
      path,
      `${path} cannot be read by this user. Give it to the user the server runs as: chown.`,
    )
  }
}

/**
 * Refuses a folder or file that anybody but its owner may enter, read or write.
 * @throws KeysError `missing` or `mode`
 */
export async function assertPrivate(path: string, kind: 'file' | 'folder', mode: string): Promise<void> {
  const stats = await lstat(path).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  })
  if (stats === undefined) {
    throw new KeysError(
      'missing',
      path,
      `The key ${kind} ${path} is missing. Restore the key folder from its backup, or point COUNTERSIGN_KEYS at it. ` +
        'Do not make new keys for existing data: what the old ones wrapped could never be read again.',
    )
  }
  const isKind = kind === 'file' ? stats.isFile() : stats.isDirectory()
  if (!isKind)
    throw new KeysError('mode', path, `${path} must be a plain ${kind}, not a link or anything else.`)
  if ((stats.mode & 0o077) !== 0) {
    throw new KeysError('mode', path, `${path} is open to other users. Run: chmod ${mode} '${path}'`)
  }
}

/** Writes a new secret file, mode 0600, durably but for its name. Fails when there is one already. */
export async function writeSecretFile(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}
