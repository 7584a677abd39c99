// A box to tick with its label; off unless the reader ticks it.
import { CheckboxButton, CheckboxField, type CheckboxFieldProps } from 'react-aria-components'

/** The box. */
export function CheckField({
  label,
  ...rest
}: Omit<CheckboxFieldProps, 'className' | 'children'> & { readonly label: string }) {
  return (
    <CheckboxField {...rest}>
      <CheckboxButton className="group flex min-h-9 cursor-pointer items-start gap-2 py-1.5">
        <span
          aria-hidden="true"
          className="mt-0.5 grid size-5 shrink-0 place-items-center rounded border border-edge bg-sheet text-sm leading-none group-data-selected:border-accent group-data-selected:bg-accent group-data-selected:text-accent-ink group-data-focus-visible:outline-2 group-data-focus-visible:outline-offset-2 group-data-focus-visible:outline-accent"
        >
          <span className="hidden group-data-selected:inline">✓</span>
        </span>
        <span>{label}</span>
      </CheckboxButton>
    </CheckboxField>
  )
}
