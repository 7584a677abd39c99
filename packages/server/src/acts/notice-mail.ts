// What a notice says by mail: one thing, why it comes, and one link. It names companies and no person.
import type { FeatureId, Instant, NoticeKind, PartnerId } from '@countersign/protocol'
import { isPurpose, purposes } from '@countersign/protocol'
import type { Mail } from '../ports/mail.ts'
import type { Session } from '../store/database.ts'
import { featureNotes, partnerNames } from '../store/names.ts'
import type { Notice } from '../store/notices.ts'
import { standingYeses } from '../store/reminders.ts'
import { localText } from './local-text.ts'

/** Yeses a reminder names; those beyond are counted. */
const NAMED = 20

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

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
): Promise<Pick<Mail, 'subject' | 'text'> | undefined> {
  if (notice.kind === 'reminder') return reminderMail(session, notice, context)
  const aboutAccount = accountMails[notice.kind]
  if (aboutAccount !== undefined) return aboutAccount(context.publicUrl)
  const { partner, feature } = notice
  if (partner === null || feature === null) return undefined
  const names = await namesOf(session, [partner], context)
  const company = names.partner(partner)
  const link = `${context.publicUrl}/privacy#${partner}`
  if (notice.kind === 'first_disclosure')
    return {
      subject: `${company} got something of yours`,
      text: `${company} got something of yours for the first time, through somebody else's connection, because you had said yes to it.

See what it got, and stop it with one click if you want to:

${link}

You get this once for each company.
`,
    }
  const endAt = names.endOf(feature)
  if (notice.kind !== 'feature_ending' || endAt === null || endAt <= context.now) return undefined
  const name = names.feature(feature)
  return {
    subject: `${name} of ${company} ends on ${day.format(endAt)}`,
    text: `${name} of ${company}, which you allowed something, ends on ${day.format(endAt)}. From then on it gets nothing more through that. You need not do anything.

See what it may have until then, and what it got:

${link}
`,
  }
}

/** Of one's own account: whoever got in sees the notice in the app first, so it goes where only its person reads. */
const accountMails: Readonly<
  Partial<Record<NoticeKind, (publicUrl: string) => Pick<Mail, 'subject' | 'text'>>>
> = {
  passkey_added: (publicUrl) => ({
    subject: 'A passkey was added to your account',
    text: `A passkey was added to your Countersign account. Whoever holds it can sign in.

If that was not you, remove it and change your password:

${publicUrl}
`,
  }),
  password_changed: (publicUrl) => ({
    subject: 'Your password was changed',
    text: `The password of your Countersign account was changed by somebody who was signed in, and every other browser was signed out.

If that was not you, set it anew with a code by mail or from paper, then look through your passkeys and make new recovery codes:

${publicUrl}
`,
  }),
  recovery_codes_made: (publicUrl) => ({
    subject: 'New recovery codes were made for your account',
    text: `New recovery codes were made for your Countersign account. Those from before count no more.

If that was not you, change your password and make new codes yourself:

${publicUrl}
`,
  }),
  key_waits: (publicUrl) => ({
    subject: 'A new browser wants to sign for you',
    text: `A new browser of your Countersign account asks to sign your answers to companies. In seven days it can, unless you stop it; at once, if another device of yours vouches for it.

If that was not you, stop it and change your password:

${publicUrl}/account
`,
  }),
  key_added: (publicUrl) => ({
    subject: 'A browser can sign for you',
    text: `A device of yours vouched for another browser. From now on that one can sign your answers to companies too.

If that was not you, end its key and change your password:

${publicUrl}/account
`,
  }),
  key_ended: (publicUrl) => ({
    subject: 'A key of yours was ended',
    text: `A key with which a browser signed your answers to companies was ended. What it signed before stays as it is.

If that was not you, change your password and look through your devices:

${publicUrl}/account
`,
  }),
  password_recovered: (publicUrl) => ({
    subject: 'Your password was set anew',
    text: `The password of your Countersign account was set anew with a recovery code, and every browser was signed out.

If that was not you, set it anew yourself and make new recovery codes: whoever did it has one of yours, or reads your mail.

${publicUrl}
`,
  }),
}

async function reminderMail(
  session: Session,
  { person }: Notice,
  context: MailContext,
): Promise<Pick<Mail, 'subject' | 'text'> | undefined> {
  const yeses = await standingYeses(session, context.now, person)
  if (yeses.length === 0) return undefined
  const names = await namesOf(
    session,
    yeses.map(({ partner }) => partner),
    context,
  )
  const lines = yeses.slice(0, NAMED).map(({ partner, feature, purpose, endAt }) => {
    const why = isPurpose(purpose) ? purposes[purpose].words : purpose
    return `- ${names.partner(partner)}, ${names.feature(feature)}: for ${why}. Until ${day.format(endAt)}.`
  })
  const more = yeses.length - lines.length
  if (more > 0) lines.push(`- and ${more} more.`)
  return {
    subject: 'What you allow companies still stands',
    text: `You have not looked for ninety days at what you allow companies. This still stands:

${lines.join('\n')}

Look through it, and withdraw with one click what you no longer want:

${context.publicUrl}/privacy

You get this every ninety days while something stands and you do not look. To get it no more by mail, use the link below or the one
your mail program shows; it waits for you on the page then.
`,
  }
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
): Promise<Names> {
  const names = await partnerNames(session, [...new Set(partners)])
  const notes = await featureNotes(session, [...new Set(partners)])
  return {
    partner: (id) => names.get(id) ?? 'A company',
    feature(id) {
      const note = notes.get(id)
      return note === undefined ? 'Something' : localText(note.texts, locale).text.name
    },
    endOf: (id) => notes.get(id)?.endAt ?? null,
  }
}
