// The pages and forms of Jukebox: look, connect, send, read, let go.
import { readFileSync } from 'node:fs'
import { type CountersignError, isCountersignError, type Partner } from '@countersign/sdk'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { search, workAt } from './catalogue.ts'
import { groupPage } from './pages/group.ts'
import { homePage } from './pages/home.ts'
import { messagePage } from './pages/message.ts'
import type { People } from './people.ts'
import type { Session, Store } from './store.ts'
import { style, stylePath } from './style.ts'
import { acceptForms, cookieOf, field, newCookie, sendPage, setCookie } from './web.ts'

const icon = readFileSync(new URL('icon.svg', import.meta.url), 'utf8')

/** What the site is made of. */
export interface SiteParts {
  readonly store: Store
  readonly people: People
  readonly partner: () => Promise<Partner>
  readonly issuer: string
  /** Our own address; known once we listen. */
  readonly url: () => string
  readonly now: () => number
}

const noSession: Session = { person: null, pending: null, wanted: null }

/** Registers every route. */
export function site(http: FastifyInstance, parts: SiteParts): void {
  const { store, url, now } = parts
  acceptForms(http, url)
  http.get(stylePath, async (_, reply) => sendAsset(reply, 'text/css; charset=utf-8', style))
  http.get('/icon.svg', async (_, reply) => sendAsset(reply, 'image/svg+xml', icon))
  http.setNotFoundHandler((_, reply) =>
    message(
      parts,
      reply,
      404,
      'Nothing on this disc',
      'There is no such page. The catalogue is on the first one.',
    ),
  )
  http.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500
    if (status < 500)
      return message(parts, reply, status, 'That is not a form of ours', 'Go back and try again.')
    request.log.error(error)
    return message(parts, reply, 500, 'The needle jumped', 'Something went wrong on our side. Try again.')
  })

  const sessionOf = (request: FastifyRequest): Session => {
    const cookie = cookieOf(request)
    return (cookie !== undefined && store.session(cookie, now())) || noSession
  }
  const save = (request: FastifyRequest, reply: FastifyReply, session: Session): void => {
    const known = cookieOf(request)
    // A cookie we never gave is never taken over: a session is only ever kept under a value of our making.
    const cookie = known !== undefined && store.session(known, now()) !== undefined ? known : newCookie()
    store.saveSession(cookie, session, now())
    if (cookie !== known) setCookie(reply, cookie, url())
  }
  lookRoutes(http, parts, sessionOf)
  connectRoutes(http, parts, sessionOf, save)
  actRoutes(http, parts, sessionOf, save)
}

type SessionOf = (request: FastifyRequest) => Session
type Save = (request: FastifyRequest, reply: FastifyReply, session: Session) => void

function lookRoutes(http: FastifyInstance, { store, issuer }: SiteParts, sessionOf: SessionOf): void {
  http.get<{ Querystring: { q?: unknown } }>('/', async (request, reply) => {
    const q = typeof request.query.q === 'string' ? request.query.q.slice(0, 100) : ''
    const { person } = sessionOf(request)
    const failed = person === null ? undefined : store.rounds(person).at(0)
    return sendPage(
      reply,
      homePage({ shelves: search(q), query: q, connected: person !== null, lastRound: failed }),
      issuer,
    )
  })
  http.get('/group', async (request, reply) => {
    const { person } = sessionOf(request)
    const connection = person === null ? undefined : store.connection(person)
    const rounds = person === null ? [] : store.rounds(person)
    return sendPage(reply, groupPage({ connection, rounds, issuer }), issuer)
  })
}

