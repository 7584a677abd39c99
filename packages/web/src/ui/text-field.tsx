// One line of text with its label.
import {
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  type TextFieldProps,
} from 'react-aria-components'

/** A labelled field; what is wrong with it stands below it. */
export function TextField({
  label,
  ...rest
}: Omit<TextFieldProps, 'className' | 'children'> & { readonly label: string }) {
  return (
    <AriaTextField {...rest} className="flex min-w-0 flex-1 flex-col gap-1">
      <Label className="font-semibold">{label}</Label>
      <Input className="min-h-11 w-full min-w-0 rounded-box border border-edge bg-sheet px-3" />
      <FieldError className="text-sm text-bad" />
    </AriaTextField>
  )
}
