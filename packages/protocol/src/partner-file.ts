// countersign.partner.yaml: what a partner declares of itself, its software and its features, checked word by word.
import { z } from 'zod'
import type { Offer } from './manifest.ts'
import { partnerRoles } from './partner-role.ts'
import { plainWords } from './plain-words.ts'
import { purposeNames } from './purposes.ts'
import { err, ok, type Result } from './result.ts'
import { type Field, fieldsOf, type Verb, verbs } from './verbs.ts'
import { isPlainAddress, NOT_PLAIN } from './web-address.ts'

const slug = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'use lower-case letters, digits and single hyphens')
  .min(2)
  .max(40)
const day = /^\d{4}-\d{2}-\d{2}$/
const instant = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'write a date (2026-01-31) or a time with its zone (2026-01-31T09:00:00Z)',
  })
  .transform((text) => Date.parse(day.test(text) ? `${text}T00:00:00Z` : text))

/** Wording that fits anything tells a person nothing (SCP-03; WP260 rev.01, paragraph 12). */
const generic = [
  /\b(business|commercial|operational|legitimate|internal|other|various|any)\s+(purposes?|interests?|uses?)\b/i,
  /\bimprov\w*\s+(our|your|the|its|their)\s+(services?|products?|experience|offers?)\b/i,
  /\b(etc|and so on|and more|among other things|as needed|as necessary)\b/i,
  /\b(may|might|could)\s+(also\s+)?(be\s+)?(use|used|share|shared|process|processed|collect|collected)\b/i,
  /\b(trusted|selected|third)[ -](partners?|part(y|ies))\b/i,
]
const tellingWords = (max: number) =>
  plainWords(max).refine((text) => !generic.some((wording) => wording.test(text)), {
    error: 'says nothing a person could decide by; name what is done with what',
  })

const offer = z
  .strictObject({
    purpose: z.enum(purposeNames, { error: `is not a purpose; choose from ${purposeNames.join(', ')}` }),
    verb: z.enum(verbs, { error: `is not a power; choose from ${verbs.join(', ')}` }),
    fields: z.array(z.string()).default([]),
  })
  .superRefine((value, context) => {
    const possible: readonly string[] = fieldsOf[value.verb]
    const complain = (message: string, path: readonly (string | number)[]) =>
      context.addIssue({ code: 'custom', message, path: [...path] })
    for (const [i, field] of value.fields.entries()) {
      if (!possible.includes(field)) complain(`is not a field of ${value.verb}`, ['fields', i])
      else if (value.fields.indexOf(field) !== i) complain('is there twice', ['fields', i])
    }
    if (possible.length > 0 && value.fields.length === 0)
      complain(`name at least one field of ${value.verb}: ${possible.join(', ')}`, ['fields'])
  })
  .transform(
    (value): Offer => ({ purpose: value.purpose, verb: value.verb as Verb, fields: value.fields as Field[] }),
  )

/** Like redirect addresses, http on this machine only: the share sheet and the register link there. */
const homepage = z
  .union(
    [
      z.url({ protocol: /^https$/, hostname: z.regexes.domain }).max(200),
      z.url({ protocol: /^http$/, hostname: /^(localhost|127\.0\.0\.1|\[::1\])$/ }).max(200),
    ],
    { error: 'use an https address (http only for localhost)' },
  )
  .refine(isPlainAddress, { error: NOT_PLAIN })

/** Where the platform searches a feature's works: `?q=` is all it adds. http on this machine where the operator opened the port. */
const catalogue = homepage.refine((address) => !/[?#]/.test(address), { error: 'leave out `?` and `#`' })

const feature = z
  .strictObject({
    slug,
    start_at: instant,
    end_at: instant.optional(),
    offers: z.array(offer).min(1).max(72),
    harvest_budget: z.int().min(1).max(1_000_000_000),
    catalogue: catalogue.optional(),
    term_days: z.int().min(1).max(365).default(180),
    texts: z
      .record(
        z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'is not a language tag such as en or fr-CA'),
        z.strictObject({ name: tellingWords(60), summary: tellingWords(300) }),
      )
      .refine((texts) => 'en' in texts, { error: 'needs a text in en' }),
    // The operator's own word for a version nobody reviewed here; what a review gives has another form.
    review_id: plainWords(100)
      .refine((text) => !text.startsWith('review_'), {
        error: 'is given by a review; the operator names its own reviews otherwise',
      })
      .optional(),
  })
  .superRefine((value, context) => {
    if (value.end_at !== undefined && value.end_at <= value.start_at)
      context.addIssue({ code: 'custom', message: 'is not after start_at', path: ['end_at'] })
    if (value.catalogue !== undefined && !value.offers.some(({ verb }) => verb === 'messages.write'))
      context.addIssue({
        code: 'custom',
        message: 'is for a feature that offers messages.write',
        path: ['catalogue'],
      })
    const seen = new Set<string>()
    for (const [i, { purpose, verb }] of value.offers.entries()) {
      const key = `${purpose} ${verb}`
      if (seen.has(key))
        context.addIssue({ code: 'custom', message: 'is offered twice', path: ['offers', i] })
      seen.add(key)
    }
  })

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']
const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/)
const keyCommon = { kid: plainWords(200), use: z.literal('sig').optional() }
// The signature algorithms of FAPI 2.0 Security Profile §5.4.1, and no key that could do another.
const publicKey = z.discriminatedUnion('kty', [
  z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: base64url.length(43),
    y: base64url.length(43),
    alg: z.literal('ES256').optional(),
    ...keyCommon,
  }),
  z.strictObject({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: base64url.length(43),
    alg: z.enum(['EdDSA', 'Ed25519']).optional(),
    ...keyCommon,
  }),
  z.strictObject({
    kty: z.literal('RSA'),
    // 342 characters are the 2048 bits FAPI 2.0 §5.4.1 asks for at least.
    n: base64url.min(342).max(1400),
    e: base64url.max(8),
    alg: z.literal('PS256').optional(),
    ...keyCommon,
  }),
])

