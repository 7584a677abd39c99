// Facts in pairs, a name and what it is; a word that says how something stands; and what is folded away.
import type { ReactNode } from 'react'

/** The pairs. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return (
    <dl className="my-3 grid grid-cols-1 gap-x-6 gap-y-1 text-sm wrap-anywhere sm:grid-cols-2">{children}</dl>
  )
}

/** One of them; a wide one takes the whole line. */
export function Fact({
  name,
  wide = false,
  children,
}: {
  readonly name: string
  readonly wide?: boolean
  readonly children: ReactNode
}) {
  return (
    <div className={`flex min-w-0 flex-wrap gap-x-2 ${wide ? 'sm:col-span-2' : ''}`}>
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  )
}

/** How something stands, in a word. */
export function Tag({ on, children }: { readonly on: boolean; readonly children: ReactNode }) {
  return (
    <span
      className={`ms-2 rounded-full border px-2 py-0.5 font-sans text-xs font-normal ${on ? 'border-accent bg-tint' : 'border-line text-soft'}`}
    >
      {children}
    </span>
  )
}

/** Something that is there and not in the way. */
export function Folded({
  title,
  open = false,
  onOpen,
  children,
}: {
  readonly title: string
  readonly open?: boolean
  readonly onOpen?: () => void
  readonly children: ReactNode
}) {
  return (
    <details
      open={open}
      className="my-3"
      onToggle={(event) => {
        if (event.currentTarget.open) onOpen?.()
      }}
    >
      <summary className="min-h-9 cursor-pointer py-1.5 text-accent">{title}</summary>
      {children}
    </details>
  )
}
