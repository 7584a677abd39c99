// The partner's side of a catalogue: is it the platform that asks? It says what is searched, never who searches or where.
import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose'
import { UnreachableError } from './errors.ts'
import { type PartnerSettings, parseIssuer } from './settings.ts'

/** Where the catalogue is and which platform may search it. */
export interface CatalogueSettings
  extends Pick<PartnerSettings, 'issuer' | 'allowInsecureLocalhost' | 'fetch'> {
  /** The address registered as `catalogue`, exactly. */
  readonly searchUrl: string
}

/** Checks requests to a catalogue. Keep one for the life of the process: it remembers the platform's keys. */
export interface Catalogue {
  /**
   * Whether the platform sent a request, given its `Authorization` header: signed by it, for this catalogue, within the
   * last minute. Answer others with 401. There is nothing else to learn from it.
   * @throws UnreachableError when the platform's keys cannot be fetched
   */
  isFromPlatform(authorization: string | null | undefined): Promise<boolean>
}

/** Opens the check. @throws TypeError for an issuer that is not HTTPS */
export function openCatalogue(settings: CatalogueSettings): Catalogue {
  const issuer = parseIssuer(settings)
  const { fetch, searchUrl } = settings
  const keys = createRemoteJWKSet(
    new URL('/oauth/jwks', issuer),
    fetch && {
      [customFetch]: (url, { headers, ...options }) =>
        fetch(url, { ...options, headers: Object.fromEntries(headers), body: undefined }),
    },
  )
  return {
    async isFromPlatform(authorization) {
      const token = /^Bearer ([\w.-]+)$/i.exec(authorization ?? '')?.[1]
      if (token === undefined) return false
      try {
        await jwtVerify(token, keys, {
          issuer: issuer.origin,
          audience: searchUrl,
          typ: 'countersign-catalogue+jwt',
          algorithms: ['ES256'],
          requiredClaims: ['exp', 'iat', 'jti'],
          maxTokenAge: '60s',
          clockTolerance: '10s',
        })
        return true
      } catch (error) {
        if (isAboutToken(error)) return false
        throw new UnreachableError('the platform’s keys could not be fetched', { cause: error })
      }
    },
  }
}

function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid) &&
    error.code !== 'ERR_JOSE_GENERIC'
  )
}
