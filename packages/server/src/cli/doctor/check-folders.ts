// The folders: the data folder and its mode, the keys and theirs.
import { access, constants, stat } from 'node:fs/promises'
import { KeysError } from '../../ledger/secret-file.ts'
import { loadServerKeys } from '../../ledger/server-keys.ts'
import { systemRandom } from '../../ports/random.ts'
import type { Settings } from '../../settings.ts'
import { type Finding, fail, ok, warn } from './finding.ts'

/** The data folder: there or yet to be made, ours alone. */
export async function checkData({ data }: Pick<Settings, 'data'>): Promise<Finding> {
  const stats = await stat(data).catch(() => undefined)
  if (stats === undefined) return ok('data folder', `${data} is made at the first start`)
  if (!stats.isDirectory())
    return fail('data folder', `${data} is no folder`, 'Choose another with COUNTERSIGN_DATA.')
  const writable = await access(data, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  if (!writable)
    return fail(
      'data folder',
      `${data} cannot be written by this user`,
      `Run it as user id ${stats.uid}, or give it the folder.`,
    )
  const open = (stats.mode & 0o077) !== 0
  return open
    ? warn('data folder', `${data} is open to other users`, `Run: chmod 700 '${data}'`)
    : ok('data folder', data)
}

/** The keys, without making any. @param holdsLedger whether the database holds what they sealed; null when nobody knows */
export async function checkKeys(
  { keys }: Pick<Settings, 'keys'>,
  holdsLedger: boolean | null,
): Promise<Finding> {
  const missing = (await stat(keys).catch(() => undefined)) === undefined
  if (missing && holdsLedger !== true) return ok('keys', `${keys} is made at the first start`)
  try {
    await loadServerKeys(keys, { create: false, random: systemRandom })
    return ok('keys', `all there, in ${keys}`)
  } catch (error) {
    if (!(error instanceof KeysError)) throw error
    return fail('keys', error.code, error.message)
  }
}
