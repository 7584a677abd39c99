// What a proof is asked for on its command line: read strictly, and a mistake told in one line with exit code 2.

/** What `read` makes of the arguments; undefined after a mistake, which is told, and sets the exit code. */
export function askedOr2<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 2
    return undefined
  }
}

/** A whole number from 1 that was given, or the one meant when none was. @throws naming the option */
export function numberIn(text: string | undefined, name: string, otherwise: number): number {
  const number = Number(text ?? otherwise)
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} is a whole number from 1`)
  return number
}
