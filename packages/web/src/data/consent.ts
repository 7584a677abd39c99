// What an act of consent changes on every page that speaks of it.
import type { QueryClient } from '@tanstack/react-query'

/**
 * Has everything read anew that says who may have what. No hint comes for one's own permissions (they would tell others), so the page
 * that acted sees to it.
 */
export function renewConsent(queries: QueryClient): Promise<unknown> {
  const about = [['privacy'], ['disclosures'], ['sharing'], ['catalogues']]
  return Promise.all(about.map((queryKey) => queries.invalidateQueries({ queryKey })))
}
