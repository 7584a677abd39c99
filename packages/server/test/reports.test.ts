// Reporting a message: the operator sees it and says it was looked at; who wrote it, and everybody else, sees no difference.
import { describe, expect, it } from 'vitest'
import { deleteMessage } from '../src/acts/delete-message.ts'
import { settleReport } from '../src/acts/report-message.ts'
import { waitingReports } from '../src/store/reports.ts'
import { problem, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const { system, url, world } = await peopleServer()
const { thread, people } = world
const ana = await signedInBrowser(url, world.login('ana'))
const ben = await signedInBrowser(url, world.login('ben'))
const chika = await signedInBrowser(url, world.login('chika'))

const report = (who: typeof ana, message: string, body: object = { reason: 'abuse' }) =>
  who.post(`/threads/${thread}/messages/${message}/report`, body)
/** All that somebody else can look at. */
const seenBy = async (who: typeof ana) =>
  JSON.stringify([
    (await who.get(`/threads/${thread}/messages`)).body,
    (await who.get('/notices')).body,
    (await who.get('/threads')).body,
  ])

describe('what cannot be reported', () => {
  it('one’s own words, words one cannot see, deleted ones, for no reason or with a book', async () => {
    const own = await world.say('ana', 'mine')
    expect(problem(await report(ana, own))).toBe('403 NOT_ALLOWED')
    const direct = await ben.post('/threads', { kind: 'direct', members: [people.chika] })
    const secret = await ben.post(`/threads/${direct.body.id}/messages`, { text: 'between us' })
    const there = `/threads/${direct.body.id}/messages/${secret.body.id}/report`
    expect(problem(await ana.post(there, { reason: 'spam' }))).toBe('404 NOT_FOUND')
    expect(problem(await report(ana, secret.body.id))).toBe('404 NOT_FOUND')
    const gone = await world.say('ben', 'gone')
    await deleteMessage(system, { person: people.ben, thread, message: gone })
    expect(problem(await report(ana, gone))).toBe('404 NOT_FOUND')
    const bad = await world.say('ben', 'bad')
    for (const body of [{}, { reason: 'dislike' }, { reason: 'spam', words: 'x'.repeat(501) }])
      expect(problem(await report(ana, bad, body))).toBe('400 BAD_REQUEST')
    expect(await waitingReports(system.app, 10)).toEqual([])
  })
})

describe('a report', () => {
  it('reaches the operator with the words as they stand, once; nobody else sees any of it', async () => {
    const message = await world.say('ben', 'buy my pills')
    const before = [await seenBy(ben), await seenBy(chika)]
    expect((await report(ana, message, { reason: 'spam', words: ' again ' })).status).toBe(204)
    expect(problem(await report(ana, message))).toBe('409 ALREADY')
    expect([await seenBy(ben), await seenBy(chika)]).toEqual(before)
    expect(await waitingReports(system.app, 10)).toMatchObject([
      {
        person: people.ana,
        author: people.ben,
        message,
        reason: 'spam',
        words: 'again',
        text: 'buy my pills',
      },
    ])
    await deleteMessage(system, { person: people.ben, thread, message })
    expect(await waitingReports(system.app, 10)).toMatchObject([{ author: people.ben, text: null }])
  })

  it('that was looked at is told to whoever made it and to nobody else, once', async () => {
    const [waiting] = await waitingReports(system.app, 10)
    const before = [await seenBy(ben), await seenBy(chika)]
    await settleReport(system, waiting?.id ?? 'report_')
    await expect(settleReport(system, waiting?.id ?? 'report_')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const { items } = (await ana.get('/notices')).body
    expect(items.map(({ kind }: { kind: string }) => kind)).toEqual(['report_looked_at'])
    expect([await seenBy(ben), await seenBy(chika)]).toEqual(before)
    expect(await waitingReports(system.app, 10)).toEqual([])
  })
})
