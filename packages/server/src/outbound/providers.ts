// The pages whose links become cards: the operator's allow-list of oEmbed providers, in the format of oembed.com/providers.json.
import { err, ok, type Result } from '@countersign/protocol'
import { z } from 'zod'

/** An endpoint that may be asked, and the links it is asked about. */
export interface LinkProvider {
  readonly name: string
  /** Where to ask. */
  readonly endpoint: string
  readonly matches: (link: string) => boolean
}

const https = z.string().regex(/^https:\/\/[^\s?#]+$/)
const file = z.array(
  z.object({
    provider_name: z.string().min(1).max(60),
    endpoints: z
      .array(
        z.object({
          // Wildcards in the path, and as whole labels before a domain that is named (oEmbed §2.1).
          schemes: z.array(z.string().regex(/^https?:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+\/[^\s]*$/i)).min(1),
          url: https,
        }),
      )
      .min(1),
  }),
)

/** The providers a file names, or the place of its first mistake. */
export function parseProviders(text: string): Result<readonly LinkProvider[], string> {
  const parsed = file.safeParse(orUndefined(() => JSON.parse(text)))
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join('.') || 'the file'
    return err(`is not a list of oEmbed providers as in oembed.com/providers.json: look at ${at}`)
  }
  return ok(
    parsed.data.flatMap(({ provider_name: name, endpoints }) =>
      endpoints.map(({ schemes, url }) => {
        const patterns = schemes.map(patternOf)
        return {
          name,
          endpoint: url.replaceAll('{format}', 'json'),
          matches: (link: string) => patterns.some((pattern) => pattern.test(link)),
        }
      }),
    ),
  )
}

/** Only https is ever asked about, whatever the list says. */
function patternOf(scheme: string): RegExp {
  const [, host = '', path = ''] = /^https?:\/\/([^/]+)(\/.*)$/i.exec(scheme) ?? []
  const literal = (part: string) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  const hostPattern = literal(host.toLowerCase()).replace('*', '[a-z0-9-]+(?:\\.[a-z0-9-]+)*')
  return new RegExp(`^https://${hostPattern}${literal(path).replaceAll('*', '.*')}$`)
}

function orUndefined(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    return undefined
  }
}
