// What everybody may see without signing in: the public register, as pages and as data (TRN-03), and the pages' looks.
import { pageAssets } from '../http/page.ts'
import type { Http } from '../http/server.ts'
import type { System } from '../system.ts'
import { registerRoutes } from './register-routes.ts'

/** Adds the public routes. */
export async function everyoneRoutes(http: Http, system: System): Promise<void> {
  await pageAssets(http)
  registerRoutes(http, system)
}
