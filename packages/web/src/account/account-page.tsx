// One's ways in: passkeys, password, recovery codes, the keys one answers with, and the browsers one is signed in with.
import { useSuspenseQuery } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { entranceQuery } from '../data/entrance.ts'
import { useText } from '../text/text.tsx'
import { Page } from '../ui/page.tsx'
import { CodesSection } from './codes-section.tsx'
import { DevicesSection } from './devices-section.tsx'
import { KeysSection } from './keys-section.tsx'
import { LanguageSection } from './language-section.tsx'
import { PasskeysSection } from './passkeys-section.tsx'
import { PasswordSection } from './password-section.tsx'

/** The page of `/account`. */
export function AccountPage() {
  const text = useText()
  const { passkeys } = useSuspenseQuery(entranceQuery).data
  return (
    <Page title={text('account.title')}>
      {passkeys && <PasskeysSection />}
      <PasswordSection />
      <CodesSection />
      <KeysSection />
      <DevicesSection />
      <LanguageSection />
      <p className="mt-10">
        <a href="/account/close" className="text-accent underline underline-offset-4">
          {text('account.close')}
        </a>
      </p>
    </Page>
  )
}

/** One part of the page under its heading. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="mt-8">
      <h2 id={id} className="mb-2 text-xl">
        {title}
      </h2>
      {children}
    </section>
  )
}
