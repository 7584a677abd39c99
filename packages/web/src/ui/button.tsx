// The one button of the app, in three weights.
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'

/** What a button looks like and does. */
export interface ButtonProps extends Omit<AriaButtonProps, 'className'> {
  /** `strong` for the one act a page is for, `plain` for others, `bad` for what cannot be undone. */
  readonly weight?: 'strong' | 'plain' | 'bad'
  readonly size?: 'normal' | 'small'
}

const weights = {
  strong: 'bg-accent text-accent-ink border-accent',
  plain: 'bg-sheet text-ink border-edge hover:border-accent',
  bad: 'bg-sheet text-bad border-bad hover:bg-bad-tint',
} as const

const sizes = { normal: 'min-h-11 px-4', small: 'min-h-9 px-3 text-sm' } as const

/** A button; while it is pending it says so and cannot be pressed again. */
export function Button({ weight = 'plain', size = 'normal', ...rest }: ButtonProps) {
  const look = `${weights[weight]} ${sizes[size]}`
  return (
    <AriaButton
      {...rest}
      className={`inline-flex cursor-pointer items-center justify-center gap-2 rounded-box border font-semibold motion-safe:transition-colors disabled:cursor-default disabled:opacity-60 data-pending:opacity-60 ${look}`}
    />
  )
}
