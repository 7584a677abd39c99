// The made-up account of the demo bank, and the cards that can be made of it.
import { readFileSync } from 'node:fs'
import { type Card, card } from '@countersign/sdk'

/** One payment that was never made. */
export interface Payment {
  /** What forms name it by. */
  readonly code: string
  readonly to: string
  readonly amount: number
  readonly reference: string
  readonly paidAt: number
  /** Its receipt, exactly as it is proposed to the platform. */
  readonly card: Card
}

/** Whose account it is, as cards say it. */
const ACCOUNT = 'Demo account 1042 at Teller'
/** Kept by ISO 4217 for tests: nobody can be paid in it. */
const CURRENCY = 'XTS'

const file = JSON.parse(readFileSync(new URL('../data/payments.json', import.meta.url), 'utf8')) as {
  readonly about: string
  readonly payments: readonly {
    readonly to: string
    readonly amount: number
    readonly reference: string
    readonly paid_at: string
  }[]
}

/** What is made up here, in words for people. */
export const paymentsSource: string = file.about

/** Every payment. One the platform would not take as a card stops the start, not the person who picks it. */
export const payments: readonly Payment[] = file.payments.map((payment, i) => ({
  code: `payment-${i + 1}`,
  to: payment.to,
  amount: payment.amount,
  reference: payment.reference,
  paidAt: Date.parse(payment.paid_at),
  card: card.parse({ type: 'receipt', state: 'paid', from: ACCOUNT, currency: CURRENCY, ...payment }),
}))

/** The payment a form names. */
export function paymentAt(code: string): Payment | undefined {
  return payments.find((payment) => payment.code === code)
}

/** A card that asks for money; undefined for an amount or words that no card can hold. */
export function requestCard(amount: string, reference: string): Card | undefined {
  if (!/^\d{1,6}(\.\d{2})?$/.test(amount)) return undefined
  const parsed = card.safeParse({
    type: 'receipt',
    state: 'requested',
    from: 'Whoever reads this',
    to: ACCOUNT,
    amount: Math.round(Number(amount) * 100),
    currency: CURRENCY,
    ...(reference.trim() !== '' && { reference: reference.trim() }),
  })
  return parsed.success ? parsed.data : undefined
}

/** An amount as people read it. */
export function amountWords(amount: number): string {
  return `${(amount / 100).toFixed(2)} ${CURRENCY}`
}
