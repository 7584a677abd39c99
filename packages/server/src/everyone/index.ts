// What everybody may see without signing in: the public register (TRN-03), the promises and their tests, the keys of receipts,
// ending reminders, the pages' looks, the app's files.
import { pageAssets } from '../http/page.ts'
import type { Http } from '../http/server.ts'
import { webAppFiles } from '../http/web-app.ts'
import type { System } from '../system.ts'
import { promisesRoutes } from './promises/promises-routes.ts'
import { ownPlaces, type PromisePlaces } from './promises/read-promises.ts'
import { receiptKeyRoutes } from './receipt-key-routes.ts'
import { registerRoutes } from './register-routes.ts'
import { unsubscribeRoutes } from './unsubscribe-routes.ts'

/** Adds the public routes. @param places where the duties and the results of their tests are */
export async function everyoneRoutes(
  http: Http,
  system: System,
  places: PromisePlaces = ownPlaces,
): Promise<void> {
  await pageAssets(http)
  await webAppFiles(http)
  registerRoutes(http, system)
  promisesRoutes(http, system, places)
  receiptKeyRoutes(http, system)
  await unsubscribeRoutes(http, system)
}
