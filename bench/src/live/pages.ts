// The pages of a live bench: sockets that only listen, and one person who sends and whose words are waited for.

/** What is to be opened and sent. */
export interface LiveRun {
  readonly url: string
  /** Session secrets: of who sends, of the other one in `pair`, and of everybody else. */
  readonly secrets: readonly string[]
  readonly pair: string
  readonly all: string
  readonly messages: number
}

/** Milliseconds from the beginning of a sending to each telling of it. */
export interface LiveTimes {
  readonly pair: readonly number[]
  readonly all: readonly number[]
}

const OPENED_AT_ONCE = 20

process.once('message', (run: LiveRun) => {
  void measure(run).then((times) => process.send?.(times, () => process.exit(0)))
})

async function measure({ url, secrets, pair, all, messages }: LiveRun): Promise<LiveTimes> {
  let told: (thread: string) => void = () => undefined
  for (let n = 0; n < secrets.length; n += OPENED_AT_ONCE)
    await Promise.all(
      secrets.slice(n, n + OPENED_AT_ONCE).map((secret) => open(url, secret, (thread) => told(thread))),
    )
  const send = async (thread: string, tellings: number): Promise<readonly number[]> => {
    const times: number[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    const began = performance.now()
    told = (about) => {
      if (about !== thread) return
      times.push(performance.now() - began)
      if (times.length === tellings) resolve()
    }
    await post(url, secrets[0] ?? '', thread)
    await promise
    return times
  }
  const times = { pair: [] as number[], all: [] as number[] }
  for (let n = 0; n < messages; n++) {
    times.pair.push(...(await send(pair, 2)).slice(1))
    times.all.push(...(await send(all, Math.min(secrets.length, 500))))
  }
  return times
}

/** Opens one; resolves when it misses nothing from here on. */
function open(url: string, secret: string, told: (thread: string) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  // Node's WebSocket takes headers where browsers take protocols.
  const options = { headers: { origin: url, cookie: `countersign_session=${secret}` } }
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live`, options as unknown as string[])
  socket.onmessage = ({ data }) => {
    const said = JSON.parse(String(data)) as { readonly type: string; readonly thread?: string }
    if (said.type === 'open') resolve()
    if (said.type === 'thread' && said.thread !== undefined) told(said.thread)
  }
  socket.onclose = ({ code }) => reject(new Error(`a socket was closed with ${code}`))
  return promise
}

async function post(url: string, secret: string, thread: string): Promise<void> {
  const answer = await fetch(`${url}/api/v1/threads/${thread}/messages`, {
    method: 'POST',
    headers: { origin: url, cookie: `countersign_session=${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'Somebody says something.' }),
  })
  if (answer.status !== 201) throw new Error(`sending answered ${answer.status}`)
}
