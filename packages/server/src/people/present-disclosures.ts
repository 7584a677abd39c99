// "Who got what" as it is answered, written field by field: no id of an item as a partner got it, no word of anybody else.
import type { DisclosureItems, ToldItem } from '../acts/disclosure-items.ts'
import type { ListedDisclosure } from '../acts/list-disclosures.ts'
import type { PartnerTotal } from '../store/disclosures.ts'
import { time, type Wire } from './present.ts'

/** A disclosure. Ids of items stay inside: counts say as much, and an item's thread could say who granted. */
export function presentDisclosure(listed: ListedDisclosure): Wire<'disclosure'> {
  const { record, n, leafIndex, delivered, partnerName, featureName } = listed
  const kinds: Record<string, number> = {}
  for (const { kind } of record.items) kinds[kind] = (kinds[kind] ?? 0) + 1
  return {
    at: time(record.at),
    partner: { id: record.partner, name: partnerName },
    feature: { id: record.feature, name: featureName },
    purpose: record.purpose,
    through: record.through,
    under: record.under,
    fields: [...record.fields],
    items: record.items.length,
    kinds,
    delivered,
    ledger: { n, index: leafIndex },
  }
}

/** What one partner got in all. */
export function presentTotal(
  total: PartnerTotal & { readonly partnerName: string },
): Wire<'disclosureTotal'> {
  return {
    partner: { id: total.partner, name: total.partnerName },
    disclosures: total.disclosures,
    items: total.items,
    first_at: time(total.firstAt),
    last_at: time(total.lastAt),
  }
}

/** A disclosure down to its items: one page of those told, and how many there are of the others. */
export function presentDisclosureItems(
  { listed, verb, untold }: DisclosureItems,
  { items, next }: { readonly items: readonly ToldItem[]; readonly next: string | null },
): Wire<'disclosureItems'> {
  return {
    disclosure: presentDisclosure(listed),
    verb,
    items: items.map(({ kind, thread, message, contact }) => ({
      kind,
      thread: thread && { id: thread.id, name: thread.title },
      message: message && {
        id: message.id,
        sent_at: time(message.sentAt),
        state: message.state,
        text: message.text,
        card: message.card,
      },
      contact,
    })),
    next,
    untold: untold.map(({ kind, count, why }) => ({ kind, count, why })),
  }
}
