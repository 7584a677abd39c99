// Adds a passkey to one's account: WebAuthn Level 3 §7.1, by @simplewebauthn/server, without attestation.
import type { PasskeyId } from '@countersign/protocol'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { makeId, makeSecret } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { findLoginOf } from '../store/logins.ts'
import { insertPasskey, passkeysOf } from '../store/passkeys.ts'
import { findPerson } from '../store/people.ts'
import type { System } from '../system.ts'
import { queueAccountNotice } from './account-notice.ts'
import { CHALLENGE_MS, makeChallenge, useChallenge } from './challenge.ts'
import { challengeOf } from './check-passkey.ts'
import { transportsOf } from './passkey-transports.ts'
import { assertProven, holdWaysIn } from './prove-again.ts'
import { relyingParty } from './relying-party.ts'
import type { OwnSession } from './session.ts'

/** What a browser hands to a new authenticator, and what comes back. */
export type NewPasskeyAsk = PublicKeyCredentialCreationOptionsJSON
export type NewPasskeyAnswer = RegistrationResponseJSON

/** Passkeys one person can have: more are forgotten which is which. */
const MOST_PASSKEYS = 20
/** ES256 and RS256, which every authenticator has one of, and EdDSA. */
const ALGORITHMS = [-8, -7, -257]

type Needs = Pick<System, 'app' | 'clock' | 'random' | 'settings'>

/**
 * What to ask a new authenticator for: a passkey it finds by itself, behind its own check of who holds it. It learns a
 * random handle, the sign-in name and the display name.
 * @throws {Problem} PROVE_AGAIN; FULL; NO_PASSKEYS
 */
export async function askForNewPasskey(system: Needs, session: OwnSession): Promise<NewPasskeyAsk> {
  const party = relyingParty(system)
  assertProven(system, session)
  const { app, random } = system
  const own = await passkeysOf(app, session.person)
  if (own.length >= MOST_PASSKEYS)
    throw new Problem('FULL', { detail: `A person has ${MOST_PASSKEYS} passkeys at most.` })
  const person = await findPerson(app, session.person)
  const login = await findLoginOf(app, session.person)
  const userHandle = own[0]?.userHandle ?? makeSecret(random)
  const challenge = await makeChallenge(system, { use: 'add', browser: session.hash }, userHandle)
  const { generateRegistrationOptions } = await import('@simplewebauthn/server')
  return generateRegistrationOptions({
    rpName: 'Countersign',
    rpID: party.id,
    userID: new Uint8Array(Buffer.from(userHandle, 'base64url')),
    userName: login?.login ?? person?.displayName ?? '',
    userDisplayName: person?.displayName ?? '',
    challenge: Buffer.from(challenge, 'base64url'),
    timeout: CHALLENGE_MS,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: own.map(({ credential, transports }) => ({
      id: credential,
      transports: transportsOf(transports),
    })),
  })
}

/**
 * Adds the passkey an authenticator made for the challenge, and tells the person.
 * @throws {Problem} PROVE_AGAIN; PASSKEY for anything that is not such an answer, or was given before; FULL
 */
export async function addPasskey(
  system: Needs,
  session: OwnSession,
  { name, answer }: { readonly name: string; readonly answer: NewPasskeyAnswer },
): Promise<PasskeyId> {
  assertProven(system, session)
  const { app, clock, random } = system
  const { userHandle, credential } = await checkNew(system, session, answer)
  const { person } = session
  const madeAt = clock.now()
  const id = makeId('passkey', madeAt, random)
  const passkey = {
    id,
    person,
    userHandle,
    name,
    madeAt,
    credential: credential.id,
    publicKey: credential.publicKey,
    counter: credential.counter,
    transports: transportsOf(credential.transports ?? []),
  }
  await app.transaction(async (transaction) => {
    await holdWaysIn(system, transaction, session)
    if ((await passkeysOf(transaction, person)).length >= MOST_PASSKEYS) throw new Problem('FULL')
    if (!(await insertPasskey(transaction, passkey))) throw new Problem('PASSKEY')
    await queueAccountNotice(system, transaction, person, 'passkey_added')
  })
  return id
}

async function checkNew(system: Needs, session: OwnSession, answer: NewPasskeyAnswer) {
  const party = relyingParty(system)
  const challenge = challengeOf(answer)
  const { userHandle } = await useChallenge(system, { use: 'add', browser: session.hash }, challenge)
  const { registrationInfo } = await verifyBare(answer, {
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => {
    throw new Problem('PASSKEY')
  })
  if (registrationInfo === undefined || userHandle === null) throw new Problem('PASSKEY')
  return { userHandle, credential: registrationInfo.credential }
}

/**
 * No attestation is asked for, and one with certificates is not looked at: whoever makes it names addresses that would be
 * fetched to see whether they were revoked. Self attestation (§6.5.4) has none.
 */
async function verifyBare(
  response: NewPasskeyAnswer,
  expected: Omit<Parameters<typeof verifyRegistrationResponse>[0], 'response'>,
) {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
  const bytes = new Uint8Array(Buffer.from(response.response.attestationObject, 'base64url'))
  const attestation = decodeAttestationObject(bytes)
  const bare = attestation.get('fmt') === 'none' || attestation.get('fmt') === 'packed'
  if (!bare || attestation.get('attStmt').get('x5c') !== undefined) throw new Problem('PASSKEY')
  return verifyRegistrationResponse({ ...expected, response })
}
