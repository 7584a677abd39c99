// What happened in a race: acts with the times they began and were acknowledged, all from one clock, and what each made true.

/** A stretch of time, in milliseconds of one monotonic clock. `end` is Infinity while something goes on. */
export interface Span {
  readonly begin: number
  readonly end: number
}

/** What nobody can say: the outcome of an act whose answer did not come, or told of a failure inside. */
export const UNKNOWN: unique symbol = Symbol('unknown')

/** One value given to a fact by one act. */
interface Write<V> extends Span {
  begin: number
  end: number
  value: V | typeof UNKNOWN
  /** False while the act goes on, and for good when nobody knows whether it happened. */
  sure: boolean
}

/** Something that is one way or another: a switch, a permission, the words of a message. It has one writer at a time. */
export interface Fact<V> {
  readonly initial: V
  readonly writes: Write<V>[]
}

/** A fact before anybody changed it. */
export function newFact<V>(initial: V): Fact<V> {
  return { initial, writes: [] }
}

/** Facts by name, each made when it is first asked for. */
export type Facts<V> = (...name: readonly (string | null)[]) => Fact<V>

/** A family of facts that all begin alike. */
export function newFacts<V>(initial: V): Facts<V> {
  const known = new Map<string, Fact<V>>()
  return (...name) => {
    const key = name.join(' ')
    const fact = known.get(key) ?? newFact(initial)
    known.set(key, fact)
    return fact
  }
}

/**
 * Every value a fact may have had at some moment of a span: the last one acknowledged before it, and that of each act
 * that was going on during it. An act whose outcome is unknown adds its value and takes none away.
 */
export function possible<V>({ initial, writes }: Fact<V>, { begin, end }: Span): (V | typeof UNKNOWN)[] {
  const values: (V | typeof UNKNOWN)[] = []
  for (let i = firstFrom(writes, end) - 1; i >= 0; i--) {
    const write = writes[i] as Write<V>
    values.push(write.value)
    if (write.sure && write.end <= begin) return values
  }
  return [...values, initial]
}

/** The value a fact's one writer left it with. */
export function current<V>({ initial, writes }: Fact<V>): V | typeof UNKNOWN {
  const last = writes.at(-1)
  return last === undefined ? initial : last.value
}

/** How many writes began before an instant: they are in the order of their beginnings. */
function firstFrom(writes: readonly Write<unknown>[], at: number): number {
  let [low, high] = [0, writes.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((writes[middle] as Write<unknown>).begin < at) low = middle + 1
    else high = middle
  }
  return low
}

/** A fact and what an act made of it. */
export interface Setting {
  readonly fact: Fact<unknown>
  readonly value: unknown
}

/** A fact and its new value, for an act's outcome. */
export function set<V>(fact: Fact<V>, value: V): Setting {
  return { fact, value }
}

/** How an act ended: what it made true; refused, so that nothing changed; or nobody knows. */
export type Outcome = readonly Setting[] | 'refused' | 'unknown'

/** How often an act of one kind ended which way. */
export interface ActCount {
  done: number
  refused: number
  unknown: number
}

/** The log of a race. */
export interface History {
  readonly counts: ReadonlyMap<string, ActCount>
  /**
   * Runs an act and logs it with its beginning and its acknowledgement. The facts it may change must be named before it
   * begins; those it did not change stay as they were. Resolves with whether it is known to have happened.
   * @throws Error when one of the facts is being changed by another act
   */
  act(
    kind: string,
    facts: readonly Fact<unknown>[],
    perform: (span: Span) => Promise<Outcome>,
  ): Promise<boolean>
  /** Whether every act that began before an instant has ended, so that nothing about that time is still to be learnt. */
  settled(at: number): boolean
}

/** A history on a clock of monotonic milliseconds. */
export function newHistory(now: () => number): History {
  const counts = new Map<string, ActCount>()
  const going = new Set<Span>()
  return {
    counts,
    settled: (at) => [...going].every(({ begin }) => begin >= at),
    async act(kind, facts, perform) {
      const count = counts.get(kind) ?? { done: 0, refused: 0, unknown: 0 }
      counts.set(kind, count)
      const span = { begin: now(), end: Number.POSITIVE_INFINITY }
      const writes = facts.map((fact) => begin(fact, span.begin))
      going.add(span)
      const outcome = await perform(span).catch(() => 'unknown' as const)
      span.end = now()
      for (const [fact, write] of writes) finish(fact, write, outcome, span.end)
      going.delete(span)
      count[typeof outcome === 'string' ? outcome : 'done'] += 1
      return typeof outcome !== 'string'
    },
  }
}

function begin(fact: Fact<unknown>, at: number): [Fact<unknown>, Write<unknown>] {
  if (fact.writes.at(-1)?.end === Number.POSITIVE_INFINITY) throw new Error('a fact has one writer at a time')
  const write = { begin: at, end: Number.POSITIVE_INFINITY, value: UNKNOWN, sure: false }
  fact.writes.push(write)
  return [fact, write]
}

function finish(fact: Fact<unknown>, write: Write<unknown>, outcome: Outcome, at: number): void {
  write.end = at
  if (outcome === 'unknown') return
  const made = outcome === 'refused' ? undefined : outcome.find((setting) => setting.fact === fact)
  // Its only writer has written nothing since, so that it is the last one.
  if (made === undefined) fact.writes.pop()
  else Object.assign(write, { value: made.value, sure: true })
}
