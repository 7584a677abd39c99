// A button that is a sign; what it does is its label.
import { Button, type ButtonProps } from 'react-aria-components'
import { Icon } from './icon.tsx'

/** Large enough for a finger, named for a screen reader. */
export function IconButton({
  icon,
  label,
  ...rest
}: Omit<ButtonProps, 'className' | 'children' | 'aria-label'> & {
  readonly icon: Parameters<typeof Icon>[0]['name']
  readonly label: string
}) {
  return (
    <Button
      {...rest}
      aria-label={label}
      className="inline-grid size-10 shrink-0 cursor-pointer place-items-center rounded-full text-soft hover:bg-tint hover:text-ink disabled:cursor-default disabled:opacity-50"
    >
      <Icon name={icon} />
    </Button>
  )
}
