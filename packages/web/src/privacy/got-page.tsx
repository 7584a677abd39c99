// Who got what, all companies together, the newest first; found by company and by thread.
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { privacyQuery } from '../data/privacy.ts'
import { useText } from '../text/text.tsx'
import { Page } from '../ui/page.tsx'
import { PickField } from '../ui/pick-field.tsx'
import { GotList } from './got-list.tsx'

/** The page of `/privacy/got`. */
export function GotPage() {
  const text = useText()
  const { companies, threads } = useSuspenseQuery(privacyQuery).data
  const [partner, setPartner] = useState<string | null>(null)
  const [thread, setThread] = useState<string | null>(null)
  return (
    <Page title={text('got.title')}>
      <p className="mb-4">
        <Link to="/privacy" className="text-accent underline">
          {text('privacy.title')}
        </Link>
      </p>
      <p className="mb-4">{text('got.intro')}</p>
      <div className="mb-4 flex flex-wrap gap-3">
        <PickField
          label={text('got.company')}
          all={text('got.allCompanies')}
          choices={companies.map((company) => company.partner)}
          value={partner}
          onChange={setPartner}
        />
        <PickField
          label={text('got.thread')}
          all={text('got.allThreads')}
          choices={threads.map(({ id, title }) => ({ id, name: title }))}
          value={thread}
          onChange={setThread}
        />
      </div>
      {thread !== null && <p className="mb-4 text-sm text-soft">{text('got.threadHint')}</p>}
      <GotList partner={partner} thread={thread} />
    </Page>
  )
}
