// The peers that are compared, and how each is reached.

/** The names of the peers, in the order they are shown. */
export const variantNames = ['protected', 'looked', 'open', 'open-commit', 'sql'] as const

/** The name of a peer. */
export type VariantName = (typeof variantNames)[number]

/** What each is, for a reader of the page. */
export const variants: Readonly<Record<VariantName, { readonly title: string; readonly says: string }>> = {
  protected: {
    title: 'protected',
    says: 'the real route: look, exit check, turnstile with its durable entry, release',
  },
  looked: {
    title: 'protected, no entry',
    says: 'look and exit check by the gate’s own parts, then sent; nothing is entered',
  },
  open: {
    title: 'no consent',
    says: 'the same server, authentication, limits, ids and hydration over a plain paging query; no decision, no row-level security',
  },
  'open-commit': {
    title: 'no consent, a commit each',
    says: 'the same, and one row inserted and committed durably for each request before it is sent',
  },
  sql: { title: 'plain SQL', says: 'the paging query alone over pg; no HTTP, no hydration' },
}

/** How many messages a page has. */
export const PAGE = 40

/** Where a variant is called over HTTP; plain SQL is not. `thread` is the opaque id. */
export function pathOf(variant: Exclude<VariantName, 'sql'>, thread: string): string {
  const base = variant === 'protected' ? '/partner/v1/threads' : `/bench/${variant}/threads`
  return `${base}/${thread}/messages`
}
