// What a thread without a title is called: after the people in it, the first few by name.

/** Imported logs have hundreds of members: more names than this are no title. */
const NAMED = 4

/** The names in one line, those beyond the first few as a number; empty for nobody. */
export function nameCompany(names: readonly string[]): string {
  const more = names.length - NAMED
  if (more <= 0) return names.join(', ')
  return `${names.slice(0, NAMED).join(', ')} and ${more} ${more === 1 ? 'other' : 'others'}`
}
