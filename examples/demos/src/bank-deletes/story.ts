// Who is in D3: twenty customers of a bank, each in a chat with one relative, and what the bank declares and sends.
import type { Card, Purpose } from '@countersign/sdk'

/** Why the bank sends, and why it deletes. */
export const RECEIPTS: Purpose = 'payment_receipts'
/** The bank's short name. */
export const BANK = 'northern-bank'
/** How many customers there are, and how many receipts each of them confirms: together 1,000. */
export const CUSTOMERS = 20
export const RECEIPTS_EACH = 50
/** How many deletes the bank fires, all customers together. */
export const DELETES = 5_000
/** The most a partner can take away in a minute before it is stopped. */
export const MOST_A_MINUTE = 50

const given = `Aurelia Bertrand Cosima Dietmar Eleonora Fabrice Gwendolen Hjalmar Isidora Joachim
  Kristiane Leopold Mirabel Nathanael Ottilie Pascal Quentin Rosalind Severin Theodora`.split(/\s+/)
const families = ['Abernathy', 'Brockhaus', 'Castellane', 'Dombrowski', 'Eskildsen']

/** The part of a customer, or of the relative they share a name and a chat with. */
export function partOf(
  who: 'customer' | 'relative',
  n: number,
): { readonly login: string; readonly name: string } {
  const first = given[(who === 'customer' ? n : n + 7) % given.length] ?? ''
  const name = `${first} ${families[n % families.length]}`
  return { login: `${who}.${n}.${first.toLowerCase()}`, name }
}

/** The receipt of a customer's n-th transfer: no two are the same. */
export function receiptOf(customer: number, n: number): Card {
  return {
    type: 'receipt',
    state: 'paid',
    amount: 1_000 + customer * RECEIPTS_EACH + n,
    currency: 'CAD',
    from: partOf('customer', customer).name,
    to: partOf('relative', customer).name,
    reference: `Transfer ${customer + 1}-${n + 1}`,
    paid_at: '2013-12-19T10:00:00Z',
  }
}

/** What the bank declares and works with: it writes, it takes back, it reads nothing. */
export const bank = {
  slug: BANK,
  name: 'Northern Bank',
  feature: 'receipts',
  features: [
    {
      slug: 'receipts',
      start_at: '2013-12-18',
      offers: [
        { purpose: RECEIPTS, verb: 'messages.write' },
        { purpose: RECEIPTS, verb: 'messages.delete' },
      ],
      harvest_budget: 1_000,
      texts: {
        en: { name: 'Receipts', summary: 'Sends receipts of transfers you made, and takes its own back.' },
      },
      review_id: 'northern-bank-2013-12',
    },
  ],
} as const
