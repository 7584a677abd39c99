// Signing in: a passkey first, a password beside it, and in a demo somebody made up.
import { useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import {
  canAutofill,
  entranceQuery,
  signIn,
  signInDemo,
  signInWithPasskey,
  useForm,
} from '../data/entrance.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { PersonMark } from '../ui/person-mark.tsx'
import { Problem } from '../ui/problem.tsx'
import { goOnToLink } from './own-path.ts'
import { EntranceLink, LoginField, PasswordField, SheetForm } from './parts.tsx'

/** The page of `/sign-in`. */
export function SignInPage() {
  const text = useText()
  const { passkeys, demo_people } = useSuspenseQuery(entranceQuery).data
  return (
    <Page title={text('signIn.title')}>
      {demo_people.length > 0 && <DemoPeople people={demo_people} />}
      {passkeys && <PasskeyButton />}
      <PasswordForm passkeys={passkeys} />
      <p className="my-2">
        <EntranceLink to="/recover">{text('signIn.recover')}</EntranceLink>
      </p>
      <p className="my-2">
        {text('signIn.new')} <EntranceLink to="/sign-up">{text('signUp.title')}</EntranceLink>
      </p>
    </Page>
  )
}

/** A challenge is good for five minutes; a page may stay open for longer. */
const OFFERED_ANEW_MS = 4 * 60_000

function PasskeyButton() {
  const text = useText()
  const enter = useForm(
    async () => {
      if (await signInWithPasskey({ autofill: false })) goOnToLink()
    },
    () => {},
  )
  const { mutate: offer, ...offered } = useForm(
    async () => {
      if ((await canAutofill()) && (await signInWithPasskey({ autofill: true }))) goOnToLink()
    },
    () => {},
  )
  // Offered in the field's own list where the browser can, so that nobody has to know what a passkey is.
  useEffect(() => {
    offer(undefined)
    const timer = setInterval(() => offer(undefined), OFFERED_ANEW_MS)
    return () => clearInterval(timer)
  }, [offer])
  const error = enter.error ?? offered.error
  return (
    <div className="my-5 max-w-md">
      <Button weight="strong" isPending={enter.isPending} onPress={() => enter.mutate(undefined)}>
        {text('signIn.passkey')}
      </Button>
      {error !== null && <Problem error={error} />}
    </div>
  )
}

function PasswordForm({ passkeys }: { readonly passkeys: boolean }) {
  const text = useText()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const enter = useForm(signIn, goOnToLink)
  return (
    <SheetForm
      onSubmit={() => enter.mutate({ login, password })}
      error={enter.error}
      isPending={enter.isPending}
      button={text('signIn.button')}
    >
      <LoginField value={login} onChange={setLogin} passkeys={passkeys} />
      <PasswordField value={password} onChange={setPassword} />
    </SheetForm>
  )
}

function DemoPeople({
  people,
}: {
  readonly people: readonly { readonly id: string; readonly name: string }[]
}) {
  const text = useText()
  const enter = useForm(signInDemo, goOnToLink)
  return (
    <section aria-labelledby="demo" className="my-5">
      <h2 id="demo" className="mb-1 text-xl">
        {text('signIn.demo')}
      </h2>
      <p className="mb-3 text-soft">{text('signIn.demoWhy')}</p>
      <div className="flex flex-wrap gap-2">
        {people.map(({ id, name }) => (
          <Button
            key={id}
            isPending={enter.isPending && enter.variables === id}
            onPress={() => enter.mutate(id)}
          >
            <PersonMark id={id} name={name} /> {name}
          </Button>
        ))}
      </div>
      {enter.isError && <Problem error={enter.error} />}
    </section>
  )
}
