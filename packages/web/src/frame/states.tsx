// What stands where a page is not yet, or not any more: the wait and the failure.
import type { ErrorComponentProps } from '@tanstack/react-router'
import { useText } from '../text/text.tsx'
import { Problem } from '../ui/problem.tsx'

/** Until a page and its data have come. */
export function Loading() {
  const text = useText()
  return (
    <p role="status" className="px-4 py-16 text-center text-soft">
      {text('app.loading')}
    </p>
  )
}

/** In the place of a page that failed. */
export function Failed({ error, reset }: ErrorComponentProps) {
  return (
    <main id="main" className="mx-auto max-w-xl px-4 py-10">
      <Problem error={error} retry={reset} />
    </main>
  )
}
