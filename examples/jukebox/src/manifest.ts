// countersign.partner.yaml with this installation's address and public key in it, ready for `countersign partner add`.
import { readFileSync } from 'node:fs'
import { type ClientKey, publicHalf } from './keys.ts'

const template = readFileSync(new URL('../countersign.partner.yaml', import.meta.url), 'utf8')

/** The registered address people come back to from the permission screen. */
export function redirectUriOf(url: string): string {
  return `${url}/callback`
}

/**
 * The partner file for an installation. JSON is YAML, so the values are written as JSON.
 * @param url the address people type, without a trailing slash
 */
export function partnerFile(url: string, key: ClientKey): string {
  const values = {
    homepage: url,
    redirect_uris: [redirectUriOf(url)],
    jwks: { keys: [publicHalf(key)] },
  }
  return Object.entries(values).reduce((text, [name, value]) => {
    const line = new RegExp(`^( *)${name}: .*$`, 'm')
    if (!line.test(text)) throw new Error(`countersign.partner.yaml has no line for ${name}: restore it`)
    return text.replace(line, (_, indent: string) => `${indent}${name}: ${JSON.stringify(value)}`)
  }, template)
}
