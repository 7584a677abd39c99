// The language the reader is spoken to in, on pages and by mail. Each is named in itself.
import { type AppLocale, appLocales } from '@countersign/protocol/app-locales'
import { useLocale } from 'react-aria-components'
import { chooseLanguage, useAccountAct } from '../data/account.ts'
import { useText } from '../text/text.tsx'
import { PickField } from '../ui/pick-field.tsx'
import { Problem } from '../ui/problem.tsx'
import { Section } from './account-page.tsx'

/** The part about the language. The page is begun anew in it: its direction is the server's to say. */
export function LanguageSection() {
  const text = useText()
  const { locale } = useLocale()
  const choose = useAccountAct(chooseLanguage)
  return (
    <Section title={text('language.title')}>
      <div className="max-w-md">
        <PickField
          label={text('language.what')}
          choices={appLocales.map((id) => ({
            id,
            name: new Intl.DisplayNames([id], { type: 'language' }).of(id) ?? id,
          }))}
          value={locale}
          onChange={(id) => choose.mutate(id as AppLocale, { onSuccess: () => location.reload() })}
        />
      </div>
      {choose.isError && <Problem error={choose.error} />}
    </Section>
  )
}
