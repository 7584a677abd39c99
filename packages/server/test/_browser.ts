// A browser without a screen: keeps cookies by path, follows redirects of one site, reads and sends forms.

/** A page a browser is at. */
export interface Page {
  readonly status: number
  readonly url: string
  readonly text: string
  readonly headers: Headers
}

/** A field of a form, as a page shows it. */
export interface Field {
  readonly name: string
  readonly value: string
  readonly type: string
  readonly checked: boolean
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly path: string
}

/** One person's browser, at one site. */
export class Browser {
  readonly #site: string
  readonly #server: () => string
  #cookies: Cookie[] = []

  /** `server` says which server the next request reaches, where one site is served by several. */
  constructor(site: string, server: () => string = () => site) {
    this.#site = site
    this.#server = server
  }

  /** What it would send to a path. */
  cookiesFor(path: string): readonly Cookie[] {
    return this.#cookies.filter(
      (cookie) => path === cookie.path || path.startsWith(cookie.path.replace(/\/?$/, '/')),
    )
  }

  /** Opens an address; redirects are followed until they leave the site. */
  open(url: string): Promise<Page> {
    return this.#go(url, { method: 'GET' })
  }

  /** Sends a form; `origin` is what a browser puts there by itself, unless a test says otherwise. */
  submit(
    url: string,
    fields: readonly (readonly [string, string])[],
    origin: string | null = this.#site,
  ): Promise<Page> {
    return this.#go(url, {
      method: 'POST',
      body: new URLSearchParams(fields.map(([name, value]) => [name, value])),
      headers: origin === null ? {} : { origin },
    })
  }

  /** Sends JSON as the app does. */
  send(url: string, body: unknown, origin: string | null = this.#site): Promise<Page> {
    return this.#go(url, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...(origin !== null && { origin }) },
    })
  }

  async #go(url: string, init: RequestInit): Promise<Page> {
    let next = new URL(url, this.#site)
    let request = init
    for (let hop = 0; hop < 12; hop++) {
      if (next.origin !== this.#site) return { status: 0, url: next.href, text: '', headers: new Headers() }
      const cookie = this.cookiesFor(next.pathname)
        .map(({ name, value }) => `${name}=${value}`)
        .join('; ')
      const response = await fetch(new URL(next.pathname + next.search, this.#server()), {
        ...request,
        redirect: 'manual',
        headers: { ...(request.headers as Record<string, string>), ...(cookie && { cookie }) },
      })
      this.#keep(response.headers.getSetCookie(), next)
      const location = response.headers.get('location')
      const text = await response.text()
      if (location === null)
        return { status: response.status, url: next.href, text, headers: response.headers }
      next = new URL(location, next)
      request = { method: 'GET' }
    }
    throw new Error('too many redirects')
  }

  #keep(headers: readonly string[], from: URL): void {
    for (const header of headers) {
      const [pair = '', ...attributes] = header.split(';').map((part) => part.trim())
      const at = pair.indexOf('=')
      const path = attributes.find((part) => /^path=/i.test(part))?.slice(5) ?? from.pathname
      const cookie = { name: pair.slice(0, at), value: pair.slice(at + 1), path }
      this.#cookies = this.#cookies.filter((old) => old.name !== cookie.name || old.path !== cookie.path)
      const expires = attributes.find((part) => /^expires=/i.test(part))?.slice(8)
      if (expires === undefined || Date.parse(expires) > Date.now()) this.#cookies.push(cookie)
    }
  }
}

/** The inputs of a page, in order. */
export function fieldsOf(page: Page): readonly Field[] {
  return [...page.text.matchAll(/<input\b([^>]*)>/g)].map(([, attributes = '']) => ({
    name: attribute(attributes, 'name'),
    value: attribute(attributes, 'value'),
    type: attribute(attributes, 'type') || 'text',
    checked: /\bchecked\b/.test(attributes),
  }))
}

/** What a browser would send of a page's form as it stands, with more fields. */
export function filled(page: Page, ...more: readonly (readonly [string, string])[]): [string, string][] {
  const own = fieldsOf(page)
    .filter(({ name, type, checked }) => name !== '' && (type !== 'checkbox' || checked))
    .filter(({ name }) => !more.some(([other]) => other === name))
    .map(({ name, value }): [string, string] => [name, value])
  return [...own, ...more.map(([name, value]): [string, string] => [name, value])]
}

/** Where the page's form goes. */
export function actionOf(page: Page): string {
  const action = /<form\b[^>]*\baction="([^"]*)"/.exec(page.text)?.[1]
  if (action === undefined)
    throw new Error(`no form on ${page.status} ${page.url}: ${page.text.slice(0, 2000)}`)
  return action
}

function attribute(attributes: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? ''
  return value.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'")
}
