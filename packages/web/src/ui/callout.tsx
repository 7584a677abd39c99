// A sentence that stands out: something was done, or something is wrong.
import type { ReactNode } from 'react'

const looks = {
  good: 'border-accent bg-tint',
  bad: 'border-bad bg-bad-tint',
} as const

/** Told to screen readers as soon as it appears; what is wrong at once, what went well when there is a pause. */
export function Callout({
  kind,
  children,
}: {
  readonly kind: keyof typeof looks
  readonly children: ReactNode
}) {
  return (
    <div
      role={kind === 'bad' ? 'alert' : 'status'}
      className={`my-4 rounded-box border-s-4 px-4 py-3 ${looks[kind]}`}
    >
      {children}
    </div>
  )
}
