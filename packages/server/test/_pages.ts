// A browser without a browser: a session cookie, our own origin, forms. For tests of pages that need no rendering.
import { worldPassword } from '@countersign/testkit'

/** One answer: its status, where it sends on, its text and headers. */
export interface Got {
  readonly status: number
  /** The path a redirect goes to. */
  readonly to: string | null
  readonly text: string
  readonly headers: Headers
}

/** Somebody with a browser: gets pages and posts forms, keeping the cookie it is given. */
export interface Reader {
  get(path: string): Promise<Got>
  /** Posts a form as our own page would; `headers` replace what it would send. */
  post(
    path: string,
    form?: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Got>
}

interface Sent {
  readonly method?: string
  readonly body?: URLSearchParams
  readonly headers?: Readonly<Record<string, string>>
}

/** A browser at this server, with the cookie it has. */
export function reader({ url }: { readonly url: string }, given = ''): Reader {
  let cookie = given
  const send = async (path: string, init: Sent): Promise<Got> => {
    const response = await fetch(`${url}${path}`, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie !== '' && { cookie }), ...init.headers },
    })
    const set = response.headers.getSetCookie()[0]?.split(';')[0]
    if (set !== undefined) cookie = set
    const to = response.headers.get('location')
    return {
      status: response.status,
      to: to === null ? null : to.replace(url, ''),
      text: await response.text(),
      headers: response.headers,
    }
  }
  return {
    get: (path) => send(path, {}),
    post: (path, form = {}, headers = {}) =>
      send(path, { method: 'POST', body: new URLSearchParams(form), headers: { origin: url, ...headers } }),
  }
}

/** A browser somebody of the world is signed in with. */
export async function signedInAs(server: { readonly url: string }, login: string): Promise<Reader> {
  const response = await fetch(`${server.url}/api/v1/session`, {
    method: 'POST',
    headers: { origin: server.url, 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: worldPassword }),
  })
  if (!response.ok) throw new Error(`could not sign in: ${response.status}`)
  return reader(server, response.headers.getSetCookie()[0]?.split(';')[0])
}
