// The addresses that reach the reader: see, enter, prove, take away.
import type { contacts } from '@countersign/protocol/people-api'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { call } from './call.ts'

type Contacts = z.infer<typeof contacts>

/** One of them. */
export type Contact = Contacts['items'][number]

/** The query for all. */
export const contactsQuery = queryOptions({
  queryKey: ['contacts'],
  queryFn: () => call<Contacts>('GET', '/contacts'),
})

/** Has a mail sent to an address, to see that it reaches the reader. @throws {CallError} PROVE_AGAIN */
export const sendCode = (email: string) => call('POST', '/contacts', { email })

/** Shows the code that came there: the address is the reader's from now on. */
export const confirmContact = (code: string) => call('POST', '/contacts/confirm', { code })

/** Takes an address away. */
export const removeContact = (id: string) => call('DELETE', `/contacts/${id}`)

/** An act on the addresses; the list is read again afterwards. */
export function useContactAct<T>(act: (given: T) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: act, onSuccess: () => client.invalidateQueries(contactsQuery) })
}