function connectRoutes(http: FastifyInstance, parts: SiteParts, sessionOf: SessionOf, save: Save): void {
  const { store, people, partner, url } = parts
  http.post('/connect', async (request, reply) => {
    try {
      return await connect(parts, request, reply, sessionOf(request), save, field(request, 'wanted') || null)
    } catch (error) {
      return explain(parts, reply, error)
    }
  })
  http.get('/callback', async (request, reply) => {
    const session = sessionOf(request)
    const { pending, wanted } = session
    if (pending === null) {
      return message(
        parts,
        reply,
        400,
        'Nothing to finish',
        'This browser has not begun to connect, or has already finished. Begin again from the first page.',
      )
    }
    // Used once, whatever comes of it.
    save(request, reply, { ...session, pending: null, wanted: null })
    try {
      const connection = await (await partner()).finish(new URL(request.url, url()).href, pending, {
        previous: (person) => store.connection(person),
      })
      await people.connected(connection)
      // A new cookie at the moment of signing in: whoever knew the old one is not signed in with us.
      const cookie = newCookie()
      store.saveSession(cookie, { person: connection.person, pending: null, wanted: null }, parts.now())
      setCookie(reply, cookie, url())
      const work = wanted === null ? undefined : workAt(wanted)
      const shareUrl = work && (await people.send(connection.person, work))
      return await reply.redirect(shareUrl ?? '/group', 303)
    } catch (error) {
      return explain(parts, reply, error)
    }
  })
}

function actRoutes(http: FastifyInstance, parts: SiteParts, sessionOf: SessionOf, save: Save): void {
  const { people } = parts
  http.post('/send', async (request, reply) => {
    const work = workAt(field(request, 'code'))
    if (work === undefined)
      return message(parts, reply, 400, 'No such selection', 'Pick a song from the catalogue.')
    const session = sessionOf(request)
    try {
      if (session.person === null) return await connect(parts, request, reply, session, save, work.code)
      return await reply.redirect((await people.send(session.person, work)) ?? '/', 303)
    } catch (error) {
      return explain(parts, reply, error)
    }
  })
  http.post('/group/read', async (request, reply) => {
    const { person } = sessionOf(request)
    if (person !== null) await people.read(person)
    return reply.redirect('/group', 303)
  })
  http.post('/disconnect', async (request, reply) => {
    const { person } = sessionOf(request)
    if (person !== null) await people.disconnect(person)
    return reply.redirect('/', 303)
  })
}

/** Sends the person to the platform's permission screen, where they choose each power for itself. */
async function connect(
  { partner }: SiteParts,
  request: FastifyRequest,
  reply: FastifyReply,
  session: Session,
  save: Save,
  wanted: string | null,
): Promise<FastifyReply> {
  const { authorizationUrl, pending } = await (await partner()).connect({
    asks: [
      { purpose: 'share_content', actions: ['messages.write'] },
      { purpose: 'group_activity', actions: ['threads.list', 'messages.read', 'members.see'] },
    ],
  })
  save(request, reply, { ...session, pending, wanted })
  return reply.redirect(authorizationUrl, 303)
}

function explain(parts: SiteParts, reply: FastifyReply, error: unknown): FastifyReply {
  if (!isCountersignError(error)) throw error
  const { status, title, words } = troubleWords(error)
  return message(parts, reply, status, title, words, error.code)
}

function troubleWords(error: CountersignError): { status: number; title: string; words: string } {
  switch (error.code) {
    case 'AUTHORIZATION_REFUSED':
      return error.oauthError === 'access_denied'
        ? {
            status: 200,
            title: 'You said no',
            words:
              'Fine. Nothing was connected and nothing was read. The catalogue is open to you all the same.',
          }
        : { status: 502, title: 'Countersign refused the request', words: error.message }
    case 'UNREACHABLE':
      return {
        status: 503,
        title: 'Countersign is not there',
        words: 'We cannot reach it. Try again in a moment.',
      }
    default:
      return { status: 502, title: 'That did not work', words: error.message }
  }
}

function message(
  { issuer }: SiteParts,
  reply: FastifyReply,
  status: number,
  title: string,
  words: string,
  code?: string,
): FastifyReply {
  return sendPage(reply, messagePage({ title, words, code }), issuer, status)
}

function sendAsset(reply: FastifyReply, type: string, content: string): FastifyReply {
  return reply
    .header('cache-control', 'public, max-age=86400')
    .header('x-content-type-options', 'nosniff')
    .type(type)
    .send(content)
}
