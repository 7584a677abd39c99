// Checks what a passkey signed: WebAuthn Level 3 §7.2, by @simplewebauthn/server; the counter is ours to judge.
import type { PersonId } from '@countersign/protocol'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { z } from 'zod'
import { Problem } from '../problems.ts'
import { findPasskey, type Passkey, passkeysOf, saveUse } from '../store/passkeys.ts'
import type { System } from '../system.ts'
import { queueAccountNotice } from './account-notice.ts'
import { CHALLENGE_MS, type ChallengeFor, makeChallenge, useChallenge } from './challenge.ts'
import { transportsOf } from './passkey-transports.ts'
import { relyingParty } from './relying-party.ts'

/** What a browser hands to the authenticator, and what comes back (both as WebAuthn writes them in JSON). */
export type PasskeyAsk = PublicKeyCredentialRequestOptionsJSON
export type PasskeyAnswer = AuthenticationResponseJSON

type Needs = Pick<System, 'app' | 'clock' | 'random' | 'settings'>

/**
 * What to ask for: any passkey of this site, or one of a person's own. The holder must show the authenticator that it is they.
 * @throws {Problem} NO_PASSKEYS
 */
export async function passkeyAsk(
  system: Needs,
  bound: ChallengeFor,
  person: PersonId | null = null,
): Promise<PasskeyAsk> {
  const { id: rpID } = relyingParty(system)
  const own = person === null ? [] : await passkeysOf(system.app, person)
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server')
  return generateAuthenticationOptions({
    rpID,
    challenge: Buffer.from(await makeChallenge(system, bound), 'base64url'),
    timeout: CHALLENGE_MS,
    userVerification: 'required',
    allowCredentials: own.map(({ credential, transports }) => ({
      id: credential,
      transports: transportsOf(transports),
    })),
  })
}

/**
 * The passkey that signed the challenge for our origin, with its holder verified; `person` narrows whose it may be. Its
 * counter has moved on when this resolves.
 * @throws {Problem} PASSKEY for anything else, whatever it is: a stranger learns nothing from trying
 */
export async function checkPasskey(
  system: Needs,
  bound: ChallengeFor,
  answer: PasskeyAnswer,
  person: PersonId | null = null,
): Promise<Passkey> {
  const party = relyingParty(system)
  const challenge = challengeOf(answer)
  await useChallenge(system, bound, challenge)
  const passkey = await findPasskey(system.app, answer.id)
  if (passkey === undefined || (person !== null && passkey.person !== person)) throw new Problem('PASSKEY')
  const { userHandle } = answer.response
  // A passkey that names its person must name the one it was made for; one that finds them has to (§7.2 step 6).
  if (userHandle === undefined ? person === null : userHandle !== passkey.userHandle)
    throw new Problem('PASSKEY')
  // Loaded with the first passkey: most starts of a command see none.
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    // The library would judge the counter before the signature, so that anybody could cry that a passkey was copied.
    credential: { id: passkey.credential, publicKey: passkey.publicKey, counter: 0 },
  }).catch(() => {
    throw new Problem('PASSKEY')
  })
  if (!verified) throw new Problem('PASSKEY')
  const used = {
    credential: passkey.credential,
    counter: authenticationInfo.newCounter,
    at: system.clock.now(),
  }
  if (!(await saveUse(system.app, used))) {
    // Whoever signs may hold a copy: it opens nothing, and its person hears of it (§6.1.1); unless it was removed just now.
    if ((await findPasskey(system.app, passkey.credential)) !== undefined)
      await queueAccountNotice(system, system.app, passkey.person, 'passkey_copied')
    throw new Problem('PASSKEY')
  }
  return passkey
}

/** The challenge an answer says it is to. @throws {Problem} PASSKEY when it says none */
export function challengeOf({ response }: PasskeyAnswer | RegistrationResponseJSON): string {
  try {
    const said: unknown = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString('utf8'))
    return z.object({ challenge: z.string() }).parse(said).challenge
  } catch {
    throw new Problem('PASSKEY')
  }
}
