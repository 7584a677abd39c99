// The password beside the passkeys.
import { useState } from 'react'
import { changePassword, useAccountAct } from '../data/account.ts'
import { NewPasswordField, SheetForm } from '../entrance/parts.tsx'
import { useText } from '../text/text.tsx'
import { Callout } from '../ui/callout.tsx'
import { Section } from './account-page.tsx'
import { ProofOrProblem } from './proof.tsx'

/** The part about the password. */
export function PasswordSection() {
  const text = useText()
  const [password, setPassword] = useState('')
  const change = useAccountAct(changePassword)
  const set = (): void => change.mutate(password, { onSuccess: () => setPassword('') })
  return (
    <Section title={text('password.title')}>
      <p>{text('password.what')}</p>
      <SheetForm onSubmit={set} error={null} isPending={change.isPending} button={text('password.change')}>
        <NewPasswordField value={password} onChange={setPassword} />
      </SheetForm>
      {change.isSuccess && <Callout kind="good">{text('password.done')}</Callout>}
      <ProofOrProblem error={change.error} retry={set} />
    </Section>
  )
}
