// A person's browser: cookies, redirects, plain forms, and the JSON API our own pages speak. It counts what it sends.
import { fetch, type Response } from 'undici'
import type { Street } from './streets.ts'

/** Where a browser ended up: on a page of the platform, or sent away to another site. */
export interface Landing {
  readonly status: number
  /** The address of the page. */
  readonly url: string
  readonly html: string
  /** The address on another site it was sent to; null while it is on the platform. */
  readonly left: string | null
}

/** An answer of the JSON API. */
export interface ApiAnswer {
  readonly status: number
  /** The body as it was read from JSON; undefined when there was none. */
  readonly body: unknown
}

/** One person's browser on one platform. */
export interface Browser {
  /** How many requests it has sent that change something: what a person does with one tap. */
  readonly taps: number
  /** Opens an address, as a typed or followed link. */
  open(address: string): Promise<Landing>
  /** Sends a plain form with these values, as pressing its button does. */
  submit(action: string, values: Readonly<Record<string, string>>): Promise<Landing>
  /** Calls the JSON API. A refusal is an answer like any other. */
  call(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<ApiAnswer>
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly path: string
}

/** More redirects in a row than any of ours are a loop. */
const MAX_REDIRECTS = 20

/**
 * A browser without cookies.
 * @param platform the address of the platform, without a trailing slash
 * @param street where it is; otherwise where this process is
 */
export function openBrowser(platform: string, street?: Street): Browser {
  let cookies: readonly Cookie[] = []
  let taps = 0

  const send = async (
    url: URL,
    init: { method: string; headers?: Record<string, string>; body?: string },
  ) => {
    if (init.method !== 'GET') taps += 1
    const cookie = cookies
      .filter(({ path }) => isBelow(url.pathname, path))
      .map(({ name, value }) => `${name}=${value}`)
    const headers = {
      ...init.headers,
      origin: platform,
      ...(cookie.length > 0 && { cookie: cookie.join('; ') }),
    }
    const dispatcher = street === undefined ? {} : { dispatcher: street }
    const response = await fetch(url, { ...init, headers, redirect: 'manual', ...dispatcher })
    for (const line of response.headers.getSetCookie()) cookies = keep(cookies, line)
    return response
  }
  const follow = async (response: Response, from: URL): Promise<Landing> => {
    let answer = response
    let at = from
    for (let count = 0; count < MAX_REDIRECTS; count++) {
      const location = answer.headers.get('location')
      const html = await answer.text()
      if (location === null) return { status: answer.status, url: at.href, html, left: null }
      at = new URL(location, at)
      if (at.origin !== platform) return { status: answer.status, url: at.href, html, left: at.href }
      answer = await send(at, { method: 'GET', headers: { accept: 'text/html' } })
    }
    throw new Error(`${from.pathname} redirects for ever`)
  }
  return {
    get taps() {
      return taps
    },
    async open(address) {
      const url = new URL(address, platform)
      return follow(await send(url, { method: 'GET', headers: { accept: 'text/html' } }), url)
    },
    async submit(action, values) {
      const url = new URL(action, platform)
      const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
      const body = new URLSearchParams(values).toString()
      return follow(await send(url, { method: 'POST', headers, body }), url)
    },
    async call(method, path, body) {
      const headers = { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) }
      const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
      const response = await send(new URL(path, platform), init)
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
    },
  }
}

function isBelow(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`)
}

/** The jar after one Set-Cookie line (RFC 6265 §5.3, as far as our own server uses it). */
function keep(cookies: readonly Cookie[], line: string): readonly Cookie[] {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
  const [name = '', ...rest] = pair.split('=')
  const attribute = (wanted: string): string | undefined =>
    attributes.find((part) => part.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1)
  const path = attribute('path') ?? '/'
  const others = cookies.filter((cookie) => cookie.name !== name || cookie.path !== path)
  const expires = attribute('expires')
  const isGone = attribute('max-age') === '0' || (expires !== undefined && Date.parse(expires) <= 0)
  return isGone ? others : [...others, { name, value: rest.join('='), path }]
}
