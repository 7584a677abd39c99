// A page that is open live, as the server sees it: a WebSocket with a session's cookie and an Origin, and what it is told.
import { request } from 'node:http'

/** What a socket was told, without the beats. */
export type Told = { readonly type: string; readonly thread?: string }

/** An open page. */
export interface OpenPage {
  /** Everything told since it opened or since `forget`. */
  readonly told: readonly Told[]
  forget(): void
  /** Resolves when it was told this; fails after a few seconds. */
  hears(said: Told): Promise<void>
  /** The code it is closed with. */
  readonly closed: Promise<number>
  send(text: string): void
  close(): void
}

/** Opens a page live; resolves when it is told that it misses nothing from here on. */
export async function openLive(url: string, cookie: string | undefined): Promise<OpenPage> {
  const options = { headers: { origin: url, ...(cookie !== undefined && { cookie }) } }
  // Node's WebSocket takes headers where browsers take protocols.
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live`, options as unknown as string[])
  let told: Told[] = []
  const waiting = new Set<() => void>()
  const { promise: closed, resolve: closedWith } = Promise.withResolvers<number>()
  socket.onclose = ({ code }) => closedWith(code)
  socket.onmessage = ({ data }) => {
    const said = JSON.parse(String(data)) as Told
    if (said.type !== 'beat') told.push(said)
    for (const look of waiting) look()
  }
  const page: OpenPage = {
    get told() {
      return told
    },
    forget() {
      told = []
    },
    hears(said) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const text = JSON.stringify(said)
      const look = (): void => {
        if (told.some((one) => JSON.stringify(one) === text)) resolve()
      }
      const timer = setTimeout(
        () => reject(new Error(`not told ${text}, only ${JSON.stringify(told)}`)),
        4_000,
      )
      waiting.add(look)
      look()
      return promise.finally(() => {
        clearTimeout(timer)
        waiting.delete(look)
      })
    },
    closed,
    send: (text) => socket.send(text),
    close: () => socket.close(),
  }
  await page.hears({ type: 'open' })
  page.forget()
  return page
}

/** What a handshake is answered with: 101 for a socket, which is closed at once. */
export function handshake(
  url: string,
  headers: Readonly<Record<string, string>>,
  path = '/api/v1/live',
): Promise<number> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const asking = request({
      hostname,
      port,
      path,
      agent: false,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
    })
    asking.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve(response.statusCode ?? 0)
    })
    asking.on('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asking.on('error', reject)
    asking.end()
  })
}
