// Closing one's account: everything that ends, everything that does not, and name and password once more.
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { closeAccount } from '../data/leaving.ts'
import { privacyQuery } from '../data/privacy.ts'
import { meQuery } from '../data/session.ts'
import { LoginField, PasswordField, SheetForm } from '../entrance/parts.tsx'
import { useText } from '../text/text.tsx'
import { Page } from '../ui/page.tsx'

/** The page of `/account/close`. */
export function ClosePage() {
  const text = useText()
  const { id, name } = useSuspenseQuery(meQuery).data
  const { companies } = useSuspenseQuery(privacyQuery).data
  const close = useMutation({
    mutationFn: (proof: { readonly login: string; readonly password: string }) => closeAccount(id, proof),
  })
  const count = companies
    .flatMap(({ permissions }) => permissions)
    .filter(({ standing }) => standing === 'live').length
  return (
    <Page title={text('close.title')}>
      <p>{text('close.signedIn', { name })}</p>
      <h2 className="mt-5 text-xl">{text('close.ends')}</h2>
      <ul className="list-disc ps-6">
        {count > 0 && <li>{text('close.endsPermissions', { count })}</li>}
        <li>{text('close.endsCompanies')}</li>
        <li>{text('close.endsThreads')}</li>
        <li>{text('close.endsName')}</li>
      </ul>
      <h2 className="mt-5 text-xl">{text('close.stays')}</h2>
      <ul className="list-disc ps-6">
        <li>{text('close.staysWords')}</li>
        <li>{text('close.staysRecord')}</li>
        <li>{text('close.staysCompany')}</li>
      </ul>
      <CloseForm close={close} />
      <Link to="/privacy" className="text-accent underline">
        {text('close.keep')}
      </Link>
    </Page>
  )
}

function CloseForm({
  close,
}: {
  readonly close: {
    readonly isPending: boolean
    readonly error: unknown
    mutate(proof: { readonly login: string; readonly password: string }): void
  }
}) {
  const text = useText()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  return (
    <SheetForm
      onSubmit={() => close.mutate({ login, password })}
      error={close.error}
      isPending={close.isPending}
      button={text('close.act')}
    >
      <LoginField value={login} onChange={setLogin} />
      <PasswordField value={password} onChange={setPassword} />
    </SheetForm>
  )
}
