// One open socket: hints go out as they come; who does not read, does not answer or is no longer signed in is let go.
import type { PersonId } from '@countersign/protocol'
import type { WebSocket } from '@fastify/websocket'
import type { Hint } from '../acts/live.ts'
import { loggable } from '../ports/loggable.ts'
import type { System } from '../system.ts'

/** How long a socket may stay silent or behind. */
export interface LiveTerms {
  /** A beat goes out this often, so that both sides find out when the line is dead. */
  readonly beatMs: number
  /** More than this unsent, and its reader is dropped: hints are not kept for anybody. */
  readonly mostUnsentBytes: number
  /** Who is told to go and stays is cut off after this. */
  readonly closeMs: number
}

/** What servers use. */
export const liveTerms: LiveTerms = { beatMs: 25_000, mostUnsentBytes: 64 * 1024, closeMs: 1_000 }

/** Why a socket is closed, as RFC 6455 §7.4 has it; 4401 is ours, for a session that is over. */
const closing = { stopping: 1001, nothingToSay: 1003, tryAgain: 1013, signedOut: 4401 } as const

/** Serves a socket until it closes. */
export function serveSocket(
  { live, log }: Pick<System, 'live' | 'log'>,
  socket: WebSocket,
  {
    person,
    session,
    stopping,
    terms,
  }: {
    readonly person: PersonId
    readonly session: string
    readonly stopping: AbortSignal
    readonly terms: LiveTerms
  },
): void {
  let answered = true
  const close = (code: number): void => {
    socket.close(code)
    setTimeout(() => socket.terminate(), terms.closeMs).unref()
  }
  const send = (said: Hint | { readonly type: 'open' | 'beat' }): void => {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > terms.mostUnsentBytes) socket.terminate()
    else socket.send(JSON.stringify(said))
  }
  const beat = setInterval(() => {
    if (!answered) return socket.terminate()
    answered = false
    socket.ping()
    // Pages do not see pings: by these they know that the line is there.
    send({ type: 'beat' })
  }, terms.beatMs)
  beat.unref()
  const stop = (): void => close(closing.stopping)
  stopping.addEventListener('abort', stop, { once: true })
  let leave: (() => void) | undefined
  socket.on('pong', () => {
    answered = true
  })
  socket.on('message', () => close(closing.nothingToSay))
  socket.on('error', () => socket.terminate())
  socket.once('close', () => {
    clearInterval(beat)
    stopping.removeEventListener('abort', stop)
    leave?.()
  })
  const attendant = { person, session, tell: send, end: () => close(closing.signedOut) }
  live
    .attend(attendant)
    .then((left) => {
      if (socket.readyState !== socket.OPEN) return left()
      leave = left
      // From here on nothing new is missed; what came before, the page reads now.
      send({ type: 'open' })
    })
    .catch((error: unknown) => {
      log.warn(loggable(error), 'live: a socket could not be served; its page tries again')
      close(closing.tryAgain)
    })
}
