// Where the mail to an address leads: nothing happens until the reader says that it is theirs, for programs open links too.
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { confirmContact, useContactAct } from '../data/contacts.ts'
import { meQuery } from '../data/session.ts'
import { asked } from '../entrance/own-path.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Page } from '../ui/page.tsx'
import { Problem } from '../ui/problem.tsx'

/** The page of `/contact/confirm`. */
export function ConfirmPage() {
  const text = useText()
  const { name } = useSuspenseQuery(meQuery).data
  const confirm = useContactAct(confirmContact)
  const back = (
    <p className="mt-6">
      <Link to="/contact" className="text-accent underline">
        {text(confirm.isSuccess ? 'privacy.reach' : 'contact.no')}
      </Link>
    </p>
  )
  return (
    <Page title={text('contact.confirm')}>
      {confirm.isSuccess ? (
        <Callout kind="good">{text('contact.proven')}</Callout>
      ) : (
        <>
          <p className="mb-4">{text('contact.confirmWhy', { name })}</p>
          <Button
            weight="strong"
            isPending={confirm.isPending}
            onPress={() => confirm.mutate(asked('code') ?? '')}
          >
            {text('contact.yes')}
          </Button>
          {confirm.isError && <Problem error={confirm.error} />}
        </>
      )}
      {back}
    </Page>
  )
}
