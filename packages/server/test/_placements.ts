// A server with a partner that places cards and takes them back, and the people and calls the tests of it need.
import { createHash } from 'node:crypto'
import { canonicalJson, type DraftId, fieldsOf, type PersonId } from '@countersign/protocol'
import {
  assertWholeLedger,
  makeWorld,
  mintingPartner,
  onServer,
  type PartnerAnswer,
  testServer,
  type WorldPartner,
} from '@countersign/testkit'
import { afterEach } from 'vitest'
import { draftCard } from '../src/acts/draft-card.ts'
import { prepareTicket } from '../src/acts/prepare-ticket.ts'
import { redeemTicket } from '../src/acts/redeem-ticket.ts'
import { signedInBrowser } from './_people-browser.ts'

/** Starts it. To be awaited at the top level of a file. */
export async function placementServer(options: Parameters<typeof testServer>[0] = {}) {
  const opened = await testServer(options)
  const { system, clock, database, url } = opened
  const second = await opened.second()
  const world = await makeWorld(system, clock)
  const { people, thread } = world
  const offers = [
    { purpose: 'share_content', verb: 'messages.write', fields: [] },
    { purpose: 'share_content', verb: 'messages.delete', fields: [] },
    { purpose: 'group_activity', verb: 'messages.read', fields: fieldsOf['messages.read'] },
  ] as const
  const teller = await world.partner('teller', offers)
  const other = await world.partner('cinema', offers)
  const purpose = 'share_content' as const
  for (const partner of [teller, other])
    for (const who of ['ana', 'ben'] as const)
      await world.grant(who, { partner, purpose, verbs: ['messages.write', 'messages.delete'], threads: [] })
  await world.grant('ana', { partner: other, history: true })
  const client = await mintingPartner(system)
  const tokens = new Map<string, string>()
  const tokenOf = async (person: PersonId, { partner, feature }: WorldPartner): Promise<string> => {
    const known = tokens.get(`${person} ${partner}`) ?? (await client.mint({ person, partner, feature }))
    tokens.set(`${person} ${partner}`, known)
    return known
  }
  const [ana, ben] = [
    await signedInBrowser(url, world.login('ana')),
    await signedInBrowser(url, world.login('ben')),
  ]
  afterEach(async () => {
    clock.advance(61_000)
    tokens.clear()
    await assertWholeLedger(database.owner, system)
  })

  const card = {
    type: 'song',
    title: 'Blue Ferry — "live", 3 o’clock',
    artist: 'The Tides',
    link: 'https://teller.example/songs/blue-ferry',
  } as const
  let made = 0
  async function propose(person = people.ana, { partner, feature }: WorldPartner = teller): Promise<DraftId> {
    made += 1
    clock.advance(1)
    const proposed = {
      partner,
      feature,
      person,
      purpose,
      card: { ...card, title: `${card.title} ${made}` },
    } as const
    return (await draftCard(system, proposed)).draft
  }
  async function place(person = people.ana, by: WorldPartner = teller) {
    const draft = await propose(person, by)
    const ticket = await prepareTicket(system, { person, draft, thread })
    const { message } = await redeemTicket(system, { person, ticket: ticket.id, cardHash: ticket.cardHash })
    const state = await stateOf(draft, person, by)
    return { draft, message, placement: JSON.parse(state.body).placement as string }
  }
  const ask = async (
    path: string,
    {
      person = people.ana,
      by = teller,
      method = 'GET' as 'GET' | 'DELETE',
      why = purpose as string | null,
    } = {},
  ): Promise<PartnerAnswer> =>
    client.call(await tokenOf(person, by), `/partner/v1${path}`, { method, purpose: why })
  const stateOf = (draft: string, person = people.ana, by: WorldPartner = teller) =>
    ask(`/drafts/${draft}`, { person, by })
  const remove = (placement: string, person = people.ana, by: WorldPartner = teller) =>
    ask(`/placements/${placement}`, { person, by, method: 'DELETE' })
  const said = ({ status, body }: PartnerAnswer): string =>
    status < 300 ? String(status) : `${status} ${JSON.parse(body).code}`
  const rows = <T>(text: string, values: unknown[] = []): Promise<T[]> =>
    onServer(database.owner, async (pg) => (await pg.query(text, values)).rows as T[])
  const shown = async (message: string, who = ana) =>
    (await who.get(`/threads/${thread}/messages`)).body.items.find(({ id }: { id: string }) => id === message)
  const recordsOf = (kind: string): Promise<Record<string, string>[]> =>
    rows<{ record: Record<string, string> }>(
      'select record from entries where kind = $1 order by leaf_index',
      [kind],
    ).then((all) => all.map(({ record }) => record))
  const hashOf = (value: unknown): string =>
    createHash('sha256')
      .update(canonicalJson(value as never))
      .digest('hex')

  return {
    url,
    system,
    second,
    clock,
    database,
    world,
    people,
    thread,
    teller,
    other,
    purpose,
    card,
    ana,
    ben,
    propose,
    place,
    ask,
    stateOf,
    remove,
    said,
    rows,
    shown,
    recordsOf,
    hashOf,
    /** Minted tokens live by the machine's clock; after a jump of the system's, others are needed. */
    forgetTokens: () => tokens.clear(),
    lastTitle: () => `${card.title} ${made}`,
    signIn: (who: 'ana' | 'ben') => signedInBrowser(url, world.login(who)),
  }
}
