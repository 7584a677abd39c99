// Who we are to an authenticator: the name of the public address (WebAuthn §5.1.2, "RP ID").
import { isIP } from 'node:net'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'

/** The name passkeys are for, and the only origin they answer to. */
export interface RelyingParty {
  readonly id: string
  readonly origin: string
}

/** The installation as a relying party; undefined where people type a number: a passkey is bound to a name. */
export function findRelyingParty({ settings }: Pick<System, 'settings'>): RelyingParty | undefined {
  const { hostname, origin } = new URL(settings.publicUrl)
  return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? { id: hostname, origin } : undefined
}

/** The same. @throws {Problem} NO_PASSKEYS where there are none */
export function relyingParty(system: Pick<System, 'settings'>): RelyingParty {
  const party = findRelyingParty(system)
  if (party === undefined) throw new Problem('NO_PASSKEYS')
  return party
}
