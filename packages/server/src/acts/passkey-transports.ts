// How a browser may reach an authenticator (WebAuthn §5.8.4): hints it gave us, given back to it.
import type { AuthenticatorTransport } from '@simplewebauthn/server'

const known = ['ble', 'hybrid', 'internal', 'nfc', 'usb'] as const satisfies readonly AuthenticatorTransport[]

/** Those that are known; others are left out, which only makes a browser ask more widely. */
export function transportsOf(said: readonly string[]): AuthenticatorTransport[] {
  return known.filter((one) => said.includes(one))
}
