// Numbers as people read them.

/** Seconds: `45 s`, `12 min`, `1 h 05 min`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}

/** `1,234,567` */
export function grouped(n: number): string {
  return n.toLocaleString('en')
}

/** Whole numbers of four digits and more inside a text, grouped; commits, times and ids are left alone. */
export function groupedIn(text: string): string {
  return text.replace(/(?<![\w.,:-])\d{4,}(?![\w.:-])/g, (digits) => grouped(Number(digits)))
}

/** A share of a whole: `12.3 %`; small ones keep two digits. */
export function percent(part: number, whole: number): string {
  const share = whole === 0 ? 0 : (100 * part) / whole
  return `${share >= 10 || share === 0 ? share.toFixed(1) : share.toPrecision(2)} %`
}
