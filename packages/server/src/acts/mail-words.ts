// What mails say, in each language of the app: every sentence of them, and nothing that is decided.
import type { AppLocale } from '@countersign/protocol/app-locales'
import type { Mail } from '../ports/mail.ts'
import type { MailedKind } from '../store/notices.ts'
import { mailWordsAr } from './mail-words-ar.ts'
import { mailWordsEn } from './mail-words-en.ts'

/** What stands in a mail. */
export type Words = Pick<Mail, 'subject' | 'text'>

/** Notices about one's own account that go by mail: whoever got in sees them in the app first. */
export type AccountMail = Exclude<MailedKind, 'first_disclosure' | 'reminder' | 'feature_ending'>

/** One thing that still stands. */
export interface Standing {
  readonly company: string
  readonly feature: string
  /** A purpose's code, or what it was called before it had one. */
  readonly purpose: string
  readonly endAt: number
}

/** Every sentence, in one language. Links are whole addresses, each on a line of its own. */
export interface MailWords {
  readonly aCompany: string
  readonly something: string
  firstDisclosure(company: string, link: string): Words
  featureEnding(ends: Omit<Standing, 'purpose'>, link: string): Words
  reminder(standing: readonly Standing[], more: number, link: string): Words
  /** Each with the page where something can be done about it. */
  readonly account: Readonly<Record<AccountMail, (publicUrl: string) => Words>>
  proof(publicUrl: string, link: string): Words
  addressRemoved(publicUrl: string, link: string): Words
  reset(publicUrl: string, link: string): Words
}

/** All of them. */
export const mailWords: Readonly<Record<AppLocale, MailWords>> = { en: mailWordsEn, ar: mailWordsAr }
