// Who a name stands for. A name is all the format has: one name is one person of a source, and removed accounts share one.

/** What English exports call an account that is gone; some leave its name empty. */
const REMOVED = ['Facebook user', 'Facebook User', '']

/** How names are read. */
export interface Names {
  /** The person of a name: for removed accounts, who cannot be told apart, one for each thread. */
  idOf(thread: string, name: string): string
  /** True for a name that any number of removed accounts share. */
  isRemoved(name: string): boolean
  /** The name people see. */
  shown(name: string): string
}

/** @param removed what the export calls removed accounts, when it is not in English */
export function readNames(removed: string | undefined): Names {
  const gone = new Set(removed === undefined ? REMOVED : [...REMOVED, removed])
  return {
    idOf: (thread, name) => (gone.has(name) ? `removed ${thread}` : `name ${name}`),
    isRemoved: (name) => gone.has(name),
    shown: (name) => (name === '' ? 'Facebook user' : name),
  }
}
