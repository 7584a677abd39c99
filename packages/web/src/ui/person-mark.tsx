// A person's mark: initials on one of eight quiet colours, drawn from the id so that it stays theirs. No pictures fetched.
import { initials } from '@countersign/protocol/initials'

const HUES = 8

/** The mark, hidden from screen readers: the name always stands beside it. */
export function PersonMark({ id, name }: { readonly id: string; readonly name: string }) {
  const hue = (Number.parseInt(id.slice(-4), 16) % HUES) * (360 / HUES)
  return (
    <span
      aria-hidden="true"
      className="mark inline-grid size-10 shrink-0 place-items-center rounded-full text-sm font-semibold"
      style={{ ['--hue' as string]: hue }}
    >
      {initials(name)}
    </span>
  )
}
