// What is left to say to somebody who has just closed their account.
import { useText } from '../text/text.tsx'
import { Page } from '../ui/page.tsx'

/** The page of `/closed`. */
export function ClosedPage() {
  const text = useText()
  return (
    <Page title={text('close.done')}>
      <p className="mb-4">{text('close.doneWords')}</p>
      <a href="/" className="text-accent underline">
        {text('close.start')}
      </a>
    </Page>
  )
}
