// An address becomes a person's when they show that it reaches them; only then may it leave for anybody (COP-07).
import type { ContactId, PersonId } from '@countersign/protocol'
import { z } from 'zod'
import { loggable } from '../ports/loggable.ts'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import { contactsOf, deleteContact, insertVerifiedContact } from '../store/contacts.ts'
import type { System } from '../system.ts'
import { languageOf } from './choose-language.ts'
import { openContactCode, sealContactCode } from './contact-code.ts'
import { mailWords } from './mail-words.ts'

/** A code may be shown for an hour. */
const CODE_MS = 3_600_000
/** Addresses one person can have: more reach nobody better, and each costs every look of their friends. */
const MOST_CONTACTS = 5

/** An e-mail address in the one form it is kept in: its domain in lower case. */
export const emailAddress = z
  .email()
  .max(254)
  .transform((text) => {
    const at = text.lastIndexOf('@')
    return `${text.slice(0, at)}@${text.slice(at + 1).toLowerCase()}`
  })

/** The code with which a person shows that an address reaches them. Whoever hands it to them says where it is to arrive. */
export function contactCode(
  system: Pick<System, 'clock' | 'keys' | 'random'>,
  { person, email }: { readonly person: PersonId; readonly email: string },
): string {
  return sealContactCode(system, { person, email, expiresAt: system.clock.now() + CODE_MS })
}

/**
 * Sends a code to an address. Nothing is kept of it, and whoever else the address reaches can do nothing with the code:
 * it is this person's alone.
 * @throws {Problem} ALREADY when it is proven; TOO_MANY for more addresses than a person can have; MAIL_UNAVAILABLE
 */
export async function sendContactCode(
  system: Pick<System, 'app' | 'clock' | 'keys' | 'random' | 'mail' | 'log' | 'settings'>,
  { person, email }: { readonly person: PersonId; readonly email: string },
): Promise<void> {
  const known = await contactsOf(system.app, person)
  if (known.some(({ kind, value, verified }) => kind === 'email' && value === email && verified))
    throw new Problem('ALREADY', { detail: 'This address is yours already.' })
  if (known.filter(({ verified }) => verified).length >= MOST_CONTACTS) throw new Problem('TOO_MANY_CONTACTS')
  const code = contactCode(system, { person, email })
  const { publicUrl } = system.settings
  try {
    const language = await languageOf(system.app, person)
    const words = mailWords[language].proof(publicUrl, `${publicUrl}/contact/confirm?code=${code}`)
    await system.mail.send({ to: email, language, ...words })
  } catch (error) {
    system.log.error(loggable(error), 'a mail was not taken')
    throw new Problem('MAIL_UNAVAILABLE')
  }
}

/**
 * Makes an address the person's own, once they show the code that was sent to it. Again changes nothing.
 * @throws {Problem} CODE_OVER for a code that is not theirs, too old or none at all; LEDGER_UNAVAILABLE
 */
export async function confirmContact(
  system: Pick<System, 'clock' | 'keys' | 'random' | 'turnstile'>,
  { person, code: text }: { readonly person: PersonId; readonly code: string },
): Promise<void> {
  const code = openContactCode(system, text)
  if (code === undefined || code.person !== person || code.expiresAt <= system.clock.now())
    throw new Problem('CODE_OVER')
  await system.turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      const known = await contactsOf(session, person)
      const same = known.find(({ kind, value }) => kind === 'email' && value === code.email)
      if (same?.verified) return { value: undefined, touches: [], records: [] }
      if (known.filter(({ verified }) => verified).length >= MOST_CONTACTS)
        throw new Problem('TOO_MANY_CONTACTS')
      // What an import brought was said by somebody else; the proven one takes its place.
      if (same !== undefined) await deleteContact(session, person, same.id)
      const id = makeId('contact', at, system.random)
      await insertVerifiedContact(session, { person, id, email: code.email })
      return { value: undefined, touches: [{ person }], records: [] }
    },
  })
}

/**
 * Takes an address away: from now on it leaves for nobody. A proven one is told so, there: whoever found a browser open cannot first
 * silence who would hear of the rest. @throws {Problem} NOT_FOUND when the person has no such one
 */
export async function removeContact(
  system: Pick<System, 'app' | 'turnstile' | 'mail' | 'log' | 'settings'>,
  { person, contact }: { readonly person: PersonId; readonly contact: ContactId },
): Promise<void> {
  const removed = await system.turnstile.change({
    direction: 'tightens',
    async apply(session) {
      const known = (await contactsOf(session, person)).find(({ id }) => id === contact)
      if (known === undefined || !(await deleteContact(session, person, contact)))
        throw new Problem('NOT_FOUND')
      return { value: known, touches: [{ person }], records: [] }
    },
  })
  if (removed.kind !== 'email' || !removed.verified) return
  const { publicUrl } = system.settings
  const language = await languageOf(system.app, person)
  const words = mailWords[language].addressRemoved(publicUrl, `${publicUrl}/account`)
  await system.mail
    .send({ to: removed.value, language, ...words })
    .catch((error: unknown) => system.log.error(loggable(error), 'a mail was not taken'))
}
