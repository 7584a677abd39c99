// Small signs drawn by us, in the colour of the text around them; the words stand beside them or in a label.

const paths = {
  back: 'M15 5l-7 7 7 7',
  send: 'M4 12l16-8-5 16-3.5-6.5z M11.5 13.5L20 4',
  more: 'M5 12h.01 M12 12h.01 M19 12h.01',
  plus: 'M12 5v14 M5 12h14',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14z M16 16l4.5 4.5',
  down: 'M12 5v14 M6 13l6 6 6-6',
  next: 'M9 5l7 7-7 7',
  clip: 'M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.5 3.5 0 0 1 5 5l-8.5 8.5a2 2 0 0 1-3-3L14 7',
  file: 'M6 3h8l4 4v14H6z M14 3v4h4',
  sound: 'M9 18V6l10-2v12 M9 18a3 3 0 1 1-6 0 3 3 0 0 1 6 0z M19 16a3 3 0 1 1-6 0 3 3 0 0 1 6 0z',
  film: 'M4 5h16v14H4z M10 9l5 3-5 3z',
  archive: 'M4 4h16v5H4z M5 9v11h14V9 M10 13h4',
  close: 'M6 6l12 12 M18 6L6 18',
} as const

/** One of them; the ones that point along the line turn with the direction of the text. */
export function Icon({ name }: { readonly name: keyof typeof paths }) {
  const turns = name === 'back' || name === 'next' || name === 'send' ? 'rtl:-scale-x-100' : ''
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      className={`size-5 shrink-0 fill-none stroke-current stroke-2 ${turns}`}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  )
}
