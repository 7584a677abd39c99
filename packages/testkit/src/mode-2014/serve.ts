// A server in 2014 mode: every room of ours as main.ts lists them, but the partner API, whose place the weak one takes.
import { createHttp } from '../../../server/src/http/server.ts'
import { allJobs } from '../../../server/src/jobs/index.ts'
import { startJobs } from '../../../server/src/jobs/runner.ts'
import { rooms } from '../../../server/src/main.ts'
import { partnerRoutes } from '../../../server/src/partners/routes.ts'
import { freePort } from '../../../server/src/ports/free-port.ts'
import type { System } from '../../../server/src/system.ts'
import { type ComposeOptions, composeSystem } from '../compose-system.ts'
import type { TestDatabase } from '../postgres.ts'
import { keepTokens } from './stored.ts'
import { weakPartnerApi } from './weak-partner-api.ts'

/** A server that listens, on a database that goes with it. */
export interface Server2014 {
  readonly url: string
  readonly system: System
  close(): Promise<void>
}

/** Serves it. People, sign-in, screens, tickets and jobs are the real ones; only what partners call is of 2014. */
export async function serve2014(database: TestDatabase, options: ComposeOptions = {}): Promise<Server2014> {
  await keepTokens(database.owner)
  const port = await freePort()
  const url = `http://localhost:${port}`
  const { system, close } = await composeSystem(database, { publicUrl: url, ...options })
  const http = createHttp(system.log, system.random)
  const weak = weakPartnerApi(database.owner)
  if (!rooms.includes(partnerRoutes)) throw new Error('The partner API is no room of its own any more.')
  for (const room of rooms) await (room === partnerRoutes ? weak : room)(http, system)
  await http.listen({ host: 'localhost', port })
  const jobs = startJobs(system, allJobs(system))
  return {
    url,
    system,
    async close() {
      await Promise.all([jobs.stop(), http.close()])
      await close()
    },
  }
}
