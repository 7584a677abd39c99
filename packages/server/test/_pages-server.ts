// What people see on a real server: their pages, the app with its API, the public register.
import { freePort, type TestSystem, testSystem } from '@countersign/testkit'
import { afterAll } from 'vitest'
import { everyoneRoutes } from '../src/everyone/index.ts'
import { createHttp } from '../src/http/server.ts'
import { peoplePages } from '../src/people/pages/index.ts'
import { peopleRoutes } from '../src/people/routes.ts'

/** A system with its pages at `url`. */
export interface PagesServer extends TestSystem {
  readonly url: string
}

/** Starts it; taken down when the test file ends. To be awaited at the top level of a file. */
export async function pagesServer(options: Parameters<typeof testSystem>[0] = {}): Promise<PagesServer> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const opened = await testSystem({ publicUrl: url, ...options })
  const http = createHttp(opened.system.log, opened.system.random)
  await peoplePages(http, opened.system)
  await peopleRoutes(http, opened.system)
  await everyoneRoutes(http, opened.system)
  await http.listen({ host: 'localhost', port })
  afterAll(() => http.close())
  return { ...opened, url }
}
