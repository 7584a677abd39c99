// countersign.partner.yaml with an installation's address and public key in it, ready for `countersign partner add`.
import type { PartnerApp } from './app.ts'
import { openClientKey, publicHalf } from './keys.ts'
import { type Settings, urlOf } from './settings.ts'

/** The registered address people come back to from the permission screen. */
export function redirectUriOf(url: string): string {
  return `${url}/callback`
}

/** The registered address where the platform searches the catalogue. */
export function searchUrlOf(url: string): string {
  return `${url}/search`
}

/**
 * The text of the partner file for an installation; its key is made if there is none. The port must be known: 0 is
 * nobody's address. JSON is YAML, so the values are written as JSON.
 */
export async function manifestFor(
  { slug, manifest, catalogue }: Pick<PartnerApp, 'slug' | 'manifest' | 'catalogue'>,
  settings: Pick<Settings, 'dataDir' | 'port' | 'publicUrl'>,
): Promise<string> {
  const url = urlOf(settings, settings.port)
  const key = await openClientKey(settings.dataDir, slug)
  const values = {
    homepage: url,
    redirect_uris: [redirectUriOf(url)],
    jwks: { keys: [publicHalf(key)] },
    ...(catalogue && { catalogue: searchUrlOf(url) }),
  }
  return Object.entries(values).reduce((text, [name, value]) => {
    const line = new RegExp(`^( *)${name}: .*$`, 'm')
    if (!line.test(text)) throw new Error(`countersign.partner.yaml has no line for ${name}: restore it`)
    return text.replace(line, (_, indent: string) => `${indent}${name}: ${JSON.stringify(value)}`)
  }, manifest)
}
