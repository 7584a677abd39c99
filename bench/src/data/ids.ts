// The identifiers of a made world: UUIDv7 whose random bits say what the thing is and which one.
import { draw } from './chance.ts'

const kinds = {
  person: 1,
  thread: 2,
  message: 3,
  grant: 4,
  countersignature: 5,
  partner: 6,
  feature: 7,
  attachment: 8,
} as const

/** What can be numbered. */
export type Kind = keyof typeof kinds

/** The UUID of the n-th thing of a kind, dated at `at`. Its last digits are the number, so that key folders fill evenly. */
export function uuid(seed: number, kind: Kind, n: number, at: number): string {
  const time = at.toString(16).padStart(12, '0')
  const number = kinds[kind]
  const bits = draw(seed, number, n)
  const low = n.toString(16).padStart(8, '0')
  const middle = (bits & 0xffff).toString(16).padStart(4, '0')
  const variant = (0x8000 | (bits >>> 18)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-70${number.toString(16).padStart(2, '0')}-${variant}-${middle}${low}`
}
