// One's own account: passkeys, browsers, password, recovery codes, and showing once more that it is oneself.
import type { AppLocale } from '@countersign/protocol/app-locales'
import type { device, passkey, recoveryCodes } from '@countersign/protocol/people-api'
import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { call } from './call.ts'
import { picked } from './entrance.ts'

/** A passkey of the reader's. */
export type Passkey = z.infer<typeof passkey>
/** A browser they are signed in with. */
export type Device = z.infer<typeof device>

/** The query for passkeys. */
export const passkeysQuery = queryOptions({
  queryKey: ['account', 'passkeys'],
  queryFn: () => call<{ items: Passkey[] }>('GET', '/passkeys'),
})

/** The query for browsers. */
export const devicesQuery = queryOptions({
  queryKey: ['account', 'devices'],
  queryFn: () => call<{ items: Device[] }>('GET', '/sessions'),
})

/** The query for what is left of the recovery codes. */
export const codesQuery = queryOptions({
  queryKey: ['account', 'codes'],
  queryFn: () => call<z.infer<typeof recoveryCodes>>('GET', '/recovery-codes'),
})

/** An act on the account; what the page shows is read again afterwards. */
export function useAccountAct<T, R = unknown>(act: (given: T) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: () => client.invalidateQueries({ queryKey: ['account'] }),
  })
}

/** Makes a passkey with the browser's dialog; undefined when the person closed it. */
export async function addPasskey(name: string): Promise<unknown> {
  const optionsJSON = await call<PublicKeyCredentialCreationOptionsJSON>('POST', '/passkeys/options')
  const answer = await picked(() => startRegistration({ optionsJSON }))
  return answer && call('POST', '/passkeys', { name, answer })
}

/** Removes a passkey. */
export const removePasskey = (id: string) => call('DELETE', `/passkeys/${id}`)

/** Gives a passkey another name. */
export const renamePasskey = ({ id, name }: { readonly id: string; readonly name: string }) =>
  call('PATCH', `/passkeys/${id}`, { name })

/** Is spoken to in a language from now on. */
export const chooseLanguage = (language: AppLocale) => call('PUT', '/account/language', { language })

/** Signs one browser out. */
export const endSession = (id: string) => call('DELETE', `/sessions/${id}`)

/** Signs all others out. */
export const endOthers = () => call('POST', '/sessions/end-others')

/** Sets another password. */
export const changePassword = (password: string) => call('PUT', '/account/password', { password })

/** Makes new recovery codes, to be seen this once. */
export const makeCodes = () => call<{ codes: string[] }>('POST', '/recovery-codes')

/** Shows by the password that it is oneself. */
export const proveByPassword = (password: string) => call('POST', '/session/proof', { password })

/** Shows it by a passkey; false when the person picked none. */
export async function proveByPasskey(): Promise<boolean> {
  const optionsJSON = await call<PublicKeyCredentialRequestOptionsJSON>('POST', '/session/proof/options')
  const answer = await picked(() => startAuthentication({ optionsJSON }))
  if (answer === undefined) return false
  await call('POST', '/session/proof', { passkey: answer })
  return true
}
