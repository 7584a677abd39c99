// Who got what: every read of every company, the newest first.
import { Link } from '@tanstack/react-router'
import { useText } from '../text/text.tsx'
import { Page } from '../ui/page.tsx'
import { GotList } from './got-list.tsx'

/** The page of `/privacy/got`. */
export function GotPage() {
  const text = useText()
  return (
    <Page title={text('got.title')}>
      <p className="mb-4">
        <Link to="/privacy" className="text-accent underline">
          {text('privacy.title')}
        </Link>
      </p>
      <GotList partner={null} />
    </Page>
  )
}
