// What a log may say of an error: messages, of drivers above all, can quote what people wrote and stay out.

/** An error for the log: its name, its code (empty for none) and where it happened, without its message. */
export function loggable(error: unknown): {
  readonly name: string
  readonly code: string
  readonly stack: readonly string[]
} {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  if (!(error instanceof Error)) return { name: 'unknown', code, stack: [] }
  const stack = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return { name: error.name, code, stack }
}
