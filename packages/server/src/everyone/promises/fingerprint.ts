// One hash over the code that serves: it says whether a test was run on what runs here, or on something older.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The packages a server is made of. */
const packages = ['packages/protocol/src', 'packages/tlog/src', 'packages/server/src']

/** SHA-256 over the names and bytes of every source below `root`, tests left out; 64 hexadecimal digits. */
export async function codeFingerprint(root: string): Promise<string> {
  const sum = createHash('sha256')
  for (const folder of packages) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
    const paths = entries
      .filter((entry) => entry.isFile() && !/\.test(-d)?\.ts$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
    for (const path of paths.sort()) {
      const bytes = await readFile(path)
      sum.update(`${path.slice(root.length)}\n${bytes.length}\n`).update(bytes)
    }
  }
  return sum.digest('hex')
}
