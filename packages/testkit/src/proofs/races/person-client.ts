// One person at the people's JSON API of several servers: signed in once, with the session cookie at any of them.
import type { PersonId } from '@countersign/protocol'
import type { Outcome } from './history.ts'

/** What a server answered. */
export interface Reply {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: acts take what they need from answers whose shape the routes check
  readonly body: any
}

/** A signed-in person. */
export interface PersonClient {
  readonly person: PersonId
  /** Sends a request to one server, as our own pages would. @throws Error when no answer comes */
  send(server: string, method: string, path: string, body?: unknown): Promise<Reply>
}

const PASSWORD = 'correct horse battery staple'

/** Opens an account over HTTP and stays signed in. @throws Error when it is refused */
export async function openPerson(server: string, name: string): Promise<PersonClient> {
  const { reply, cookie } = await send(server, undefined, 'POST', '/accounts', {
    login: `${name.toLowerCase()}@example.org`,
    password: PASSWORD,
    display_name: name,
  })
  if (reply.status !== 201) throw new Error(`opening an account answered ${reply.status}`)
  return {
    person: reply.body.person,
    send: async (to, method, path, body) => (await send(to, cookie, method, path, body)).reply,
  }
}

async function send(
  server: string,
  cookie: string | undefined,
  method: string,
  path: string,
  body: unknown,
): Promise<{ reply: Reply; cookie: string | undefined }> {
  const response = await fetch(`${server}/api/v1${path}`, {
    method,
    headers: {
      origin: server,
      ...(cookie !== undefined && { cookie }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    reply: { status: response.status, body: text === '' ? null : JSON.parse(text) },
    cookie: response.headers.getSetCookie()[0]?.split(';')[0],
  }
}

/**
 * What an answer says about the act it answers: it happened, it was refused, or, after a failure inside the server,
 * nobody knows. BUSY is a refusal: what is told so was not done.
 */
export function outcomeOf(reply: Reply, made: (body: Reply['body']) => Outcome): Outcome {
  if (reply.status < 300) return made(reply.body)
  return reply.status < 500 || reply.body?.code === 'BUSY' ? 'refused' : 'unknown'
}
