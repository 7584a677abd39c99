// How a user of the embedded server leaves, and who turns off the light.

import { rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type EmbeddedOptions, startBound, stopBound, usersFolder } from './embedded.ts'
import { lockFolder } from './folder-lock.ts'
import { findPostmaster, stopPostmaster } from './postmaster.ts'
import { isPostmasterOf } from './process-identity.ts'
import { livingUsers, removeUser } from './users.ts'

/**
 * The way out of one user of the server: idempotent; also taken at a clean exit of the process, where nothing can be waited for. `name` is the
 * user's entry. The last living user stops the server.
 */
export function leaving(
  options: EmbeddedOptions,
  cluster: string,
  pid: number,
  name: string,
): () => Promise<void> {
  const users = usersFolder(options.dataDir)
  // At the exit of the process nothing can be waited for: the signal alone brings the server down in order.
  const atExit = () => {
    removeUser(users, name)
    if (livingUsers(users).length === 0 && isPostmasterOf(pid, cluster)) process.kill(pid, 'SIGINT')
  }
  process.once('exit', atExit)
  let stopping: Promise<void> | undefined
  const leave = async () => {
    const lock = await lockFolder(join(options.dataDir, 'lock'), `${name}-stop`, startBound(options))
    try {
      process.off('exit', atExit)
      removeUser(users, name)
      const others = livingUsers(users)
      if (others.length === 0) {
        // After a crash another user may have started a new server here: the last to leave stops the one that runs.
        const running = await findPostmaster(cluster)
        if (running !== undefined) {
          await stopPostmaster(cluster, running.pid, stopBound(options))
          await rmdir(running.socketFolder).catch(() => undefined)
        }
      }
      options.log.info(
        { pid, others },
        others.length === 0 ? 'PostgreSQL has stopped' : 'PostgreSQL goes on for its other users',
      )
    } finally {
      await lock.release()
    }
  }
  return () => {
    stopping ??= leave()
    return stopping
  }
}
