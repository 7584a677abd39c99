// The pages and forms that are Teller's own: the account, what it placed, what it may not do.

import type { Card } from '@countersign/sdk'
import { field, type Http, type Round, readAll, type Site, withoutPower } from '@countersign-examples/shared'
import { homeBody } from './pages/home.ts'
import { refusedBody } from './pages/refused.ts'
import { sentBody } from './pages/sent.ts'
import { amountWords, paymentAt, requestCard } from './payments.ts'
import { follow, propose, RECEIPTS, sentBy, takeBack } from './sent.ts'

const TRY = 'Try to read'
/** A thread's id as they look. Whether there is such a thread is never asked: the power is missing first. */
const ANY_THREAD = `thr_${'A'.repeat(22)}`

/** Registers them. */
export function tellerRoutes(http: Http, site: Site): void {
  const { store } = site
  const rounds = (person: string | null): readonly Round[] => (person === null ? [] : store.rounds(person))
  http.get('/', async (request, reply) => {
    const person = site.person(request)
    const body = homeBody({ connected: person !== null, lastRound: rounds(person)[0] })
    return site.page(reply, { title: 'Receipts', at: '/', body })
  })
  http.post('/send', async (request, reply) => {
    const payment = paymentAt(field(request, 'code'))
    if (payment === undefined) return site.message(reply, 400, noSuchPayment)
    const person = site.person(request)
    if (person === null) return site.connect(request, reply, RECEIPTS, payment.code)
    return reply.redirect(await sendOnwards(site, person, payment.code), 303)
  })
  http.post('/ask', async (request, reply) => {
    const card = requestCard(field(request, 'amount'), field(request, 'reference'))
    if (card === undefined)
      return site.message(reply, 400, {
        title: 'That cannot be asked for',
        words: 'Write an amount such as 12.50.',
      })
    const person = site.person(request)
    if (person === null) return site.connect(request, reply, RECEIPTS, null)
    return reply.redirect((await propose(site, person, askWords(card), card)) ?? '/', 303)
  })
  http.get('/sent', async (request, reply) => {
    const person = site.person(request)
    const body = sentBody(person === null ? [] : sentBy(site, person), rounds(person)[0])
    return site.page(reply, { title: 'What we placed for you', at: '/sent', body })
  })
  http.post('/sent/follow', async (request, reply) => {
    const person = site.person(request)
    if (person !== null) await follow(site, person)
    return reply.redirect('/sent', 303)
  })
  http.post('/sent/take-back', async (request, reply) => {
    const person = site.person(request)
    if (person === null) return reply.redirect('/sent', 303)
    const found = await takeBack(site, person, field(request, 'draft'))
    return found ? reply.redirect('/sent', 303) : site.message(reply, 404, noSuchPayment)
  })
  refusedRoutes(http, site)
}

const noSuchPayment = { title: 'There is no such payment', words: 'Pick one from the account.' }

function refusedRoutes(http: Http, site: Site): void {
  const { store, people } = site
  http.get('/refused', async (request, reply) => {
    const person = site.person(request)
    const tried = person === null ? undefined : store.rounds(person).find(({ what }) => what === TRY)
    const body = refusedBody(site.connection(person, RECEIPTS) !== undefined, tried)
    return site.page(reply, { title: 'What we may not do', at: '/refused', body })
  })
  http.post('/refused/try', async (request, reply) => {
    const person = site.person(request)
    if (person !== null)
      await people.run(person, { what: TRY, feature: RECEIPTS }, async (client) => {
        // Refused; what else is refused is to be seen too.
        await withoutPower(() => readAll(client.threads('payment_receipts'), 1))
        await readAll(client.messages('payment_receipts', ANY_THREAD), 1)
      })
    return reply.redirect('/refused', 303)
  })
}

/** Where a sending goes on: the platform's share sheet; back to the account, which tells why, when there is none. */
export async function sendOnwards(site: Site, person: string, code: string): Promise<string> {
  const payment = paymentAt(code)
  const shareUrl =
    payment && (await propose(site, person, `${amountWords(payment.amount)} to ${payment.to}`, payment.card))
  return shareUrl ?? '/'
}

function askWords(card: Card): string {
  return card.type === 'receipt' ? `A request for ${amountWords(card.amount)}` : 'A request'
}
