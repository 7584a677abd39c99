// SUN-07, COP-04, COP-07: what people are told by mail is in their language, chosen on the account page, and leads where something can be done.
import { uuidOf } from '@countersign/protocol'
import { appLocales } from '@countersign/protocol/app-locales'
import { makeWorld, onServer, testClock } from '@countersign/testkit'
import { beforeEach, describe, expect, it } from 'vitest'
import { queueAccountNotice } from '../src/acts/account-notice.ts'
import { mailNotices } from '../src/acts/mail-notices.ts'
import { type AccountMail, mailWords } from '../src/acts/mail-words.ts'
import { confirmContact, contactCode, sendContactCode } from '../src/acts/prove-contact.ts'
import { askForReset } from '../src/acts/recover-by-mail.ts'
import type { Mail } from '../src/ports/mail.ts'
import { appBrowser, axeFaults } from './_app-browser.ts'
import { pagesServer } from './_pages-server.ts'
import { problem, signedInBrowser } from './_people-browser.ts'

const sent: Mail[] = []
const clock = testClock(Date.now())
const mail = { send: async (one: Mail) => void sent.push(one) }
const server = await pagesServer({ testClock: clock, clock, mail })
const { system, url } = server
const world = await makeWorld(system, clock)
const { people } = world
const ana = await signedInBrowser(url, world.login('ana'))
const arabic = /[\u0600-\u06FF]/
for (const who of ['ana', 'ben'] as const) {
  const address = { person: people[who], email: `${who}@example.net` }
  await confirmContact(system, { person: people[who], code: contactCode(system, address) })
}
const localeOf = (who: 'ana' | 'ben') =>
  onServer(server.database.owner, async (db) => {
    const sql = 'select locale from persons where person_id = $1'
    return (await db.query(sql, [uuidOf(people[who])])).rows[0]?.locale
  })
beforeEach(() => void sent.splice(0))

describe('a language', () => {
  it('is one the app speaks, one’s own to choose, and nobody else’s', async () => {
    for (const language of ['de', '', 'ar-EG', null])
      expect(problem(await ana.put('/account/language', { language }))).toBe('400 BAD_REQUEST')
    const stranger = await fetch(`${url}/api/v1/account/language`, {
      method: 'PUT',
      headers: { origin: url, 'content-type': 'application/json' },
      body: JSON.stringify({ language: 'ar' }),
    })
    expect(stranger.status).toBe(401)
    expect((await ana.put('/account/language', { language: 'ar' })).status).toBe(204)
    expect([await localeOf('ana'), await localeOf('ben')]).toEqual(['ar', 'en'])
  })

  it('is chosen on the account page, which is read in it at once', async () => {
    const browser = await appBrowser(url)
    const { page, faults, close } = await browser.at(world.login('ben'), '/account')
    await page.getByLabel('Your pages and your mails are in').selectOption({ label: 'العربية' })
    await page.getByRole('heading', { name: 'طرق دخولك' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl')
    expect(await axeFaults(page)).toEqual([])
    expect(await localeOf('ben')).toBe('ar')
    await page.getByLabel('صفحاتك ورسائلك بهذه اللغة').selectOption({ label: 'English' })
    await page.getByRole('heading', { name: 'Your ways in' }).waitFor()
    expect(faults).toEqual([])
    await close()
  })
})

describe('mails', () => {
  const kinds = Object.keys(mailWords.en.account) as AccountMail[]

  it('about an account lead to a page where something can be done, in every language', () => {
    expect(kinds).toContain('passkey_removed')
    expect(kinds).toContain('passkey_copied')
    for (const language of appLocales)
      for (const kind of kinds) {
        const { subject, text } = mailWords[language].account[kind]('https://chat.example')
        const [link = ''] = text.match(/^https:\S+$/m) ?? []
        expect([kind, ['/account', '/recover'].includes(new URL(link).pathname)]).toEqual([kind, true])
        expect([kind, arabic.test(subject), arabic.test(text)]).toEqual([
          kind,
          language === 'ar',
          language === 'ar',
        ])
      }
  })

  it('are sent for every kind about an account, each in its person’s language', async () => {
    // Ben's browser came above with a key of its own, and that is told too.
    await mailNotices(system)
    sent.splice(0)
    for (const kind of kinds) {
      await queueAccountNotice(system, system.app, people.ana, kind)
      await queueAccountNotice(system, system.app, people.ben, kind)
    }
    await mailNotices(system)
    const to = (who: string) => sent.filter((one) => one.to === `${who}@example.net`)
    expect([to('ana').length, to('ben').length]).toEqual([kinds.length, kinds.length])
    expect(to('ana').every(({ language, text }) => language === 'ar' && arabic.test(text))).toBe(true)
    expect(to('ben').some(({ language, text }) => language !== 'en' || arabic.test(text))).toBe(false)
  })

  it('with a code or a way back in are in the person’s language too', async () => {
    await sendContactCode(system, { person: people.ana, email: 'second@example.net' })
    askForReset(system, world.login('ana'))
    await expect.poll(() => sent.length).toBe(2)
    for (const { language, subject, text } of sent)
      expect([language, arabic.test(subject), /^http\S+\?code=\S+$/m.test(text)]).toEqual(['ar', true, true])
  })

  it('about companies set names apart, so that each reads its own way', async () => {
    await world.countersign('ana')
    await world.grant('ben')
    await world.say('ana', 'a word of Ana')
    await world.read('ben')
    await mailNotices(system)
    expect(sent).toHaveLength(1)
    const [first] = sent
    expect(first).toMatchObject({ to: 'ana@example.net', language: 'ar' })
    expect(first?.subject).toContain('\u2068Jukebox\u2069')
    expect(first?.text).not.toMatch(/Ben|word of Ana/)
  })
})
