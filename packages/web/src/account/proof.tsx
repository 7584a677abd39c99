// Showing once more that it is oneself, where the server asks for it: then what was wanted is done.
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { proveByPasskey, proveByPassword } from '../data/account.ts'
import { CallError } from '../data/call.ts'
import { entranceQuery, useForm } from '../data/entrance.ts'
import { PasswordField, SheetForm } from '../entrance/parts.tsx'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Problem } from '../ui/problem.tsx'

/** What stands below an act that failed: the proof it needs, after which it is `retry`d, or what went wrong. */
export function ProofOrProblem({ error, retry }: { readonly error: unknown; readonly retry: () => void }) {
  if (error == null) return null
  return error instanceof CallError && error.code === 'PROVE_AGAIN' ? (
    <Proof retry={retry} />
  ) : (
    <Problem error={error} />
  )
}

function Proof({ retry }: { readonly retry: () => void }) {
  const text = useText()
  const { passkeys } = useSuspenseQuery(entranceQuery).data
  const [password, setPassword] = useState('')
  const typed = useForm(proveByPassword, retry)
  const shown = useForm(
    () => proveByPasskey().then((proven) => proven && retry()),
    () => {},
  )
  return (
    <section aria-label={text('account.prove')} className="my-3">
      <p role="status">{text('account.proveWhy')}</p>
      <SheetForm
        onSubmit={() => typed.mutate(password)}
        error={typed.error ?? shown.error}
        isPending={typed.isPending}
        button={text('account.proveButton')}
      >
        <PasswordField value={password} onChange={setPassword} />
        {passkeys && (
          <Button isPending={shown.isPending} onPress={() => shown.mutate(undefined)}>
            {text('account.provePasskey')}
          </Button>
        )}
      </SheetForm>
    </section>
  )
}
