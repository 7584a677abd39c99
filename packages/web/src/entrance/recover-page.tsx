// Back in without a password: a code from paper, or one that comes by mail. Either sets a new password; then one signs in.
import { useState } from 'react'
import { recovery, useForm } from '../data/entrance.ts'
import { useText } from '../text/text.tsx'
import { Callout } from '../ui/callout.tsx'
import { Page } from '../ui/page.tsx'
import { asked } from './own-path.ts'
import { CodeField, EntranceLink, LoginField, NewPasswordField, SheetForm } from './parts.tsx'

/** The page of `/recover`. */
export function RecoverPage() {
  const text = useText()
  const [done, setDone] = useState(false)
  return (
    <Page title={text('recover.title')}>
      {done ? (
        <>
          <Callout kind="good">{text('recover.done')}</Callout>
          <p>
            <EntranceLink to="/sign-in">{text('signIn.title')}</EntranceLink>
          </p>
        </>
      ) : (
        <>
          <p className="my-3">{text('recover.why')}</p>
          <ByCode onDone={() => setDone(true)} />
          <ByMail onDone={() => setDone(true)} />
        </>
      )}
    </Page>
  )
}

interface Step {
  readonly onDone: () => void
}

function ByCode({ onDone }: Step) {
  const text = useText()
  const [login, setLogin] = useState('')
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const set = useForm(recovery.byCode, onDone)
  return (
    <section aria-labelledby="by-code">
      <h2 id="by-code" className="mt-6 text-xl">
        {text('recover.byCode')}
      </h2>
      <SheetForm
        onSubmit={() => set.mutate({ login, code, password })}
        error={set.error}
        isPending={set.isPending}
        button={text('recover.set')}
      >
        <LoginField value={login} onChange={setLogin} />
        <CodeField label={text('recover.code')} value={code} onChange={setCode} />
        <NewPasswordField value={password} onChange={setPassword} />
      </SheetForm>
    </section>
  )
}

/** A mail leads here with its code in the address; otherwise one asks for it first. */
function ByMail({ onDone }: Step) {
  const text = useText()
  const [login, setLogin] = useState('')
  const [code, setCode] = useState(asked('code') ?? '')
  const [password, setPassword] = useState('')
  const [sent, setSent] = useState(asked('code') !== null)
  const ask = useForm(recovery.askForMail, () => setSent(true))
  const set = useForm(recovery.byMail, onDone)
  return (
    <section aria-labelledby="by-mail">
      <h2 id="by-mail" className="mt-6 text-xl">
        {text('recover.byMail')}
      </h2>
      {sent ? (
        <>
          {ask.isSuccess && <Callout kind="good">{text('recover.asked')}</Callout>}
          <SheetForm
            onSubmit={() => set.mutate({ code: code.trim(), password })}
            error={set.error}
            isPending={set.isPending}
            button={text('recover.set')}
          >
            <CodeField label={text('recover.mailCode')} value={code} onChange={setCode} />
            <NewPasswordField value={password} onChange={setPassword} />
          </SheetForm>
        </>
      ) : (
        <SheetForm
          onSubmit={() => ask.mutate(login)}
          error={ask.error}
          isPending={ask.isPending}
          button={text('recover.ask')}
        >
          <LoginField value={login} onChange={setLogin} />
        </SheetForm>
      )}
    </section>
  )
}
