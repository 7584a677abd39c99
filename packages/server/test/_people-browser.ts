// A person's browser as the API sees it: it keeps the session cookie and says where its requests come from.
import { worldPassword } from '@countersign/testkit'

/** What came back. */
export interface Reply {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape they assert
  readonly body: any
  readonly headers: Headers
}

/** What a request may say besides its body. */
export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is instead of a JSON body. */
  readonly raw?: string
}

/** A browser on one server. */
export class Browser {
  readonly url: string
  cookie: string | undefined

  constructor(url: string, cookie?: string) {
    this.url = url
    this.cookie = cookie
  }

  /** Sends a request as our own page would: with Origin, and the session cookie if there is one. */
  async send(method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<Reply> {
    const text = options.raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        origin: this.url,
        ...(this.cookie !== undefined && { cookie: this.cookie }),
        ...(text !== undefined && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(text !== undefined && { body: text }),
    })
    for (const set of response.headers.getSetCookie()) this.#keep(set.split(';')[0] ?? '')
    const answer = await response.text()
    const json = response.headers.get('content-type')?.includes('json')
    return { status: response.status, body: json ? JSON.parse(answer) : answer, headers: response.headers }
  }

  /** Keeps a cookie beside the others; one of the same name replaces it. */
  #keep(pair: string): void {
    const name = pair.slice(0, pair.indexOf('=') + 1)
    const others = (this.cookie ?? '').split('; ').filter((one) => one !== '' && !one.startsWith(name))
    this.cookie = [...others, pair].join('; ')
  }

  get(path: string, options?: RequestOptions): Promise<Reply> {
    return this.send('GET', path, undefined, options)
  }
  post(path: string, body?: unknown, options?: RequestOptions): Promise<Reply> {
    return this.send('POST', path, body, options)
  }
  put(path: string, body?: unknown): Promise<Reply> {
    return this.send('PUT', path, body)
  }
  patch(path: string, body?: unknown): Promise<Reply> {
    return this.send('PATCH', path, body)
  }
  delete(path: string): Promise<Reply> {
    return this.send('DELETE', path)
  }
}

/** A browser in which somebody has signed in. */
export async function signedInBrowser(
  url: string,
  login: string,
  password = worldPassword,
): Promise<Browser> {
  const browser = new Browser(url)
  const { status } = await browser.post('/session', { login, password })
  if (status !== 200) throw new Error(`signing in as ${login} answered ${status}`)
  return browser
}

/** The code of a problem answer, with its status: `404 NOT_FOUND`. */
export function problem({ status, body }: Reply): string {
  return `${status} ${body?.code}`
}
