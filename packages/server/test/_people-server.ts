// The people's API alone on a real server: what these tests are about, and nothing that could stand in for it.
import { freePort, makeWorld, type TestSystem, testSystem, type World } from '@countersign/testkit'
import { afterAll } from 'vitest'
import { createHttp } from '../src/http/server.ts'
import { peopleRoutes } from '../src/people/routes.ts'

/** A world with its people's API at `url`. */
export interface PeopleServer extends TestSystem {
  readonly url: string
  readonly world: World
  /** Every route of the API: `GET /api/v1/threads`. */
  readonly routes: readonly string[]
}

/** Starts it; taken down when the test file ends. To be awaited at the top level of a file. */
export async function peopleServer(options: Parameters<typeof testSystem>[0] = {}): Promise<PeopleServer> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const opened = await testSystem({ publicUrl: url, ...options })
  const http = createHttp(opened.system.log, opened.system.random)
  const routes: string[] = []
  http.addHook('onRoute', ({ method, url: path }) => {
    if (method !== 'HEAD') routes.push(`${String(method)} ${path}`)
  })
  await peopleRoutes(http, opened.system)
  await http.listen({ host: 'localhost', port })
  afterAll(() => http.close())
  return { ...opened, url, routes, world: await makeWorld(opened.system, opened.clock) }
}
