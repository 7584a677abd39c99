// An authenticator in software (WebAuthn Level 3 §6): ES256, attestation none; and each lie a broken or hostile one could tell.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** What may be wrong about an answer. */
export interface Lies {
  readonly origin?: string
  readonly rpId?: string
  readonly challenge?: string
  readonly type?: string
  /** Leaves out that the holder was verified. */
  readonly unverified?: boolean
  readonly counter?: number
  /** Changes the bytes that go out. */
  readonly flip?: 'signature' | 'authenticatorData' | 'clientDataJSON'
  /** Null leaves it out. */
  readonly userHandle?: string | null
  /** Certificates in a packed attestation. */
  readonly certificates?: readonly Uint8Array[]
}

/** What our server asks for, as far as an authenticator reads it. */
export interface Asked {
  readonly challenge: string
  readonly user?: { readonly id: string }
}

const PRESENT = 0x01
const VERIFIED = 0x04
const ATTESTED = 0x40

/** One passkey and the device it is on. */
export class Authenticator {
  readonly id = randomBytes(32).toString('base64url')
  counter = 0
  userHandle = ''
  readonly #origin: string
  readonly #key: KeyObject
  readonly #publicKey: Map<number, Cbor>

  constructor(origin: string) {
    this.#origin = origin
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    this.#key = privateKey
    // COSE_Key of an elliptic curve, RFC 9053 §7.1.1: kty EC2, alg ES256, crv P-256.
    this.#publicKey = new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ])
  }

  /** Answers `navigator.credentials.create`. */
  create(asked: Asked, lies: Lies = {}) {
    this.userHandle = asked.user?.id ?? ''
    const id = Buffer.from(this.id, 'base64url')
    const length = Buffer.alloc(2)
    length.writeUInt16BE(id.length)
    const attested = Buffer.concat([Buffer.alloc(16), length, id, cbor(this.#publicKey)])
    const authData = Buffer.concat([this.#data(lies, ATTESTED), attested])
    const client = this.#client('webauthn.create', asked, lies)
    const { certificates } = lies
    const statement =
      certificates === undefined
        ? new Map<string, Cbor>()
        : new Map<string, Cbor>([
            ['alg', -7],
            ['sig', this.#sign(authData, client)],
            ['x5c', certificates],
          ])
    const attestationObject = cbor(
      new Map<string, Cbor>([
        ['fmt', certificates === undefined ? 'none' : 'packed'],
        ['attStmt', statement],
        ['authData', authData],
      ]),
    )
    return this.#credential({
      clientDataJSON: client.toString('base64url'),
      attestationObject: attestationObject.toString('base64url'),
      transports: ['internal'],
    })
  }

  /** Answers `navigator.credentials.get`. */
  get(asked: Asked, lies: Lies = {}) {
    const authenticatorData = this.#data(lies)
    const client = this.#client('webauthn.get', asked, lies)
    const parts = {
      authenticatorData,
      clientDataJSON: client,
      signature: this.#sign(authenticatorData, client),
    }
    const { flip, userHandle = this.userHandle } = lies
    const out = Object.entries(parts).map(([name, bytes]) => [
      name,
      (name === flip ? flipped(bytes) : bytes).toString('base64url'),
    ])
    return this.#credential({ ...Object.fromEntries(out), ...(userHandle !== null && { userHandle }) })
  }

  #credential(response: object) {
    return { id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {}, response }
  }

  #data({ rpId, unverified, counter }: Lies, more = 0): Buffer {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter ?? this.counter)
    const flags = PRESENT | (unverified ? 0 : VERIFIED) | more
    const hash = sha256(rpId ?? new URL(this.#origin).hostname)
    return Buffer.concat([hash, Buffer.from([flags]), count])
  }

  #client(type: string, { challenge }: Asked, lies: Lies): Buffer {
    const said = { type: lies.type ?? type, challenge: lies.challenge ?? challenge }
    return Buffer.from(JSON.stringify({ ...said, origin: lies.origin ?? this.#origin, crossOrigin: false }))
  }

  #sign(authData: Buffer, client: Buffer): Buffer {
    return sign('sha256', Buffer.concat([authData, sha256(client)]), this.#key)
  }
}

type Cbor =
  | number
  | string
  | Uint8Array
  | readonly Uint8Array[]
  | Map<number | string, Cbor>
  | Map<number, Cbor>
  | Map<string, Cbor>

/** As much of RFC 8949 as an authenticator says. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  if (value instanceof Map)
    return Buffer.concat([
      head(5, value.size),
      ...[...value].flatMap(([key, item]) => [cbor(key), cbor(item)]),
    ])
  return Buffer.concat([head(4, value.length), ...value.map(cbor)])
}

function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(major << 5) | count])
  return count < 256
    ? Buffer.from([(major << 5) | 24, count])
    : Buffer.from([(major << 5) | 25, count >> 8, count & 0xff])
}

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  const at = copy.length - 1
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

function sha256(bytes: string | Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
