// A form as the pages of an authorization send it: each name with its values, in order.
import { Problem } from '../problems.ts'

/** The fields of a form. */
export type FormFields = ReadonlyMap<string, readonly string[]>

/** The fields of a form body. @throws {Problem} BAD_REQUEST for anything that is not a form */
export function formFields(body: unknown): FormFields {
  if (typeof body !== 'object' || body === null)
    throw new Problem('BAD_REQUEST', { detail: 'The form is empty.' })
  return new Map(
    Object.entries(body).map(([name, value]) => [name, (Array.isArray(value) ? value : [value]).map(String)]),
  )
}

/** The one value of a field, or undefined. */
export function oneValue(fields: FormFields, name: string): string | undefined {
  const values = fields.get(name) ?? []
  return values.length === 1 ? values[0] : undefined
}
