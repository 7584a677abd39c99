// The pure, deterministic globals every JavaScript runtime has: all that the pure packages may see beyond ECMAScript.

interface TextEncoder {
  /** The UTF-8 bytes of `input`; a lone surrogate becomes U+FFFD. */
  encode(input?: string): Uint8Array<ArrayBuffer>
}
declare const TextEncoder: { new (): TextEncoder }

interface TextDecoder {
  /** @throws TypeError when the decoder was made `fatal` and `input` is not well-formed UTF-8. */
  decode(input?: Uint8Array): string
}
declare const TextDecoder: {
  new (label: 'utf-8', options?: { fatal?: boolean; ignoreBOM?: boolean }): TextDecoder
}

interface URL {
  readonly href: string
  readonly origin: string
  readonly protocol: string
  readonly username: string
  readonly password: string
  readonly host: string
  readonly hostname: string
  readonly port: string
  readonly pathname: string
  readonly search: string
  readonly hash: string
}
declare const URL: {
  /** @throws TypeError when `input` is not a URL. */
  new (input: string, base?: string): URL
  /** Whether `input` parses as a URL. */
  canParse(input: string, base?: string): boolean
}

/** A public key as WebCrypto holds it. */
interface CryptoKey {
  readonly type: string
}

/** What of WebCrypto computes without drawing anything. */
declare const crypto: {
  readonly subtle: {
    digest(algorithm: 'SHA-256', data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>
    /** @throws DOMException when the bytes are no such key. */
    importKey(
      format: 'spki',
      key: Uint8Array<ArrayBuffer>,
      algorithm: { readonly name: 'ECDSA'; readonly namedCurve: 'P-256' },
      extractable: boolean,
      uses: 'verify'[],
    ): Promise<CryptoKey>
    verify(
      algorithm: { readonly name: 'ECDSA'; readonly hash: 'SHA-256' },
      key: CryptoKey,
      signature: Uint8Array<ArrayBuffer>,
      data: Uint8Array<ArrayBuffer>,
    ): Promise<boolean>
  }
}
