// Small signs drawn by us, in the colour of the text around them; the words stand beside them or in a label.

const paths = {
  back: 'M15 5l-7 7 7 7',
  send: 'M4 12l16-8-5 16-3.5-6.5z M11.5 13.5L20 4',
  more: 'M5 12h.01 M12 12h.01 M19 12h.01',
  plus: 'M12 5v14 M5 12h14',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14z M16 16l4.5 4.5',
  down: 'M12 5v14 M6 13l6 6 6-6',
  close: 'M6 6l12 12 M18 6L6 18',
} as const

/** One of them; the ones that point along the line turn with the direction of the text. */
export function Icon({ name }: { readonly name: keyof typeof paths }) {
  const turns = name === 'back' || name === 'send' ? 'rtl:-scale-x-100' : ''
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
