// The site of a partner: what is the same for all of them, around the pages and forms of its own.
import { isCountersignError } from '@countersign/sdk'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Message, Site } from './app.ts'
import { catalogueRoute } from './catalogue-route.ts'
import { html } from './html.ts'
import { exactly } from './pages/exactly.ts'
import { layout } from './pages/layout.ts'
import { messageBody } from './pages/message.ts'
import type { Session } from './store.ts'
import { styleOf, stylePathOf } from './style.ts'
import { explain } from './trouble.ts'
import { acceptForms, cookieOf, field, newCookie, sendAsset, sendPage, setCookie } from './web.ts'

/** What a site is made of; the rest of `Site` is made here. */
export type SiteParts = Omit<Site, 'person' | 'connection' | 'page' | 'message' | 'connect'>

const badForm: Message = { title: 'That is not a form of ours', words: 'Go back and try again.' }
const noSession: Session = { person: null, pending: null, wanted: null }

/** Registers every route: looks and errors, connecting and letting go, then the partner's own. */
export function mountSite(http: FastifyInstance, parts: SiteParts): void {
  const { app, url } = parts
  acceptForms(http, url)
  http.get(stylePathOf(app), async (_, reply) => sendAsset(reply, 'text/css; charset=utf-8', styleOf(app)))
  http.get('/icon.svg', async (_, reply) => sendAsset(reply, 'image/svg+xml', app.icon))
  const sessions = sessionsOf(parts)
  const site = siteOf(parts, sessions)
  http.setNotFoundHandler((_, reply) => site.message(reply, 404, app.words.notFound))
  http.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500
    if (status < 500) return site.message(reply, status, badForm)
    request.log.error(error)
    return site.message(reply, 500, {
      title: app.words.broken,
      words: 'Something went wrong on our side. Try again.',
    })
  })
  connectRoutes(http, site, sessions)
  if (app.catalogue !== undefined) catalogueRoute(http, site, app.catalogue)
  if (app.places.some(({ path }) => path === HELD)) heldRoute(http, site)
  app.routes(http, site)
}

/** What a partner holds of a person, for those that give it a page of its own. */
const HELD = '/received'

function heldRoute(http: FastifyInstance, site: Site): void {
  http.get(HELD, async (request, reply) => {
    const person = site.person(request)
    const [connected] = person === null ? [] : site.store.connections(person)
    const body = html`<section class="held"><h1>What we hold of you</h1>
      ${
        person === null || connected === undefined
          ? html`<p>Nothing: you are not connected.</p>`
          : exactly({ ...connected, rounds: site.store.rounds(person), issuer: site.issuer })
      }</section>`
    return site.page(reply, { title: 'What we hold of you', at: HELD, body })
  })
}

interface Sessions {
  of(request: FastifyRequest): Session
  save(request: FastifyRequest, reply: FastifyReply, session: Session): void
  /** Signs in under a new cookie: whoever knew the old one is not signed in with us. */
  signIn(reply: FastifyReply, person: string): void
}

function sessionsOf({ app: { slug }, store, now, url }: SiteParts): Sessions {
  const give = (reply: FastifyReply, cookie: string): void => setCookie(reply, cookie, { slug, url: url() })
  return {
    of(request) {
      const cookie = cookieOf(request, slug)
      return (cookie !== undefined && store.session(cookie, now())) || noSession
    },
    save(request, reply, session) {
      const known = cookieOf(request, slug)
      // A cookie we never gave is never taken over: a session is only ever kept under a value of our making.
      const cookie = known !== undefined && store.session(known, now()) !== undefined ? known : newCookie()
      store.saveSession(cookie, session, now())
      if (cookie !== known) give(reply, cookie)
    },
    signIn(reply, person) {
      const cookie = newCookie()
      store.saveSession(cookie, { ...noSession, person }, now())
      give(reply, cookie)
    },
  }
}

function siteOf(parts: SiteParts, sessions: Sessions): Site {
  const { app, store, issuer } = parts
  const message = (reply: FastifyReply, status: number, said: Message): FastifyReply =>
    sendPage(
      reply,
      layout(app, { title: said.title, at: '', body: messageBody(said, app.words) }),
      issuer,
      status,
    )
  return {
    ...parts,
    message,
    person: (request) => sessions.of(request).person,
    connection: (person, feature) => (person === null ? undefined : store.connection(person, feature)),
    page: (reply, page, status) => sendPage(reply, layout(app, page), issuer, status),
    async connect(request, reply, feature, wanted) {
      try {
        const partner = await parts.partner(feature)
        const { authorizationUrl, pending: begun } = await partner.connect({
          asks: app.features[feature] ?? [],
        })
        sessions.save(request, reply, { ...sessions.of(request), pending: { feature, begun }, wanted })
        return await reply.redirect(authorizationUrl, 303)
      } catch (error) {
        return message(reply, ...explain(error, app.words))
      }
    },
  }
}

function connectRoutes(http: FastifyInstance, site: Site, sessions: Sessions): void {
  const { app, store, people } = site
  http.post('/connect', async (request, reply) => {
    const feature = field(request, 'feature') || Object.keys(app.features)[0] || ''
    if (!Object.hasOwn(app.features, feature)) return site.message(reply, 400, badForm)
    return site.connect(request, reply, feature, null)
  })
  http.get('/callback', async (request, reply) => {
    const session = sessions.of(request)
    const { pending, wanted } = session
    if (pending === null) {
      return site.message(reply, 400, {
        title: 'Nothing to finish',
        words:
          'This browser has not begun to connect, or has already finished. Begin again from the first page.',
      })
    }
    // Used once, whatever comes of it.
    sessions.save(request, reply, { ...session, pending: null, wanted: null })
    const { feature, begun } = pending
    try {
      const partner = await site.partner(feature)
      const connection = await partner.finish(new URL(request.url, site.url()).href, begun, {
        previous: (person) => store.connections(person)[0]?.connection,
      })
      await people.connected(feature, connection)
      sessions.signIn(reply, connection.person)
      const { landing, sendOnwards } = app
      const goesOn = wanted !== null && sendOnwards !== undefined
      const to = goesOn ? await sendOnwards(site, connection.person, wanted, feature) : landing
      return await reply.redirect(to, 303)
    } catch (error) {
      if (!isCountersignError(error)) throw error
      return site.message(reply, ...explain(error, app.words))
    }
  })
  http.post('/disconnect', async (request, reply) => {
    const { person } = sessions.of(request)
    if (person !== null) await people.disconnect(person)
    return reply.redirect('/', 303)
  })
}
