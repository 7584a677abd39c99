// Where an unpacked "download your information" export keeps its threads, and the parts each of them is in.
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ImportError } from '../import-error.ts'
import { unreadable } from '../text-file.ts'

/** A thread's folder. */
export interface ThreadFolder {
  /** Box and folder, as in `thread_path`: what tells it from the others, in this export and in a later one. */
  readonly id: string
  /** Its parts below the folder of all messages; the first holds the newest messages. */
  readonly parts: readonly string[]
}

/** Where the folder of all messages was over the years, from the one that was unpacked. */
const homes = ['your_facebook_activity/messages', 'your_activity_across_facebook/messages', 'messages', '.']

/** Threads somebody takes part in. Requests and filtered threads are from strangers who were never let in. */
const boxes = ['inbox', 'archived_threads', 'e2ee_cutover']

const NAME_IT =
  'Name the folder an export in JSON was unpacked into, its parts all together: it holds messages/inbox.'

/**
 * Every thread of an export, in the order of their ids.
 * @throws ImportError `FILE_MISSING` without an inbox, or for a part that lacks among those of its thread
 */
export async function findThreads(
  path: string,
): Promise<{ folder: string; threads: readonly ThreadFolder[] }> {
  await namesIn(path, '.')
  for (const home of homes) {
    const folder = join(path, home)
    if (!(await namesIn(folder, '.').catch((): readonly string[] => [])).includes('inbox')) continue
    const present = new Set(await namesIn(folder, '.'))
    const threads: ThreadFolder[] = []
    for (const box of boxes)
      if (present.has(box))
        for (const name of await namesIn(folder, box))
          threads.push(...(await threadIn(folder, `${box}/${name}`)))
    return { folder, threads }
  }
  throw new ImportError('FILE_MISSING', { file: 'messages/inbox' }, 'is not in that folder', NAME_IT)
}

async function threadIn(folder: string, id: string): Promise<readonly ThreadFolder[]> {
  const numbers = (await namesIn(folder, id))
    .flatMap((name) => /^message_([1-9]\d*)\.json$/.exec(name)?.[1] ?? [])
    .map(Number)
  const last = Math.max(0, ...numbers)
  const parts = Array.from({ length: last }, (_, i) => `${id}/message_${i + 1}.json`)
  const missing = parts.find((_, i) => !numbers.includes(i + 1))
  if (missing !== undefined) {
    const reason = `is not there, but message_${last}.json is`
    throw new ImportError(
      'FILE_MISSING',
      { file: missing },
      reason,
      `Unpack all parts of the export. ${NAME_IT}`,
    )
  }
  return parts.length === 0 ? [] : [{ id, parts }]
}

async function namesIn(folder: string, name: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, name), { withFileTypes: true }).catch((error: unknown) => {
    // A file beside the folders of threads is none of them.
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR' && name !== '.') return []
    throw unreadable(name === '.' ? basename(folder) : name, error)
  })
  return entries.map((entry) => entry.name).sort()
}
