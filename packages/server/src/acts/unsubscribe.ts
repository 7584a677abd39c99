// Ends reminders by mail with the link in one of them: it needs no sign-in, gives none, and can do nothing else (RFC 8058).
import { idOf, type PersonId, uuidOf } from '@countersign/protocol'
import { seal, unseal } from '../ledger/seal.ts'
import { Problem } from '../problems.ts'
import { findPerson } from '../store/people.ts'
import { saveByMail } from '../store/reminders.ts'
import type { System } from '../system.ts'

const USE = 'reminder mail'

/** The address with which a person ends their reminders. Whoever has it can do that and learns nothing, not even whose it is. */
export function unsubscribeAddress(
  { keys, random, settings }: Pick<System, 'keys' | 'random' | 'settings'>,
  person: PersonId,
): string {
  const bytes = Buffer.from(uuidOf(person).replaceAll('-', ''), 'hex')
  const code = Buffer.from(seal(bytes, keys.cursorKey(USE), USE, random)).toString('base64url')
  return `${settings.publicUrl}/unsubscribe?code=${code}`
}

/** Ends reminders by mail for whoever the code is of; again changes nothing. @throws {Problem} NOT_FOUND for a code that is none */
export async function unsubscribe(
  { app, keys }: Pick<System, 'app' | 'keys'>,
  { code }: { readonly code: string },
): Promise<void> {
  const bytes = unseal(Buffer.from(code, 'base64url'), keys.cursorKey(USE), USE)
  if (bytes === undefined) throw new Problem('NOT_FOUND')
  const hex = Buffer.from(bytes).toString('hex')
  const person = idOf('person', hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'))
  if ((await findPerson(app, person)) === undefined) throw new Problem('NOT_FOUND')
  await saveByMail(app, person, false)
}
