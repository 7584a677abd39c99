// Sends the mails of notices: to the first address a person has shown to reach them, and to no other.
import { DAY_MS } from '@countersign/protocol'
import { appLocaleFor } from '@countersign/protocol/app-locales'
import { loggable } from '../ports/loggable.ts'
import type { Mail } from '../ports/mail.ts'
import { provenAddresses } from '../store/contacts.ts'
import { deferMail, deleteMail, type TakenMail, takeMails } from '../store/notice-mails.ts'
import type { Notice } from '../store/notices.ts'
import { findPerson } from '../store/people.ts'
import { remindsByMail } from '../store/reminders.ts'
import type { System } from '../system.ts'
import { decisionTime } from './decision-time.ts'
import { noticeMail } from './notice-mail.ts'
import { unsubscribeAddress } from './unsubscribe.ts'

/** So many are sent before others are looked for. */
const AT_ONCE = 50
/** Whoever took a mail has this long to hand it over. */
const LEASE_MS = 5 * 60_000
/** What was not taken is tried again after a minute, then twice as long each time, for about three days. */
const FIRST_PAUSE_MS = 60_000
const MOST_ATTEMPTS = 16

type Needs = Pick<System, 'app' | 'clock' | 'keys' | 'log' | 'mail' | 'random' | 'settings'>

/**
 * Sends what is due, some at a time. A server that dies between handing a mail over and noting it leaves it to be sent again:
 * a notice twice is better than none.
 * @returns how many were taken out of the outbox, sent or with nobody to send to
 */
export async function mailNotices(system: Needs): Promise<number> {
  const now = await decisionTime(system, system.app)
  const taken = await takeMails(system.app, { now, until: now + LEASE_MS, limit: AT_ONCE })
  const done = await Promise.all(taken.map((one) => handOver(system, one, now)))
  return done.filter(Boolean).length
}

async function handOver(system: Needs, { notice, attempts }: TakenMail, now: number): Promise<boolean> {
  const mail = await mailOf(system, notice, now)
  if (mail !== undefined) {
    try {
      await system.mail.send(mail)
    } catch (error) {
      system.log.warn(loggable(error), 'a notice was not taken by the mail server')
      if (attempts + 1 < MOST_ATTEMPTS) {
        const pause = Math.min(FIRST_PAUSE_MS * 2 ** attempts, DAY_MS / 2)
        await deferMail(system.app, notice, now + pause)
        return false
      }
    }
  }
  await deleteMail(system.app, notice)
  return true
}

/** The mail for whoever the notice is of; undefined for somebody who has no proven address, or wants none. */
async function mailOf(system: Needs, notice: Notice, now: number): Promise<Mail | undefined> {
  const { app, settings } = system
  const person = await findPerson(app, notice.person)
  if (person?.account !== 'open') return undefined
  const reminder = notice.kind === 'reminder'
  if (reminder && !(await remindsByMail(app, notice.person))) return undefined
  const [to] = await provenAddresses(app, notice.person)
  if (to === undefined) return undefined
  const { publicUrl } = settings
  const words = await noticeMail(app, notice, { publicUrl, locale: person.locale, now })
  if (words === undefined) return undefined
  const language = appLocaleFor(person.locale)
  if (!reminder) return { to, language, ...words }
  const unsubscribe = unsubscribeAddress(system, notice.person)
  return { to, language, ...words, text: `${words.text}\n${unsubscribe}\n`, unsubscribe }
}
