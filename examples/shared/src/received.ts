// Reads what was received back out of the raw answers: what a page says is there is there, and nothing else.
import type { Purpose, Verb } from '@countersign/sdk'
import type { KeptExchange, Round } from './store.ts'

/** A refusal or problem, in the platform's words. */
export interface Refused {
  readonly code: string
  readonly words: string
  readonly next: string
}

/** The refusal in an answer; undefined for a good one. */
export function refusalIn({ status, raw }: KeptExchange): Refused | undefined {
  if (status < 400) return undefined
  const { code, title, detail } = objectIn(raw)
  return {
    code: typeof code === 'string' ? code : `HTTP ${status}`,
    words: typeof title === 'string' ? title : 'The platform gave no reason.',
    next: typeof detail === 'string' ? detail : '',
  }
}

/** Each reason in a round once; a power that was not granted is no failure but an answer. */
export function refusedIn({ exchanges, trouble }: Round): readonly Refused[] {
  const refused = exchanges.flatMap((exchange) => refusalIn(exchange) ?? [])
  const all = trouble === null ? refused : [...refused, { ...trouble, next: '' }]
  return [...new Map(all.map((each) => [each.code, each])).values()]
}

/** A power as the platform last said it. */
export interface KnownPower {
  readonly purpose: Purpose
  readonly verbs: readonly Verb[]
  readonly until: string
  readonly state: string
}

/** The powers the platform last told us of, for each feature, and when it last did; undefined when it never did. */
export function powersIn(
  rounds: readonly Round[],
): { readonly at: number; readonly powers: readonly KnownPower[] } | undefined {
  const newest = new Map<string, KeptExchange>()
  for (const { feature, exchanges } of rounds)
    for (const exchange of exchanges)
      if (exchange.path === '/partner/v1/access' && exchange.status === 200)
        if (exchange.at >= (newest.get(feature)?.at ?? 0)) newest.set(feature, exchange)
  if (newest.size === 0) return undefined
  const told = [...newest.values()]
  return {
    at: Math.max(...told.map(({ at }) => at)),
    powers: told.flatMap(({ raw }) => (objectIn(raw)['powers'] ?? []) as readonly KnownPower[]),
  }
}

/** The disclosures an answer was recorded as: their numbers in the delivery chain. */
export function disclosureNumbers({ raw }: KeptExchange): readonly number[] {
  const { disclosures } = objectIn(raw)
  return Array.isArray(disclosures) ? disclosures.map(({ n }: { n: number }) => n) : []
}

/** The items of every good answer of a round whose path is wanted. */
export function itemsOf<Item>(
  { exchanges }: Pick<Round, 'exchanges'>,
  wanted: (path: string) => boolean,
): readonly Item[] {
  return exchanges
    .filter(({ status, path }) => status === 200 && wanted(path.split('?')[0] ?? ''))
    .flatMap(({ raw }) => (objectIn(raw)['items'] ?? []) as readonly Item[])
}

function objectIn(raw: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(raw)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
