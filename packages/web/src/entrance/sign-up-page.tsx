// Making an account: open to whoever comes, or to whoever was given a friend's link, as the operator wants it.
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { entranceQuery, signUp, useForm, useLinkMaker } from '../data/entrance.ts'
import { useText } from '../text/text.tsx'
import { Callout } from '../ui/callout.tsx'
import { Page } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { asked, goOn } from './own-path.ts'
import { EntranceLink, LoginField, NewPasswordField, SheetForm } from './parts.tsx'

/** The page of `/sign-up`. */
export function SignUpPage() {
  const text = useText()
  const { sign_up } = useSuspenseQuery(entranceQuery).data
  const invitation = asked('invitation')
  return (
    <Page title={text('signUp.title')}>
      {sign_up === 'invited' && invitation === null ? (
        <p className="my-4">{text('signUp.invitedOnly')}</p>
      ) : (
        <AccountForm invitation={invitation} />
      )}
      <p className="my-2">{text('signUp.promise')}</p>
      <p className="my-2">
        {text('signUp.before')} <EntranceLink to="/sign-in">{text('signIn.title')}</EntranceLink>
      </p>
    </Page>
  )
}

function AccountForm({ invitation }: { readonly invitation: string | null }) {
  const text = useText()
  const [name, setName] = useState('')
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const make = useForm(signUp, goOn)
  const maker = useQuery({ ...useLinkMaker(invitation), enabled: invitation !== null }).data
  return (
    <>
      {maker && <Callout kind="good">{text('signUp.friendOf', { name: maker.person.name })}</Callout>}
      <SheetForm
        onSubmit={() =>
          make.mutate({ login, password, display_name: name, ...(invitation !== null && { invitation }) })
        }
        error={make.error}
        isPending={make.isPending}
        button={text('signUp.button')}
      >
        <TextField
          label={text('signUp.name')}
          name="name"
          value={name}
          onChange={setName}
          isRequired
          maxLength={80}
          autoComplete="name"
        />
        <LoginField value={login} onChange={setLogin} />
        <NewPasswordField value={password} onChange={setPassword} />
      </SheetForm>
    </>
  )
}
