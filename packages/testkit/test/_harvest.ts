// What answers call things, kept by name, so that later requests ask for what is there.

/** Values by the names they were seen under; an id also under the name of its kind. */
export interface Harvest {
  see(value: unknown): void
  known(): Readonly<Record<string, readonly unknown[]>>
}

/** More of one name would only be more of the same. */
const MOST = 40

/** A harvest with nothing in it. */
export function openHarvest(): Harvest {
  const kept = new Map<string, Set<unknown>>()
  const keep = (name: string, value: unknown): void => {
    const values = kept.get(name) ?? new Set()
    if (values.size < MOST) values.add(value)
    kept.set(name, values)
  }
  const see = (value: unknown, name = ''): void => {
    if (Array.isArray(value)) for (const one of value) see(one, name)
    else if (typeof value === 'object' && value !== null)
      for (const [member, inside] of Object.entries(value)) see(inside, member)
    else if (typeof value === 'string') {
      keep(name, value)
      const kind = /^([a-z]+)_[\w-]{20,}$/.exec(value)?.[1]
      if (kind !== undefined) keep(kind === 'thr' ? 'thread' : kind, value)
    }
    if (typeof value === 'object' && value !== null && name !== '') keep(name, value)
  }
  return {
    see: (value) => see(value),
    known: () => Object.fromEntries([...kept].map(([name, all]) => [name, [...all]])),
  }
}
