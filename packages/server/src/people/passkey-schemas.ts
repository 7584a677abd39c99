// What browsers and authenticators say in JSON (WebAuthn Level 3 §5.1.8, §5.8): as much of it as is read, and not more.
import type { AuthenticatorTransport } from '@simplewebauthn/server'
import { z } from 'zod'

const base64url = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[A-Za-z0-9_-]*$/, { error: 'must be base64url' })
const credential = {
  id: base64url(1_400),
  rawId: base64url(1_400),
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}),
}

const transport = z.string().max(20) as unknown as z.ZodType<AuthenticatorTransport, AuthenticatorTransport>

/** What an existing passkey answers. */
export const passkeyAnswer = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url(4_000),
    authenticatorData: base64url(4_000),
    signature: base64url(2_000),
    userHandle: base64url(100).exactOptional(),
  }),
})

/** What a new one answers. */
export const newPasskeyAnswer = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url(4_000),
    attestationObject: base64url(20_000),
    transports: z.array(transport).max(10).exactOptional(),
  }),
})

const known = z.array(
  z.object({ id: z.string(), type: z.string(), transports: z.array(z.string()).optional() }),
)
const common = { challenge: z.string(), timeout: z.number().optional() }

/** To be handed to `navigator.credentials.get`. */
export const passkeyAsk = z.object({
  ...common,
  rpId: z.string().optional(),
  allowCredentials: known.optional(),
  userVerification: z.string().optional(),
})

/** To be handed to `navigator.credentials.create`. */
export const newPasskeyAsk = z.object({
  ...common,
  rp: z.object({ id: z.string().optional(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ alg: z.number(), type: z.string() })),
  excludeCredentials: known.optional(),
  authenticatorSelection: z
    .object({
      residentKey: z.string().optional(),
      requireResidentKey: z.boolean().optional(),
      userVerification: z.string().optional(),
    })
    .optional(),
  attestation: z.string().optional(),
  hints: z.array(z.string()).optional(),
})
