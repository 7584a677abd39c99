// Acts of consent: signed by this browser's key, and what they change on every page that speaks of it.
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { meQuery } from './session.ts'
import { type Signing, withSigning } from './signing.ts'

/** What says who may have what. */
const about = [['privacy'], ['disclosures'], ['sharing'], ['catalogues']]

/**
 * An act of consent: everything that says who may have what is read anew after it. No hint comes for one's own permissions (they would
 * tell others), so the page that acted sees to it. `act` signs what it sends, where this browser can.
 */
export function useConsentAct<T>(act: (argument: T, signing: Signing | null) => Promise<unknown>) {
  const queries = useQueryClient()
  const { data: me } = useSuspenseQuery(meQuery)
  return useMutation({
    mutationFn: (argument: T) => withSigning(me.id, (signing) => act(argument, signing)),
    onSuccess: () => Promise.all(about.map((queryKey) => queries.invalidateQueries({ queryKey }))),
  })
}
