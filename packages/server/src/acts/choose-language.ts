// The language somebody is spoken to in: their pages, and the mails they get.
import type { PersonId } from '@countersign/protocol'
import { type AppLocale, appLocaleFor } from '@countersign/protocol/app-locales'
import type { Session } from '../store/database.ts'
import { findPerson, saveLocale } from '../store/people.ts'
import type { System } from '../system.ts'

/** Has them spoken to in a language from now on. */
export function chooseLanguage(
  { app }: Pick<System, 'app'>,
  { person, language }: { readonly person: PersonId; readonly language: AppLocale },
): Promise<void> {
  return saveLocale(app, person, language)
}

/** The app's language for a person. */
export async function languageOf(session: Session, person: PersonId): Promise<AppLocale> {
  return appLocaleFor((await findPerson(session, person))?.locale ?? 'en')
}
