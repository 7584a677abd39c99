// Claiming: an imported account becomes the person's own, with the code they were handed.
import { useState } from 'react'
import { claim, useForm } from '../data/entrance.ts'
import { useText } from '../text/text.tsx'
import { Page } from '../ui/page.tsx'
import { asked, goOn } from './own-path.ts'
import { CodeField, LoginField, NewPasswordField, SheetForm } from './parts.tsx'

/** The page of `/claim`. */
export function ClaimPage() {
  const text = useText()
  const [code, setCode] = useState(asked('code') ?? '')
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const take = useForm(claim, goOn)
  return (
    <Page title={text('claim.title')}>
      <p className="my-3">{text('claim.why')}</p>
      <SheetForm
        onSubmit={() => take.mutate({ code: code.trim(), login, password })}
        error={take.error}
        isPending={take.isPending}
        button={text('claim.button')}
      >
        <CodeField label={text('claim.code')} value={code} onChange={setCode} />
        <LoginField value={login} onChange={setLogin} />
        <NewPasswordField value={password} onChange={setPassword} />
      </SheetForm>
    </Page>
  )
}
