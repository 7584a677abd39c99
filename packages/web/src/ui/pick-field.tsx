// One of a list, picked with the browser's own control: it knows every keyboard, finger and screen reader.
import { useId } from 'react'

/** A labelled choice; with `all`, the first stands for all of them. */
export function PickField({
  label,
  all,
  choices,
  value,
  onChange,
}: {
  readonly label: string
  readonly all?: string
  readonly choices: readonly { readonly id: string; readonly name: string }[]
  readonly value: string | null
  readonly onChange: (id: string | null) => void
}) {
  const id = useId()
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <select
        id={id}
        value={value ?? ''}
        onChange={({ target }) => onChange(target.value === '' ? null : target.value)}
        className="min-h-11 w-full min-w-40 rounded-box border border-edge bg-sheet px-3"
      >
        {all !== undefined && <option value="">{all}</option>}
        {choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.name}
          </option>
        ))}
      </select>
    </div>
  )
}
