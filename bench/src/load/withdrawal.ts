// A permission withdrawn by its person while callers read under it: when does the last byte of data come?
import type { Withdrawal } from '../messages.ts'
import { type HttpConnection, openConnection } from './http-client.ts'

/** What is needed to watch one. */
export interface Watched {
  /** The server's public address. */
  readonly url: string
  readonly callers: number
  readonly connection: (caller: number) => HttpConnection
  /** A request for the page that stands on the permission. */
  readonly request: () => string
  readonly grant: string
  /** The secret of a session of the person. */
  readonly session: string
}

interface Seen {
  readonly asked: number
  readonly whole: number
  readonly data: boolean
}

/** How many answers each caller has had before the click. */
const BEFORE = 2

/**
 * Lets all callers read, withdraws, and goes on until each of them was refused.
 * @throws Error when the withdrawal is not acknowledged, or an answer is neither data nor a refusal
 */
export async function watchWithdrawal(watched: Watched): Promise<Withdrawal> {
  const { callers, connection, request } = watched
  const seen: Seen[] = []
  let ready = callers
  const everyoneReads = Promise.withResolvers<void>()
  async function read(caller: number): Promise<void> {
    for (let answers = 1; ; answers++) {
      const asked = performance.now()
      const { status, body } = await connection(caller).send(request())
      if (status !== 200 && status !== 403)
        throw new Error(`an answer of ${status}: ${body.toString('utf8')}`)
      seen.push({ asked, whole: performance.now(), data: status === 200 })
      if (status === 403) return
      if (answers === BEFORE && --ready === 0) everyoneReads.resolve()
    }
  }
  const reading = Promise.all(Array.from({ length: callers }, (_, caller) => read(caller)))
  await Promise.race([everyoneReads.promise, reading])
  const { clicked, acknowledged } = await withdraw(watched)
  await reading
  const withData = seen.filter(({ data, whole }) => data && whole > clicked)
  const refused = seen.filter(({ data }) => !data).map(({ whole }) => whole)
  return {
    acknowledged: acknowledged - clicked,
    lastData: withData.length === 0 ? null : Math.max(...withData.map(({ whole }) => whole)) - clicked,
    firstRefusal: Math.min(...refused) - clicked,
    dataAfterAcknowledgement: withData.filter(({ whole }) => whole > acknowledged).length,
    dataBegunAfterAcknowledgement: withData.filter(({ asked }) => asked > acknowledged).length,
  }
}

/** The click: what the person's own page sends. */
async function withdraw({
  url,
  grant,
  session,
}: Watched): Promise<{ clicked: number; acknowledged: number }> {
  const { host, port } = new URL(url)
  const browser = openConnection(Number(port))
  try {
    const lines = [
      `DELETE /api/v1/grants/${grant} HTTP/1.1`,
      `host: ${host}`,
      `origin: ${url}`,
      `cookie: countersign_session=${session}`,
    ]
    const clicked = performance.now()
    const { status, body } = await browser.send(`${lines.join('\r\n')}\r\n\r\n`)
    const acknowledged = performance.now()
    if (status !== 204) throw new Error(`a withdrawal answered ${status}: ${body.toString('utf8')}`)
    return { clicked, acknowledged }
  } finally {
    browser.close()
  }
}
