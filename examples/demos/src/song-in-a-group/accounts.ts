// Both sides' accounts: what Tunes counted in its answers, and what each person's own "who got what" says.
import type { Figures } from '../figures.ts'
import { notices, ownDisclosures, type Person } from '../people.ts'
import type { Reader, Tally } from '../reader.ts'
import { TUNES } from '../tunes.ts'
import { type Group, textsIn } from './group.ts'

const nothing: Tally = { answers: 0, items: 0 }

/** Person by person, the two accounts agree; and who was read through somebody else was told. */
export async function compareAccounts(
  group: Group,
  readers: readonly Reader[],
  figures: Figures,
): Promise<void> {
  for (const person of group.people) {
    const counted = readers.map((reader) => tallyOf(group, reader, person)).reduce(add, nothing)
    const what = `${firstName(person)}'s own list against what Tunes counted`
    figures.equal('TRN-01', what, words(counted), words(await listed(person)))
  }
  const told = (await notices(group.benedikt)).filter(({ kind }) => kind === 'first_disclosure')
  const what = 'notices to Benedikt of the first time something of his went out'
  figures.equal('COP-04', what, 1, told.length)
}

/** Every answer is in the ledger when it arrives: Annika's list holds it before Tunes does anything else. */
export async function compareOnArrival(group: Group, tunes: Reader, figures: Figures): Promise<void> {
  const missing: number[] = []
  for await (const _ of tunes.pages(await tunes.group(), 3)) {
    const counted = tallyOf(group, tunes, group.annika).answers
    missing.push(counted - (await listed(group.annika)).answers)
  }
  const what = `answers missing in her list when they arrive, over ${missing.length} pages`
  figures.equal('REC-04', what, 0, Math.max(...missing))
}

async function listed(person: Person): Promise<Tally> {
  return (await ownDisclosures(person))
    .filter(({ partner, delivered }) => partner.name === TUNES && delivered)
    .map(({ items }) => ({ answers: 1, items }))
    .reduce(add, nothing)
}

/** Two people's exports of one thread have no identifier in common: nobody can join them by it. */
export function compareIds([one, other]: readonly Reader[], figures: Figures): void {
  const [ids, others] = [idsOf(one), idsOf(other)]
  figures.atLeast('SCP-06', "identifiers in Annika's exports", 1, ids.size)
  const common = [...ids].filter((id) => others.has(id)).length
  figures.equal('SCP-06', "of those, also in Evangeline's exports of the same thread", 0, common)
}

function idsOf(reader: Reader | undefined): ReadonlySet<string> {
  const bodies = (reader?.received ?? []).map(({ body }) => body).join('\n')
  return new Set([...bodies.matchAll(/"((?:thr|msg|aut|mem)_[^"]+)"/g)].flatMap(([, id]) => id ?? []))
}

/** What one reader counted about one person: under their alias, or, for the reader's own person, also under their id. */
function tallyOf(group: Group, reader: Reader, person: Person): Tally {
  const tallies = reader.tallies()
  const alias = aliasOf(group, reader, person)
  const own = reader.person === person ? (tallies.get(person.id) ?? nothing) : nothing
  return add(own, alias === undefined ? nothing : (tallies.get(alias) ?? nothing))
}

/** The alias a reader knows somebody by: that of the author of a text they wrote. */
function aliasOf(group: Group, reader: Reader, person: Person): string | undefined {
  for (const { body, status, path } of reader.received) {
    if (status !== 200 || !path.endsWith('/messages')) continue
    const { items } = JSON.parse(body) as { items: readonly { text?: string; author?: string }[] }
    const found = items.find(
      ({ text }) => text !== undefined && textsIn(group, JSON.stringify(text))[0]?.author === person,
    )
    if (found?.author !== undefined) return found.author
  }
  return undefined
}

function add(a: Tally, b: Tally): Tally {
  return { answers: a.answers + b.answers, items: a.items + b.items }
}

function words({ answers, items }: Tally): string {
  return `${answers} answers, ${items} items`
}

function firstName({ name }: Person): string {
  return name.split(' ')[0] ?? name
}
