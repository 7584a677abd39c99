// What the forms of the entrance share: the sheet they stand on, and the fields with which somebody is told apart.
import type { ReactNode, SubmitEvent } from 'react'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Problem } from '../ui/problem.tsx'
import { TextField } from '../ui/text-field.tsx'

const MIN_PASSWORD = 10

interface Field {
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A form that does one thing; what went wrong with it stands above its button. */
export function SheetForm({
  onSubmit,
  error,
  isPending,
  button,
  children,
}: {
  readonly onSubmit: () => void
  readonly error: unknown
  readonly isPending: boolean
  readonly button: string
  readonly children: ReactNode
}) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form
      onSubmit={submit}
      className="my-5 flex max-w-md flex-col gap-4 rounded-box border border-line bg-sheet p-5"
    >
      {children}
      {error != null && <Problem error={error} />}
      <Button type="submit" weight="strong" isPending={isPending}>
        {button}
      </Button>
    </form>
  )
}

/** The name somebody signs in with; with `passkeys`, the browser offers theirs in it. */
export function LoginField({ passkeys = false, ...field }: Field & { readonly passkeys?: boolean }) {
  const text = useText()
  return (
    <TextField
      {...field}
      label={text('entrance.login')}
      name="login"
      isRequired
      autoComplete={passkeys ? 'username webauthn' : 'username'}
      spellCheck="false"
      maxLength={100}
    />
  )
}

/** The password they have. */
export function PasswordField(field: Field) {
  const text = useText()
  return (
    <TextField
      {...field}
      label={text('entrance.password')}
      name="password"
      type="password"
      isRequired
      autoComplete="current-password"
    />
  )
}

/** A password they choose now. */
export function NewPasswordField(field: Field) {
  const text = useText()
  return (
    <div className="flex flex-col gap-1">
      <TextField
        {...field}
        label={text('entrance.newPassword')}
        name="password"
        type="password"
        isRequired
        minLength={MIN_PASSWORD}
        maxLength={256}
        autoComplete="new-password"
      />
      <p className="text-sm text-soft">{text('entrance.passwordRule', { least: MIN_PASSWORD })}</p>
    </div>
  )
}

/** A code out of an invitation, a mail or off a sheet. */
export function CodeField({ label, ...field }: Field & { readonly label: string }) {
  return (
    <TextField
      {...field}
      label={label}
      name="code"
      isRequired
      autoComplete="off"
      spellCheck="false"
      maxLength={100}
    />
  )
}

/** A link to another page of the entrance; where it all goes on to stays the same. */
export function EntranceLink({ to, children }: { readonly to: string; readonly children: ReactNode }) {
  return (
    <a href={`${to}${location.search}`} className="text-accent underline underline-offset-4">
      {children}
    </a>
  )
}
