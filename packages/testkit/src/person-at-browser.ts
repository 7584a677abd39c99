// A person with a browser that runs no script: follows redirects, keeps cookies, fills in the platform's own forms.

/** What a person ticks on the permission screen. */
export interface Ticks {
  /** `purpose/verb`, as the screen names them. */
  readonly choices: readonly string[]
  /** Titles of threads. */
  readonly threads?: readonly string[]
  /** Also what is already written. */
  readonly history?: boolean
}

/** A person at their browser. */
export interface PersonAtBrowser {
  /** Goes through an authorization and answers; resolves with the address at the partner they end up at. */
  authorize(authorizationUrl: string, partner: string, answer: 'yes' | 'no', ticks?: Ticks): Promise<string>
}

/** A person who signs in with this name and password when asked. */
export function personAtBrowser(login: string, password: string): PersonAtBrowser {
  const cookies = new Map<string, string>()
  const visit = async (url: string, form?: URLSearchParams): Promise<Response> => {
    const headers = new Headers({
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    })
    if (form !== undefined) headers.set('origin', new URL(url).origin)
    const response = await fetch(url, {
      redirect: 'manual',
      headers,
      ...(form !== undefined && { method: 'POST', body: form }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s)
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  return {
    async authorize(authorizationUrl, partner, answer, ticks = { choices: [] }) {
      let url = authorizationUrl
      let form: URLSearchParams | undefined
      for (let step = 0; step < 12; step++) {
        const response = await visit(url, form)
        form = undefined
        const location = response.headers.get('location')
        if (location !== null) {
          url = new URL(location, url).href
          if (url.startsWith(partner)) return url
          continue
        }
        const page = await response.text()
        if (response.status !== 200)
          throw new Error(`${response.status} at ${new URL(url).pathname}: ${page.slice(0, 2000)}`)
        const filled = page.includes('name="password"')
          ? signIn(page, login, password)
          : permit(page, answer, ticks)
        url = new URL(filled.action, url).href
        form = filled.form
      }
      throw new Error('the authorization goes round in circles')
    },
  }
}

interface Filled {
  readonly action: string
  readonly form: URLSearchParams
}

function signIn(page: string, login: string, password: string): Filled {
  const { action, form } = hiddenFields(page)
  form.set('login', login)
  form.set('password', password)
  return { action, form }
}

function permit(page: string, answer: 'yes' | 'no', { choices, threads = [], history }: Ticks): Filled {
  const { action, form } = hiddenFields(page)
  const until = /name="until"[^>]* value="([^"]*)"/.exec(page)?.[1]
  if (until !== undefined) form.set('until', until)
  for (const choice of choices) form.append('choice', choice)
  for (const title of threads) {
    const found = [...page.matchAll(/name="thread" value="([^"]*)"[^>]*>\s*<span>([^<]*)</g)].find(
      ([, , text]) => text === title,
    )
    if (found?.[1] === undefined) throw new Error(`the screen offers no thread ${title}`)
    form.append('thread', found[1])
  }
  if (history) form.set('history', 'on')
  form.set('answer', answer)
  return { action, form }
}

function hiddenFields(page: string): Filled {
  const action = /<form[^>]* action="([^"]*)"/.exec(page)?.[1]
  if (action === undefined) throw new Error(`a page without a form: ${page.slice(0, 2000)}`)
  const form = new URLSearchParams()
  for (const [, name = '', value = ''] of page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g))
    form.set(name, value)
  return { action, form }
}