const loopback = ['localhost', '127.0.0.1', '[::1]']
const redirectUri = z
  .string()
  .max(500)
  .superRefine((text, context) => {
    const complain = (message: string) => context.addIssue({ code: 'custom', message })
    if (!URL.canParse(text)) return complain('is not a URL')
    const { protocol, hostname, hash, username } = new URL(text)
    if (protocol !== 'https:' && !(protocol === 'http:' && loopback.includes(hostname)))
      return complain('use https (http only for localhost)')
    if (hash !== '' || text.includes('#') || username !== '')
      return complain('leave out fragment and user name')
  })

/** Screens say "NAME asks for your permission": nobody may ask in the platform's name. */
const partnerName = tellingWords(60).refine((text) => !/counter\W*sign/i.test(text.normalize('NFKC')), {
  error: 'is the name of the platform',
})

/** The whole file. Unknown keys are refused everywhere, so nothing can be declared that nobody reads. */
export const partnerFile = z.strictObject({
  slug,
  name: partnerName,
  homepage,
  /** Who owns it: partners of one group share one harvest budget. Its own slug unless said. */
  ownership_group: slug.optional(),
  /** What it takes itself for. What it is follows from the facts below (PER-06). */
  role: z.enum(partnerRoles).optional(),
  /** What it decides itself; what is left out counts as yes. */
  facts: z
    .strictObject({
      own_purpose: z.boolean().default(true),
      own_retention: z.boolean().default(true),
      own_customers: z.boolean().default(true),
    })
    .optional(),
  client: z.strictObject({
    redirect_uris: z
      .array(redirectUri)
      .min(1)
      .max(10)
      // People's identifiers are pairwise per sector, and the host names the sector (OpenID Connect Core §8.1).
      .refine(
        (uris) => new Set(uris.filter((uri) => URL.canParse(uri)).map((uri) => new URL(uri).host)).size <= 1,
        {
          error: 'keep all of them on one host',
        },
      ),
    jwks: z.strictObject({
      keys: z.array(publicKey).min(1, { error: 'needs one public key at least' }).max(10),
    }),
  }),
  features: z
    .array(feature)
    .min(1)
    .max(50)
    .refine((features) => new Set(features.map((one) => one.slug)).size === features.length, {
      error: 'two features have the same slug',
    }),
})

/** A partner's declaration, checked. */
export type PartnerFile = z.infer<typeof partnerFile>
/** One feature of a partner's declaration. */
export type FeatureDeclaration = PartnerFile['features'][number]

/**
 * The JSON Schema (draft 2020-12) of the file, for editors. What it accepts may still be refused: it knows shapes and lists,
 * not what one part says about another.
 */
export function partnerFileSchema(): Readonly<Record<string, unknown>> {
  return { title: 'A partner of a Countersign platform', ...z.toJSONSchema(partnerFile, { io: 'input' }) }
}

/** What is wrong at which place of the file: `features.0.offers.2.fields.0`. */
export interface PartnerFileMistake {
  readonly at: string
  readonly problem: string
}

/** The declaration in `input` (parsed YAML or JSON), or every mistake in it with its place. */
export function parsePartnerFile(input: unknown): Result<PartnerFile, readonly PartnerFileMistake[]> {
  const parsed = partnerFile.safeParse(input)
  if (parsed.success) return ok(parsed.data)
  return err(parsed.error.issues.flatMap(mistakesOf))
}

/** An issue of zod as mistakes: a key nobody knows is one each, and what it looks like decides what is said of it. */
export function mistakesOf(issue: z.core.$ZodIssue): readonly PartnerFileMistake[] {
  const at = issue.path.join('.')
  if (issue.code !== 'unrecognized_keys') return [{ at: at || 'the file', problem: issue.message }]
  return issue.keys.map((key) => ({ at: at === '' ? key : `${at}.${key}`, problem: unknownKey(key) }))
}

function unknownKey(key: string): string {
  if (/select|check|default|required|opt_?out/i.test(key))
    return 'nothing may be pre-selected or required of a person (PER-03)'
  if (privateMembers.includes(key))
    return 'is part of a private key: register the public key only, and replace this one'
  return 'is not a key of this file'
}
