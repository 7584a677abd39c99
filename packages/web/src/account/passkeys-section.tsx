// Passkeys: what they are in one sentence, those there are, and one more.
import { useSuspenseQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import {
  addPasskey,
  type Passkey,
  passkeysQuery,
  removePasskey,
  renamePasskey,
  useAccountAct,
} from '../data/account.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Row } from '../ui/row.tsx'
import { TextField } from '../ui/text-field.tsx'
import { Section } from './account-page.tsx'
import { ProofOrProblem } from './proof.tsx'

/** The part about passkeys. */
export function PasskeysSection() {
  const text = useText()
  const { items } = useSuspenseQuery(passkeysQuery).data
  const add = useAccountAct(addPasskey)
  const [name, setName] = useState('')
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    add.mutate(name, { onSuccess: (made) => made !== undefined && setName('') })
  }
  return (
    <Section title={text('passkeys.title')}>
      <p className="mb-3">{text('passkeys.what')}</p>
      <ul aria-label={text('passkeys.title')}>
        {items.map((one) => (
          <PasskeyRow key={one.id} one={one} />
        ))}
      </ul>
      <form onSubmit={submit} className="my-3 flex max-w-md flex-wrap items-end gap-3">
        <TextField
          label={text('passkeys.name')}
          value={name}
          onChange={setName}
          isRequired
          maxLength={60}
          autoComplete="off"
        />
        <Button type="submit" isPending={add.isPending}>
          {text('passkeys.add')}
        </Button>
      </form>
      <ProofOrProblem error={add.error} retry={() => add.mutate(name)} />
    </Section>
  )
}

function PasskeyRow({ one: { id, name, made_at, used_at } }: { readonly one: Passkey }) {
  const text = useText()
  const remove = useAccountAct(removePasskey)
  const [renaming, setRenaming] = useState(false)
  const line =
    used_at === null
      ? text('passkeys.never', { day: new Date(made_at) })
      : text('passkeys.used', { made: new Date(made_at), day: new Date(used_at) })
  const acts = (
    <>
      <Button
        size="small"
        aria-label={text('passkeys.renameWhich', { name })}
        onPress={() => setRenaming(!renaming)}
      >
        {text('passkeys.rename')}
      </Button>
      <Button
        size="small"
        weight="bad"
        aria-label={text('passkeys.removeWhich', { name })}
        isPending={remove.isPending}
        onPress={() => remove.mutate(id)}
      >
        {text('passkeys.remove')}
      </Button>
    </>
  )
  return (
    <Row title={name} line={line} acts={acts}>
      {renaming && <Rename id={id} name={name} onDone={() => setRenaming(false)} />}
      <ProofOrProblem error={remove.error} retry={() => remove.mutate(id)} />
    </Row>
  )
}

function Rename({
  id,
  name,
  onDone,
}: {
  readonly id: string
  readonly name: string
  readonly onDone: () => void
}) {
  const text = useText()
  const [next, setNext] = useState(name)
  const rename = useAccountAct(renamePasskey)
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    rename.mutate({ id, name: next }, { onSuccess: onDone })
  }
  return (
    <form onSubmit={submit} className="my-3 flex max-w-md flex-wrap items-end gap-3">
      <TextField
        label={text('passkeys.newName')}
        value={next}
        onChange={setNext}
        isRequired
        maxLength={60}
        autoFocus
      />
      <Button type="submit" isPending={rename.isPending}>
        {text('passkeys.save')}
      </Button>
      <ProofOrProblem error={rename.error} retry={() => rename.mutate({ id, name: next })} />
    </form>
  )
}
