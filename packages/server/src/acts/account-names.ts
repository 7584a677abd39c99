// What an account may be called: the one rule every way in passes, be it the API, a page or the command line.
import { plainWords } from '@countersign/protocol'
import { z } from 'zod'
import { Problem } from '../problems.ts'

/** The longest sign-in name, in characters. */
export const MAX_LOGIN_LENGTH = 100
/** The longest name people are shown by, in characters. */
const MAX_NAME_LENGTH = 80

/** A name people sign in with: one word that shows all it holds. */
export const login = z
  .string()
  .trim()
  .min(3, { error: 'must have 3 characters or more' })
  .max(MAX_LOGIN_LENGTH, { error: `must have ${MAX_LOGIN_LENGTH} characters at most` })
  .regex(/^[^\s\p{C}]+$/u, { error: 'must be one word without spaces' })

/** A name people are shown by: nothing in it hides, or reorders the words it stands among. */
export const displayName = plainWords(MAX_NAME_LENGTH)

/** @throws {Problem} BAD_REQUEST unless both names keep the rules; a name that is not given is not judged */
export function checkNames(names: { readonly login?: string; readonly displayName?: string }): void {
  const errors = [
    ...(names.login === undefined ? [] : mistakes('login', login.safeParse(names.login))),
    ...(names.displayName === undefined ? [] : mistakes('name', displayName.safeParse(names.displayName))),
  ]
  if (errors.length > 0) throw new Problem('BAD_REQUEST', { errors })
}

function mistakes(
  at: string,
  { error }: z.ZodSafeParseResult<string>,
): readonly { at: string; problem: string }[] {
  const [first] = error?.issues ?? []
  return first === undefined ? [] : [{ at, problem: first.message }]
}
