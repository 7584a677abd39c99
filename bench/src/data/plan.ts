// Who is in which thread and who wrote the n-th message when: the whole world as functions, fixed by its seed.
import { type Shape, shapes } from '../shapes.ts'
import { unit } from './chance.ts'
import { LEAVERS, type Scale } from './scale.ts'

/** A thread that is measured: its granting person is the first of its people. */
export interface MeasuredThread {
  readonly shape: Shape
  /** Its number among all threads. */
  readonly thread: number
  /** The numbers of its people: from here on, one after the other. */
  readonly firstPerson: number
  /** Whether its grant is the one to be withdrawn under load. */
  readonly leaves: boolean
}

/** A world as functions of numbers: of messages in the order of time, of threads, of people. */
export interface Plan {
  readonly scale: Scale
  readonly seed: number
  /** Midnight UTC the world is told at; everything in it happened before. */
  readonly asOf: number
  readonly begin: number
  /** People and threads with the measured ones, which have the highest numbers. */
  readonly people: number
  readonly threads: number
  readonly measured: readonly MeasuredThread[]
  membersOf(thread: number): Int32Array
  /** How many memberships there are before this thread's. */
  membershipsBefore(thread: number): number
  threadOf(message: number): number
  authorOf(message: number, thread: number): number
  sentAt(message: number): number
  measuredOf(thread: number): MeasuredThread | undefined
}

const DAY_MS = 86_400_000
const YEARS_MS = 730 * DAY_MS
const stream = { thread: 11, author: 12, moment: 13, size: 14, tail: 15, member: 16, old: 17 }

/** The plan of a world. @param asOf midnight UTC, milliseconds */
export function planOf(scale: Scale, seed: number, asOf: number): Plan {
  const begin = asOf - YEARS_MS
  const measured = measuredThreads(scale)
  const last = measured.at(-1)
  const people = last === undefined ? scale.people : last.firstPerson + last.shape.people
  const threads = scale.threads + measured.length
  const members = drawMembers(scale, seed, measured)
  const pick = measuredPicker(scale, seed, measured)
  const step = (YEARS_MS - DAY_MS) / scale.messages
  const measuredOf = (thread: number): MeasuredThread | undefined => measured[thread - scale.threads]
  const membersOf = (thread: number): Int32Array =>
    members.all.subarray(members.from[thread], members.from[thread + 1])
  return {
    scale,
    seed,
    asOf,
    begin,
    people,
    threads,
    measured,
    membersOf,
    membershipsBefore: (thread) => members.from[thread] ?? 0,
    threadOf(message) {
      // Popular threads get far more than others: the density falls with the rank to the power of two thirds.
      return pick(message) ?? Math.floor(scale.threads * unit(seed, stream.thread, message) ** 3)
    },
    authorOf(message, thread) {
      const chance = unit(seed, stream.author, message)
      const known = measuredOf(thread)
      if (known !== undefined) return known.firstPerson + measuredAuthor(known, message, chance)
      const here = membersOf(thread)
      return here[Math.floor(here.length * chance ** 2)] ?? 0
    },
    sentAt: (message) =>
      begin + DAY_MS / 2 + Math.floor((message + unit(seed, stream.moment, message)) * step),
    measuredOf,
  }

  function measuredAuthor({ shape }: MeasuredThread, message: number, chance: number): number {
    const { people: here, allowing, oldPostsOnly } = shape
    if (!oldPostsOnly) return Math.floor(here * chance)
    const old = message < scale.messages / 4
    if (old && unit(seed, stream.old, message) < 0.5) return Math.floor(allowing * chance)
    return old ? Math.floor(here * chance) : allowing + Math.floor((here - allowing) * chance)
  }
}

function measuredThreads({ people, threads, readers }: Scale): readonly MeasuredThread[] {
  const wanted = shapes.flatMap((shape, i) => {
    const leaving = i === 0 ? LEAVERS : 0
    return Array.from({ length: readers + leaving }, (_, n) => ({ shape, leaves: n >= readers }))
  })
  let person = people
  return wanted.map(({ shape, leaves }, i) => {
    const firstPerson = person
    person += shape.people
    return { shape, leaves, thread: threads + i, firstPerson }
  })
}

/** Which measured thread a message belongs to, if any: they are spread evenly over the time. */
function measuredPicker(
  { messages, unitLength }: Scale,
  seed: number,
  measured: readonly MeasuredThread[],
): (message: number) => number | undefined {
  // A thread is in the list as often as its length says.
  const places = measured.flatMap(({ thread, shape }) =>
    Array.from<number>({ length: shape.length }).fill(thread),
  )
  const total = places.length * unitLength
  if (total > messages * 0.9) throw new RangeError(`a world of ${messages} messages is too small to measure`)
  return (message) => {
    const isMeasured =
      Math.floor(((message + 1) * total) / messages) > Math.floor((message * total) / messages)
    return isMeasured ? places[Math.floor(places.length * unit(seed, stream.thread, message))] : undefined
  }
}

/** The people of every thread in one flat list, because there are millions. */
function drawMembers(
  scale: Scale,
  seed: number,
  measured: readonly MeasuredThread[],
): { readonly all: Int32Array; readonly from: Int32Array } {
  const from = new Int32Array(scale.threads + measured.length + 1)
  let all = new Int32Array(scale.threads * 8)
  let count = 0
  const add = (person: number): void => {
    if (count === all.length) {
      const larger = new Int32Array(2 * count)
      larger.set(all)
      all = larger
    }
    all[count++] = person
  }
  for (let thread = 0; thread < scale.threads; thread++) {
    from[thread] = count
    for (const person of bulkMembers(scale, seed, thread)) add(person)
  }
  for (const { thread, firstPerson, shape } of measured) {
    from[thread] = count
    for (let n = 0; n < shape.people; n++) add(firstPerson + n)
  }
  from[scale.threads + measured.length] = count
  return { all, from }
}

const LARGEST_GROUP = 200

/** Half of all threads are of two; the size of a group follows a power law, as does how many groups a person is in. */
function bulkMembers({ people }: Scale, seed: number, thread: number): ReadonlySet<number> {
  const tail = 3 + Math.floor(2 * ((1 - unit(seed, stream.tail, thread)) ** -0.8 - 1))
  const size = unit(seed, stream.size, thread) < 0.55 ? 2 : Math.min(LARGEST_GROUP, tail)
  const members = new Set<number>()
  for (let n = 0; n < 3 * size && members.size < size; n++)
    members.add(Math.floor(people * unit(seed, stream.member, thread * 3 * LARGEST_GROUP + n) ** 2))
  for (let next = thread % people; members.size < 2; next = (next + 1) % people) members.add(next)
  return members
}
