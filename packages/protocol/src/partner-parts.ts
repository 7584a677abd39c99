// Parts of a partner's declaration on their own, for pages that take them one by one: the same rules, the same mistakes.
import type { z } from 'zod'
import { mistakesOf, type PartnerFile, type PartnerFileMistake, partnerFile } from './partner-file.ts'
import { err, ok, type Result } from './result.ts'

const company = partnerFile.pick({ slug: true, name: true, homepage: true })
const { redirect_uris: redirectUris, jwks } = partnerFile.shape.client.shape

/** Who a partner is: what the register shows of it before it has any feature. */
export type CompanyDeclaration = z.infer<typeof company>
/** A public key of a client, as a declaration has it. */
export type DeclaredKey = PartnerFile['client']['jwks']['keys'][number]

type Parsed<T> = Result<T, readonly PartnerFileMistake[]>

/** Slug, name and homepage by the rules of the file. */
export function parseCompany(input: unknown): Parsed<CompanyDeclaration> {
  return parsedBy(company, input)
}

/** Redirect addresses by the rules of the file. */
export function parseRedirectUris(input: unknown): Parsed<readonly string[]> {
  return parsedBy(redirectUris, input, 'redirect_uris')
}

/** Public keys out of a JWK set or of one JWK (RFC 7517 §4, §5). A private member is a mistake that says to replace the key. */
export function parsePublicKeys(input: unknown): Parsed<readonly DeclaredKey[]> {
  const isSet = typeof input === 'object' && input !== null && 'keys' in input
  const parsed = parsedBy(jwks, isSet ? input : { keys: [input] })
  return parsed.ok ? ok(parsed.value.keys) : parsed
}

function parsedBy<T>(schema: z.ZodType<T>, input: unknown, place?: string): Parsed<T> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return ok(parsed.data)
  const mistakes = parsed.error.issues.flatMap(mistakesOf)
  return err(place === undefined ? mistakes : mistakes.map((one) => ({ ...one, at: below(place, one.at) })))
}

const below = (place: string, at: string): string => (at === 'the file' ? place : `${place}.${at}`)
