// The made-up account: every payment is a card the platform takes, and a request is one or none at all.
import { expect, test } from 'vitest'
import { paymentAt, payments, requestCard } from './payments.ts'

test('every payment is a receipt in the currency nobody can be paid in', () => {
  expect(payments).toHaveLength(6)
  for (const { card, code } of payments) {
    expect(card).toMatchObject({ type: 'receipt', state: 'paid', currency: 'XTS' })
    expect(paymentAt(code)?.card).toBe(card)
  }
  expect(paymentAt('payment-0')).toBeUndefined()
})

test.each(['', '0', '0.00', '-1', '1e3', '1.5', '1,50', '12345678', 'NaN', '1.50 EUR'])(
  'no request is made of %j',
  (amount) => {
    expect(requestCard(amount, 'Cake')).toBeUndefined()
  },
)

test('a request holds the amount in hundredths and the words, or none', () => {
  expect(requestCard('12.35', ' Cake ')).toMatchObject({
    state: 'requested',
    amount: 1235,
    reference: 'Cake',
  })
  expect(requestCard('7', '  ')).not.toHaveProperty('reference')
  expect(requestCard('7', 'x'.repeat(200))).toBeUndefined()
})
