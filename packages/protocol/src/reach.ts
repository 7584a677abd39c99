// How many people an ownership group has reached, as everybody may know it: in bands, so that no single person shows (COP-08).

/** The bands of public counts, each from its number up to the next. */
export const reachBands = [0, 1, 11, 101, 1_001, 10_001, 100_001, 1_000_001] as const

/** A count of people as the register says it: "none", "11 to 100", "more than 1,000,000". */
export function reachBand(people: number): string {
  const place = reachBands.findLastIndex((from) => people >= from)
  const from = reachBands[place] ?? 0
  const next = reachBands[place + 1]
  const said = (count: number): string => count.toLocaleString('en-GB')
  if (from === 0) return 'none'
  return next === undefined ? `more than ${said(from - 1)}` : `${said(from)} to ${said(next - 1)}`
}
