// What a notice says by mail: one thing, why it comes, and one link, in its person's language. It names companies and no person.
import type { FeatureId, Instant, PartnerId } from '@countersign/protocol'
import { appLocaleFor } from '@countersign/protocol/app-locales'
import type { Session } from '../store/database.ts'
import { featureNotes, partnerNames } from '../store/names.ts'
import type { Notice } from '../store/notices.ts'
import { standingYeses } from '../store/reminders.ts'
import { localText } from './local-text.ts'
import { type AccountMail, type MailWords, mailWords, type Words } from './mail-words.ts'

/** Yeses a reminder names; those beyond are counted. */
const NAMED = 20

/** What it is written from. */
export interface MailContext {
  readonly publicUrl: string
  readonly locale: string
  readonly now: Instant
}

/** The mail of a notice; undefined when there is nothing left to say. */
export async function noticeMail(
  session: Session,
  notice: Notice,
  context: MailContext,
): Promise<Words | undefined> {
  const words = mailWords[appLocaleFor(context.locale)]
  if (notice.kind === 'reminder') return reminderMail(session, notice, context, words)
  if (isAboutAccount(notice.kind, words)) return words.account[notice.kind](context.publicUrl)
  const { partner, feature } = notice
  if (partner === null || feature === null) return undefined
  const names = await namesOf(session, [partner], context, words)
  const company = names.partner(partner)
  const link = `${context.publicUrl}/privacy#${partner}`
  if (notice.kind === 'first_disclosure') return words.firstDisclosure(company, link)
  const endAt = names.endOf(feature)
  if (notice.kind !== 'feature_ending' || endAt === null || endAt <= context.now) return undefined
  return words.featureEnding({ company, feature: names.feature(feature), endAt }, link)
}

function isAboutAccount(kind: Notice['kind'], { account }: MailWords): kind is AccountMail {
  return Object.hasOwn(account, kind)
}

async function reminderMail(
  session: Session,
  { person }: Notice,
  context: MailContext,
  words: MailWords,
): Promise<Words | undefined> {
  const yeses = await standingYeses(session, context.now, person)
  if (yeses.length === 0) return undefined
  const partners = yeses.map(({ partner }) => partner)
  const names = await namesOf(session, partners, context, words)
  const standing = yeses.slice(0, NAMED).map(({ partner, feature, purpose, endAt }) => ({
    company: names.partner(partner),
    feature: names.feature(feature),
    purpose,
    endAt,
  }))
  return words.reminder(standing, yeses.length - standing.length, `${context.publicUrl}/privacy`)
}

interface Names {
  partner(id: PartnerId): string
  feature(id: FeatureId): string
  endOf(id: FeatureId): Instant | null
}

async function namesOf(
  session: Session,
  partners: readonly PartnerId[],
  { locale }: MailContext,
  { aCompany, something }: MailWords,
): Promise<Names> {
  const names = await partnerNames(session, [...new Set(partners)])
  const notes = await featureNotes(session, [...new Set(partners)])
  return {
    partner: (id) => names.get(id) ?? aCompany,
    feature(id) {
      const note = notes.get(id)
      return note === undefined ? something : localText(note.texts, locale).text.name
    },
    endOf: (id) => notes.get(id)?.endAt ?? null,
  }
}
