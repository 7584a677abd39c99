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
  const visit = async (url: string, sent?: Sent): Promise<Response> => {
    const headers = new Headers({
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    })
    if (sent !== undefined) {
      headers.set('origin', new URL(url).origin)
      if (typeof sent === 'string') headers.set('content-type', 'application/json')
    }
    const response = await fetch(url, {
      redirect: 'manual',
      headers,
      ...(sent !== undefined && { method: 'POST', body: sent }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s)
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  const read = async (url: string, sent?: Sent): Promise<string> => {
    const response = await visit(url, sent)
    const text = await response.text()
    if (response.status !== 200)
      throw new Error(`${response.status} at ${new URL(url).pathname}: ${text.slice(0, 2000)}`)
    return text
  }
  /** Answers the screen as the app does that draws it. @returns where it goes on */
  const permit = async (url: string, answer: 'yes' | 'no', ticks: Ticks): Promise<string> => {
    const screen = JSON.parse(await read(`${url}/permission`)) as Screen
    const said = JSON.parse(await read(`${url}/permission`, saidOf(screen, answer, ticks))) as {
      next: string
    }
    return said.next
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
        if (page.includes('id="app"')) {
          url = await permit(url, answer, ticks)
          continue
        }
        const filled = page.includes('name="password"')
          ? signIn(page, login, password)
          : identify(page, answer)
        url = new URL(filled.action, url).href
        form = filled.form
      }
      throw new Error('the authorization goes round in circles')
    },
  }
}

/** A form, or JSON. */
type Sent = URLSearchParams | string

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

/** A sign-in that asks for nothing else. */
function identify(page: string, answer: 'yes' | 'no'): Filled {
  const { action, form } = hiddenFields(page)
  form.set('answer', answer)
  return { action, form }
}

/** What the helper reads of a permission screen. */
interface Screen {
  readonly guard: string
  readonly screen_hash: string
  readonly until: { readonly unless_chosen: string }
  readonly own_threads: readonly { readonly id: string; readonly title: string | null }[]
}

function saidOf(screen: Screen, answer: 'yes' | 'no', { choices, threads = [], history }: Ticks): string {
  const { guard, screen_hash, until, own_threads } = screen
  if (answer === 'no') return JSON.stringify({ answer, guard })
  const picked = threads.map((wanted) => {
    const found = own_threads.find(({ title }) => title === wanted)
    if (found === undefined) throw new Error(`the screen offers no thread ${wanted}`)
    return found.id
  })
  return JSON.stringify({
    answer,
    guard,
    screen_hash,
    choices,
    threads: picked,
    history: history === true,
    until: until.unless_chosen,
  })
}

function hiddenFields(page: string): Filled {
  const action = /<form[^>]* action="([^"]*)"/.exec(page)?.[1]
  if (action === undefined) throw new Error(`a page without a form: ${page.slice(0, 2000)}`)
  const form = new URLSearchParams()
  for (const [, name = '', value = ''] of page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g))
    form.set(name, value)
  return { action, form }
}
