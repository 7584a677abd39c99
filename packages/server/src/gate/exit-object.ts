// What judging any outgoing object has in common: every key of it is decided, and every value is the row's (SCP-05).
import type { Field, PersonId } from '@countersign/protocol'
import type { Outgoing } from './look.ts'

/** An outgoing object as it will be written. */
export type Json = Readonly<Record<string, unknown>>

/** The people an object says something about; undefined when it may not leave exactly as it is. */
export type Judge = (object: Json) => readonly PersonId[] | undefined

/** Tells what may leave from the opaque ids of what may not; whoever an object is about must have been told of. */
export function separate(
  outgoing: readonly Outgoing[],
  judge: Judge,
): { readonly outgoing: readonly Outgoing[]; readonly stripped: readonly string[] } {
  const passes = ({ object, disclosed }: Outgoing): boolean => {
    const told = new Set(disclosed.map(({ person }) => person))
    return judge(object)?.every((person) => told.has(person)) ?? false
  }
  const { passed = [], stripped = [] } = Object.groupBy(outgoing, (one) =>
    passes(one) ? 'passed' : 'stripped',
  )
  return { outgoing: passed, stripped: stripped.map(({ object }) => String(object.id)) }
}

/** Every key beside `kind` and `id` is a granted field with the right value; an unknown key does not pass. */
export function keysPass(
  object: Json,
  fields: readonly Field[],
  fieldOf: Readonly<Record<string, Field>>,
  expected: Readonly<Record<string, (value: unknown) => boolean>>,
): boolean {
  return Object.entries(object).every(([key, value]) => {
    if (key === 'kind' || key === 'id') return true
    const field = Object.hasOwn(fieldOf, key) ? fieldOf[key] : undefined
    return field !== undefined && fields.includes(field) && (expected[key]?.(value) ?? false)
  })
}

/** An instant as it must be written. */
export function isoTime(at: number): string {
  return new Date(at).toISOString()
}
