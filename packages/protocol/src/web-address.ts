// Addresses somebody else chose that people read on our pages: where they say they go is where they go.

/**
 * Whether an address is written as every browser writes it (the last slash of a bare host may be left out): one spelling
 * for one place, nothing hidden or reordered in it, and no user name, which reads like the name of another site.
 */
export function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { href, username, password } = new URL(text)
  return (href === text || href === `${text}/`) && username === '' && password === ''
}

/** What is wrong with an address that is not plain, and how it is written. */
export const NOT_PLAIN = 'write it in full and without a user name, as in https://example.com/song/1'
