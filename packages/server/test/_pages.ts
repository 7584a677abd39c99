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

/** A new browser at this server. */
export function reader({ url }: { readonly url: string }): Reader {
  let cookie = ''
  const send = async (path: string, init: Sent): Promise<Got> => {
    const response = await fetch(`${url}${path}`, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie !== '' && { cookie }), ...init.headers },
    })
    const given = response.headers.getSetCookie()[0]?.split(';')[0]
    if (given !== undefined) cookie = given
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
  const browser = reader(server)
  const { status } = await browser.post('/sign-in', { login, password: worldPassword })
  if (status !== 303) throw new Error(`could not sign in: ${status}`)
  return browser
}
