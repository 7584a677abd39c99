// The whole server with people at its console: browsers that speak to its API, and a key of a company's own.
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { worldPassword } from '@countersign/testkit'
import { openAccount } from '../src/acts/open-account.ts'
import { openSession } from '../src/acts/session.ts'
import type { System } from '../src/system.ts'
import { Browser, type Reply } from './_people-browser.ts'

/** A browser whose paths begin at the console's API. */
export class ConsoleBrowser extends Browser {
  override send(...[method, path, body, options]: Parameters<Browser['send']>): Promise<Reply> {
    return super.send(method, `/../../console/api/v1${path}`, body, options)
  }
}

/** Somebody new with an open account, signed in. */
export async function somebody(
  { url, system }: { readonly url: string; readonly system: System },
  login: string,
) {
  const person = await openAccount(system, { login, password: worldPassword, displayName: login })
  const { secret } = await openSession(system, person)
  const cookie = `countersign_session=${secret}`
  return { person, secret, at: new ConsoleBrowser(url, cookie), elsewhere: new Browser(url, cookie) }
}

/** A fresh pair of keys; `publicJwk` is what is uploaded, `privateJwk` what never is. */
export function keyPair(kid: string) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicJwk = { ...createPublicKey(privateKey).export({ format: 'jwk' }), kid }
  return { privateKey, privateJwk: { ...privateKey.export({ format: 'jwk' }), kid }, publicJwk }
}

/** What registers a company. */
export const company = (slug: string) => ({
  slug,
  name: `Company ${slug}`,
  homepage: `https://${slug}.example`,
  redirect_uris: [`https://${slug}.example/callback`],
})
