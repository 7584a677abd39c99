// Acts of consent, and what they change on every page that speaks of it.
import { useMutation, useQueryClient } from '@tanstack/react-query'

/** What says who may have what. */
const about = [['privacy'], ['disclosures'], ['sharing'], ['catalogues']]

/**
 * An act of consent: everything that says who may have what is read anew after it. No hint comes for one's own permissions (they would
 * tell others), so the page that acted sees to it.
 */
export function useConsentAct<T>(act: (argument: T) => Promise<unknown>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: () => Promise.all(about.map((queryKey) => queries.invalidateQueries({ queryKey }))),
  })
}
