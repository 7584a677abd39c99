// TRN-01, TRN-04: one story of seven calls by three partners, told by each partner, by each person and by the ledger.
import { uuidOf } from '@countersign/protocol'
import { describe, expect, test } from 'vitest'
import { openSession } from '../../server/src/acts/session.ts'
import { systemClock } from '../../server/src/ports/clock.ts'
import { mintingPartner } from '../src/minted-token.ts'
import { onServer } from '../src/postgres.ts'
import { testServer } from '../src/system.ts'
import { makeWorld, type Who, type WorldPartner } from '../src/world.ts'

/** What somebody got of somebody. */
interface Tally {
  readonly answers: number
  readonly items: number
}

interface Body {
  readonly items: readonly {
    readonly kind: string
    readonly id: string
    readonly author?: string
    readonly title?: string
  }[]
  readonly disclosures: readonly { readonly subject: string; readonly n: number }[]
}

const { system, database, url } = await testServer({ clock: systemClock })
const world = await makeWorld(system, { ...systemClock, advance: () => undefined, set: () => undefined })
const minting = await mintingPartner(system)
const partners = {
  jukebox: world.jukebox,
  matinee: await world.partner('matinee'),
  teller: await world.partner('teller'),
}
type Slug = keyof typeof partners

for (const [who, text] of [
  ['ana', 'Boléro?'],
  ['ben', 'La Bamba.'],
  ['ana', 'Für Elise.'],
  ['chika', 'Not for companies.'],
] as const)
  await world.say(who, text)
for (const partner of Object.values(partners))
  await world.grant('ana', { partner, verbs: ['threads.list', 'messages.read'], history: true })
// Ben lets two of the three have his words, Chika none.
for (const partner of [partners.jukebox, partners.matinee])
  await world.countersign('ben', { partner, history: true })

const received = new Map<Slug, Body[]>()
const aliases = new Map<Slug, ReadonlyMap<string, Who>>()

async function call(slug: Slug, path: string): Promise<Body> {
  const { partner, feature } = partners[slug]
  const token = await minting.mint({ person: world.people.ana, partner, feature })
  const { status, body } = await minting.call(token, path, { purpose: 'group_activity' })
  expect(status).toBe(200)
  const read = JSON.parse(body) as Body
  received.set(slug, [...(received.get(slug) ?? []), read])
  return read
}

async function messages(slug: Slug, thread: string, query = ''): Promise<void> {
  const { items } = await call(slug, `/partner/v1/threads/${thread}/messages${query}`)
  // The newest message that may leave is Ana's; Ben's comes after it.
  const [hers, his] = [...new Set(items.map(({ author }) => author ?? ''))]
  const known = new Map(aliases.get(slug))
  if (hers !== undefined) known.set(hers, 'ana')
  if (his !== undefined) known.set(his, 'ben')
  aliases.set(slug, known)
}

/** What a partner counts in its own answers: the subjects of its delivery chain, and the items under each. */
function countedBy(slug: Slug, who: Who): Tally {
  const tallies = (received.get(slug) ?? []).flatMap(({ items, disclosures }) =>
    disclosures.map(({ subject }): Tally & { readonly who: Who | undefined } => {
      const list = items.some(({ kind }) => kind === 'thread')
      // A title is an item of its own in the table of subjects: the words of whoever gave it, here Ana.
      const theirs = list
        ? items.flatMap((item) => (item.title === undefined ? [item] : [item, item.title]))
        : items.filter(({ author }) => author === subject)
      return { answers: 1, items: theirs.length, who: list ? 'ana' : aliases.get(slug)?.get(subject) }
    }),
  )
  return sum(tallies.filter((tally) => tally.who === who))
}

async function toldTo(who: Who): Promise<Readonly<Record<string, Tally>>> {
  const { secret } = await openSession(system, world.people[who])
  const get = async (path: string) =>
    (await (
      await fetch(`${url}${path}`, { headers: { cookie: `countersign_session=${secret}` } })
    ).json()) as {
      items: readonly { partner: { name: string }; disclosures?: number; items: number }[]
    }
  const lines = await get('/api/v1/disclosures?limit=200')
  const totals = await get('/api/v1/disclosures/totals')
  const added = Object.fromEntries(
    totals.items.map(({ partner: { name } }) => {
      const of = lines.items.filter((line) => line.partner.name === name)
      return [name, sum(of.map(({ items }) => ({ answers: 1, items })))]
    }),
  )
  const given = totals.items.map(({ partner, disclosures = 0, items }) => [
    partner.name,
    { answers: disclosures, items },
  ])
  expect(Object.fromEntries(given)).toEqual(added)
  return added
}

function inLedger(who: Who, { partner }: WorldPartner): Promise<Tally & { readonly deliveries: number }> {
  return onServer(database.owner, async (db) => {
    const { rows } = await db.query(
      `select count(*)::int as answers, coalesce(sum(json_array_length(record -> 'items')), 0)::int as items,
       (select coalesce(max(last_n), 0)::int from chains where partner_id = $2 and chain = 'delivery') as deliveries
       from entries where kind = 'disclosure' and person_id = $1 and partner_id = $2`,
      [uuidOf(world.people[who]), uuidOf(partner)],
    )
    return rows[0]
  })
}

function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce((a, b) => ({ answers: a.answers + b.answers, items: a.items + b.items }), {
    answers: 0,
    items: 0,
  })
}

describe('the same seven calls by three partners', async () => {
  const threadOf = async (slug: Slug): Promise<string> =>
    (await call(slug, '/partner/v1/threads')).items[0]?.id ?? ''
  const [forJukebox, forMatinee, forTeller] = [
    await threadOf('jukebox'),
    await threadOf('matinee'),
    await threadOf('teller'),
  ]
  await messages('jukebox', forJukebox)
  await messages('jukebox', forJukebox, '?limit=2')
  await messages('matinee', forMatinee)
  await messages('teller', forTeller)

  test('are seven, and say what is expected of them', () => {
    expect([...received.values()].flat()).toHaveLength(7)
    expect(countedBy('jukebox', 'ana')).toEqual({ answers: 3, items: 5 })
    expect(countedBy('jukebox', 'ben')).toEqual({ answers: 2, items: 2 })
    expect(countedBy('teller', 'ben')).toEqual({ answers: 0, items: 0 })
  })

  test.each(['ana', 'ben', 'chika'] as const)(
    '%s, the partners and the ledger count alike (TRN-01)',
    async (who) => {
      const told = await toldTo(who)
      for (const slug of Object.keys(partners) as Slug[]) {
        const name = `${slug[0]?.toUpperCase()}${slug.slice(1)}`
        const { deliveries, ...entered } = await inLedger(who, partners[slug])
        expect(countedBy(slug, who)).toEqual(entered)
        expect(told[name] ?? { answers: 0, items: 0 }).toEqual(entered)
        const numbers = (received.get(slug) ?? []).flatMap(({ disclosures }) => disclosures.map(({ n }) => n))
        expect(numbers).toEqual(Array.from({ length: deliveries }, (_, i) => i + 1))
      }
    },
  )
})
