// A box to tick with its label and, below it, what the tick means; off unless the reader ticks it.

/** The box. Its name for a screen reader is the label and the note together. */
export function Tick({
  label,
  note,
  isOn,
  onChange,
  isDisabled = false,
  value,
}: {
  readonly label: string
  readonly note?: string
  readonly isOn: boolean
  readonly onChange: (on: boolean) => void
  readonly isDisabled?: boolean
  /** What it stands for, where one of many is ticked. */
  readonly value?: string
}) {
  return (
    <label className="flex min-h-9 cursor-pointer items-start gap-2.5 py-1.5">
      <input
        type="checkbox"
        checked={isOn}
        disabled={isDisabled}
        onChange={({ target }) => onChange(target.checked)}
        className="mt-0.5 size-4.5 shrink-0 accent-accent"
        {...(value !== undefined && { value })}
      />
      <span className="min-w-0">
        <span dir="auto">{label}</span>
        {note !== undefined && <small className="block text-sm text-soft">{note}</small>}
      </span>
    </label>
  )
}

/** A list with one more or one fewer. */
export function ticked<T>(all: readonly T[], one: T, on: boolean): readonly T[] {
  return on ? [...all, one] : all.filter((other) => other !== one)
}
