// The app's words in the reader's language: one hook that gives a text by its name.

import type { AppLocale } from '@countersign/protocol/app-locales'
import { createContext, type ReactNode, use } from 'react'
import { I18nProvider } from 'react-aria-components'
import { type Text, textIn } from './text-in.ts'

const TextContext = createContext<Text | null>(null)

/** Gives everything inside it its language and direction. */
export function TextProvider({
  locale,
  children,
}: {
  readonly locale: AppLocale
  readonly children: ReactNode
}) {
  return (
    <I18nProvider locale={locale}>
      <TextContext value={textIn(locale)}>{children}</TextContext>
    </I18nProvider>
  )
}

/** The words of the app. */
export function useText(): Text {
  const text = use(TextContext)
  if (text === null) throw new Error('useText needs a TextProvider above it')
  return text
}
