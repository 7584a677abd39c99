// Taking everything along, and leaving for good.
import type { exportProgress, preparedExport } from '@countersign/protocol/people-api'
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { call, leaveBy } from './call.ts'
import { forgetDrafts } from './drafts.ts'
import { withSigning } from './signing.ts'

/** Everything of the reader's, ready to be saved. */
export type Prepared = z.infer<typeof preparedExport>

/** Has it made ready. @throws {CallError} PROVE_AGAIN until the reader has shown again that it is they */
export const prepareExport = (): Promise<Prepared> => call('POST', '/exports')

/** Where the file is. */
export const exportAddress = (id: string): string => `/api/v1/exports/${id}/file`

/** The query for how far it has come, asked every second until it is whole. */
export const progressQuery = (id: string) =>
  queryOptions({
    queryKey: ['exports', id],
    queryFn: () => call<z.infer<typeof exportProgress>>('GET', `/exports/${id}`),
    refetchInterval: ({ state }) => (state.data?.state === 'whole' ? false : 1_000),
  })

/** Closes the account for good, and goes to the page that says so. */
export function closeAccount(
  person: string,
  proof: { readonly login: string; readonly password: string },
): Promise<void> {
  return leaveBy(async () => {
    await withSigning(person, async (signing) =>
      call('POST', '/account/close', {
        ...proof,
        ...(signing && { signed: await signing.sign({ kind: 'account_closed' }) }),
      }),
    )
    forgetDrafts()
  }, '/closed')
}
