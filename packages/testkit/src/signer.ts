// A person's key as their browser has it, and what it signs: the one way tests, proofs and demos sign.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import {
  type KeyName,
  keyName,
  type SentStatement,
  type Statement,
  statementBytes,
  statementText,
  toBase64url,
} from '@countersign/protocol'

/** A key of a device. */
export interface Signer {
  readonly name: KeyName
  /** SPKI. */
  readonly publicKey: Uint8Array<ArrayBuffer>
  /** Signs what somebody says, for the installation whose log has this origin. */
  sign(origin: string, said: Statement): SentStatement
}

/** Makes a key. */
export async function makeSigner(): Promise<Signer> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
  return {
    name: await keyName(spki),
    publicKey: spki,
    sign: (origin, said) => signWith(privateKey, origin, said),
  }
}

function signWith(privateKey: KeyObject, origin: string, said: Statement): SentStatement {
  const signature = sign('sha256', statementBytes(origin, said), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
  })
  return { statement: statementText(said), signature: toBase64url(signature) }
}
