// Mail as a port: what goes to a person outside, and how it is handed over.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AppLocale } from '@countersign/protocol/app-locales'
import type { Transporter } from 'nodemailer'
import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js'
import type StreamTransport from 'nodemailer/lib/stream-transport/index.js'
import { directed, mailHtml } from './mail-html.ts'
import type { Random } from './random.ts'

/** One mail, in plain words. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** The language its words are in, which says which way they are read. */
  readonly language: AppLocale
  /** Where whoever gets it says with one click, and without signing in, that no more of the kind are to come (RFC 8058). */
  readonly unsubscribe?: string
}

/** Hands mail over. */
export interface Mailer {
  /**
   * Resolves once the mail is with the next hop, or durable in the folder; that it reaches anybody, nobody promises. Sending
   * the same mail again sends another one. Calls may overlap. Throws when it was not taken: then it did not go out.
   */
  send(mail: Mail): Promise<void>
}

/** Where mail goes: into a folder, or to a server by SMTP (RFC 5321). */
export type MailSettings =
  | { readonly kind: 'folder'; readonly folder: string; readonly from: string }
  | { readonly kind: 'smtp'; readonly url: string; readonly from: string }

/** How long a mail server may take for each step. */
const SMTP_MS = 10_000

/** A mailer for the settings. A folder is made when the first mail comes, for its owner's eyes only. */
export function openMailer(settings: MailSettings, random: Random): Mailer {
  return settings.kind === 'smtp' ? smtpMailer(settings) : folderMailer(settings, random)
}

/** Nobody's mail goes anywhere: for systems that were composed without a mailer. */
export const noMailer: Mailer = {
  send: () => Promise.reject(new Error('this system was composed without a mailer')),
}

/** Loaded with the first mail: most starts send none. */
const transportOf = async (
  options: SMTPTransport.Options | StreamTransport.Options,
): Promise<Transporter> => {
  const { createTransport } = await import('nodemailer')
  // A mail is our words and an address: nothing in it may open a file or a page.
  return createTransport({ ...options, disableFileAccess: true, disableUrlAccess: true })
}

/** A mail as it goes out: its language (RFC 3282), its words twice, and the two headers of RFC 8058 §3.1 where it can be unsubscribed from. */
function partsOf({ to, subject, text, language, unsubscribe }: Mail) {
  const unsubscribing = unsubscribe !== undefined && {
    'List-Unsubscribe': `<${unsubscribe}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }
  return {
    to,
    subject: directed(subject, language),
    text: directed(text, language),
    html: mailHtml(subject, text, language),
    headers: { 'Content-Language': language, ...unsubscribing },
  }
}

function smtpMailer({ url, from }: { readonly url: string; readonly from: string }): Mailer {
  const times = { connectionTimeout: SMTP_MS, greetingTimeout: SMTP_MS, socketTimeout: SMTP_MS }
  return {
    async send(mail) {
      const transport = await transportOf({ url, ...times })
      await transport.sendMail({ from, ...partsOf(mail) })
    },
  }
}

/** Whole messages as files (RFC 5322), so that a first look and a test need no mail server. */
function folderMailer(
  { folder, from }: { readonly folder: string; readonly from: string },
  random: Random,
): Mailer {
  return {
    async send(mail) {
      const transport = await transportOf({ streamTransport: true, buffer: true })
      const { message } = (await transport.sendMail({ from, ...partsOf(mail) })) as { message: Buffer }
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const name = `${Buffer.from(random.bytes(12)).toString('hex')}.eml`
      await writeFile(join(folder, name), message, { mode: 0o600, flag: 'wx', flush: true })
    },
  }
}
