// Who we are to an authenticator: the name of the public address (WebAuthn §5.1.2, "RP ID").
import { isIP } from 'node:net'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'

/** The name passkeys are for, and the only origin they answer to. */
export interface RelyingParty {
  readonly id: string
  readonly origin: string
}

/** The installation as a relying party. @throws {Problem} NO_PASSKEYS where people type a number: a passkey is bound to a name */
export function relyingParty({ settings }: Pick<System, 'settings'>): RelyingParty {
  const { hostname, origin } = new URL(settings.publicUrl)
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) throw new Problem('NO_PASSKEYS')
  return { id: hostname, origin }
}
