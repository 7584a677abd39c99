// How to reach the reader: their addresses, which of them were proven, and one more (COP-07).
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { ProofOrProblem } from '../account/proof.tsx'
import { type Contact, contactsQuery, removeContact, sendCode, useContactAct } from '../data/contacts.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Page } from '../ui/page.tsx'
import { Problem } from '../ui/problem.tsx'
import { Row } from '../ui/row.tsx'
import { TextField } from '../ui/text-field.tsx'

/** The page of `/contact`. */
export function ContactPage() {
  const text = useText()
  const { items } = useSuspenseQuery(contactsQuery).data
  const [done, setDone] = useState<string | null>(null)
  return (
    <Page title={text('privacy.reach')}>
      {done !== null && <Callout kind="good">{done}</Callout>}
      <p className="mb-4">{text('contact.whose')}</p>
      {items.length === 0 && <p className="text-soft">{text('contact.none')}</p>}
      {items.length > 0 && (
        <ul aria-label={text('contact.list')}>
          {items.map((one) => (
            <Address key={one.id} one={one} onGone={() => setDone(text('contact.removed'))} />
          ))}
        </ul>
      )}
      <NewAddress onSent={(email) => setDone(text('contact.sent', { email }))} />
      <p className="mt-8">
        <Link to="/privacy" className="text-accent underline">
          {text('contact.back')}
        </Link>
      </p>
    </Page>
  )
}

function Address({
  one: { id, value, verified },
  onGone,
}: {
  readonly one: Contact
  readonly onGone: () => void
}) {
  const text = useText()
  const remove = useContactAct(removeContact)
  const act = (
    <Button
      size="small"
      aria-label={text('contact.removeWhich', { address: value })}
      isPending={remove.isPending}
      onPress={() => remove.mutate(id, { onSuccess: onGone })}
    >
      {text('contact.remove')}
    </Button>
  )
  return (
    <Row title={value} line={text(verified ? 'contact.reaches' : 'contact.unproven')} acts={act}>
      {remove.isError && <Problem error={remove.error} />}
    </Row>
  )
}

function NewAddress({ onSent }: { readonly onSent: (email: string) => void }) {
  const text = useText()
  const [email, setEmail] = useState('')
  const send = useContactAct(sendCode)
  const again = (): void =>
    send.mutate(email, {
      onSuccess: () => {
        onSent(email)
        setEmail('')
      },
    })
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    again()
  }
  return (
    <>
      <form onSubmit={submit} className="mt-6 mb-2 flex max-w-md flex-wrap items-end gap-3">
        <TextField
          label={text('contact.email')}
          type="email"
          name="email"
          value={email}
          onChange={setEmail}
          isRequired
          maxLength={254}
          autoComplete="email"
        />
        <Button type="submit" weight="strong" isPending={send.isPending}>
          {text('contact.send')}
        </Button>
      </form>
      <p className="text-sm text-soft">{text('contact.emailWhy')}</p>
      <ProofOrProblem error={send.error} retry={again} />
    </>
  )
}
