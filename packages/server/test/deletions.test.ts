// DEL-02, DEL-03: who got something is asked to delete it, says once what it did, or is suspended; each side sees its own part only.
import {
  DAY_MS,
  type DeletionId,
  type DeletionStatement,
  type PartnerEvent,
  uuidOf,
} from '@countersign/protocol'
import { assertWholeLedger, onServer } from '@countersign/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { answerDeletion } from '../src/acts/answer-deletion.ts'
import { itemsOfDeletion } from '../src/acts/list-deletions.ts'
import { resumePartner } from '../src/acts/suspend-partner.ts'
import { suspendSilent } from '../src/acts/suspend-silent.ts'
import { pairwiseSubject } from '../src/ledger/pairwise.ts'
import { deletionCounts } from '../src/store/deletions.ts'
import { findPartner } from '../src/store/partners.ts'
import { tick, toldTo } from './_events.ts'
import { type Browser, problem, signedInBrowser } from './_people-browser.ts'
import { peopleServer } from './_people-server.ts'

const opened = await peopleServer()
const { system, clock, url, world, database } = opened
const { jukebox, people } = world
const matinee = await world.partner('matinee')
const teller = await world.partner('teller')
let ana = await signedInBrowser(url, world.login('ana'))
let ben = await signedInBrowser(url, world.login('ben'))
/** Days go by, and with them sessions. */
async function later(ms: number): Promise<void> {
  clock.advance(ms)
  ana = await signedInBrowser(url, world.login('ana'))
  ben = await signedInBrowser(url, world.login('ben'))
}
afterAll(() => assertWholeLedger(database.owner, system))

const gone = (items: number): DeletionStatement => ({
  outcome: 'deleted',
  items,
  sub_holders: [],
  derived_data: { made: false },
})
const ask = (who: Browser, partner: string, feature: string | null = null) =>
  who.post('/deletions', { partner, feature })
const company = async (who: Browser, partner: string) =>
  (await who.get('/privacy')).body.companies.find(
    (one: { partner: { id: string } }) => one.partner.id === partner,
  )
const asked = async (
  partner: typeof jukebox,
): Promise<Extract<PartnerEvent, { type: 'deletion.asked' }>['data'][]> => {
  await tick(opened)
  return (await toldTo(system, partner.partner)).flatMap((event) =>
    event.type === 'deletion.asked' ? [event.data] : [],
  )
}
type Asked = Awaited<ReturnType<typeof asked>>
const ofThemselves = (all: Asked) => all.find(({ person }) => person !== undefined)
const ofOthers = (all: Asked) => all.find(({ person }) => person === undefined)
const items = ({ partner }: typeof jukebox, deletion: string) =>
  itemsOfDeletion(system, { partner, deletion: deletion as DeletionId, after: undefined })
const answer = ({ partner }: typeof jukebox, deletion: string, statement: DeletionStatement) =>
  answerDeletion(system, { partner, deletion: deletion as DeletionId, statement })
const incidents = (kind: string): Promise<unknown[]> =>
  onServer(database.owner, async (client) => {
    const { rows } = await client.query('select detail from incidents where kind = $1 order by at', [kind])
    return rows.map(({ detail }) => detail)
  })
const notices = async (who: Browser): Promise<string[]> =>
  (await who.get('/notices')).body.items
    .filter(({ kind }: { kind: string }) => kind.startsWith('deletion_'))
    .map(({ kind, partner }: { kind: string; partner: { name: string } }) => `${kind} ${partner.name}`)

describe('asking', () => {
  it('of a company that got nothing, or of none, asks for nothing', async () => {
    expect(problem(await ask(ana, teller.partner))).toBe('409 NOTHING_TO_DELETE')
    expect(problem(await ask(ana, 'partner_01900000000070008000000000000000'))).toBe('409 NOTHING_TO_DELETE')
    expect(problem(await ask(ana, 'jukebox'))).toBe('400 BAD_REQUEST')
  })

  it('tells each recipient once, names who asks only where they had connected it, and lists the very ids it holds', async () => {
    await world.grant('ana')
    await world.grant('ana', { partner: matinee })
    await world.countersign('ben')
    await world.say('ana', 'ana one')
    await world.say('ben', 'ben one')
    const held = new Map(
      (await world.read('ana')).items.map((item) => [String(item['text']), String(item['id'])]),
    )
    await world.read('ana', { partner: matinee })
    expect((await ask(ana, jukebox.partner)).status).toBe(201)
    expect((await ask(ben, jukebox.partner)).status).toBe(201)
    expect(problem(await ask(ana, jukebox.partner))).toBe('409 NOTHING_TO_DELETE')
    const all = await asked(jukebox)
    const [own, others] = [ofThemselves(all), ofOthers(all)]
    expect(all).toHaveLength(2)
    expect(own).toMatchObject({
      feature: 'group-songs',
      person: pairwiseSubject(system, jukebox.partner, people.ana),
    })
    // Ben never connected it: by the event it cannot tell who he is.
    expect(Object.keys(others ?? {}).toSorted()).toEqual(['deletion', 'due', 'feature'])
    const ids = async (one: typeof own) =>
      (await items(jukebox, String(one?.deletion))).items.map(({ kind, id }) => `${kind} ${id}`)
    expect(await ids(own)).toEqual([`message ${held.get('ana one')}`])
    expect(await ids(others)).toEqual([`message ${held.get('ben one')}`])
    // Matinee got the same words of Ana's, and was not asked.
    expect(await asked(matinee)).toEqual([])
  })

  it('is answered by nobody else: another partner finds no such ask', async () => {
    const own = ofThemselves(await asked(jukebox))
    await expect(items(matinee, String(own?.deletion))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(answer(matinee, String(own?.deletion), gone(1))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await company(ana, jukebox.partner)).deletions).toMatchObject([
      { state: 'asked', statement: null },
    ])
  })
})

describe('an answer', () => {
  it('is shown beside what the record has, told to who asked, and not said again', async () => {
    const own = ofThemselves(await asked(jukebox))
    await answer(jukebox, String(own?.deletion), gone(1))
    await expect(answer(jukebox, String(own?.deletion), gone(0))).rejects.toMatchObject({ code: 'ALREADY' })
    const { deletions, deletable } = await company(ana, jukebox.partner)
    expect(deletions).toMatchObject([
      { state: 'answered', through: 'own', items: 1, statement: gone(1), all_gone: true, late: false },
    ])
    // Nothing is left to ask for until it gets something new.
    expect(deletable).toEqual([])
    expect(problem(await ask(ana, jukebox.partner))).toBe('409 NOTHING_TO_DELETE')
    expect(await notices(ana)).toEqual(['deletion_answered Jukebox'])
    expect(await notices(ben)).toEqual([])
    await world.say('ana', 'ana two')
    await world.read('ana', { limit: 1 })
    expect((await ask(ana, jukebox.partner, jukebox.feature)).body.items).toHaveLength(1)
    const again = (await asked(jukebox)).at(-1)
    expect((await items(jukebox, String(again?.deletion))).items).toHaveLength(1)
    await answer(jukebox, String(again?.deletion), gone(1))
  })

  it('whose count is not the record’s stays as it was said, is not taken for all, and opens an incident', async () => {
    const others = ofOthers(await asked(jukebox))
    const before = await incidents('deletion_miscounted')
    await answer(jukebox, String(others?.deletion), gone(7))
    expect((await company(ben, jukebox.partner)).deletions).toMatchObject([
      { items: 1, statement: { items: 7 }, all_gone: false },
    ])
    expect(await incidents('deletion_miscounted')).toEqual([
      ...before,
      { deletion: others?.deletion, said: 7, items: 1 },
    ])
    // What stayed is not asked for again tomorrow, and can be in a month.
    expect(problem(await ask(ben, jukebox.partner))).toBe('409 NOTHING_TO_DELETE')
    await later(31 * DAY_MS)
    expect((await ask(ben, jukebox.partner)).status).toBe(201)
    const again = (await asked(jukebox)).at(-1)
    await answer(jukebox, String(again?.deletion), gone(1))
  })
})

describe('silence', () => {
  it('DEL-02: of three recipients two confirm, one says nothing for ten days and is suspended; who asked sees all three', async () => {
    await world.grant('ana', { partner: teller })
    await world.grant('ana')
    await world.say('ana', 'to all three')
    for (const partner of [jukebox, matinee, teller]) await world.read('ana', { partner, limit: 1 })
    for (const { partner } of [jukebox, matinee, teller]) expect((await ask(ana, partner)).status).toBe(201)
    for (const partner of [jukebox, matinee]) {
      const last = (await asked(partner)).at(-1)
      await answer(partner, String(last?.deletion), {
        ...gone((await items(partner, String(last?.deletion))).items.length),
      } as DeletionStatement)
    }
    const due = Date.parse(String((await asked(teller)).at(-1)?.due))
    await later(due - clock.now() - 1)
    expect(await suspendSilent(system)).toBe(0)
    clock.advance(1)
    expect(await suspendSilent(system)).toBe(1)
    expect(await suspendSilent(system)).toBe(0)
    const states = []
    for (const { partner } of [jukebox, matinee, teller])
      states.push((await company(ana, partner)).deletions[0].state)
    expect(states).toEqual(['answered', 'answered', 'overdue'])
    expect((await findPartner(system.app, teller.partner))?.suspended).toBe(true)
    expect((await findPartner(system.app, jukebox.partner))?.suspended).toBe(false)
    await expect(world.read('ana', { partner: teller })).rejects.toMatchObject({ code: 'SUSPENDED' })
    expect(await incidents('deletion_silence')).toMatchObject([{ deletions: [expect.any(String)] }])
    expect(await notices(ana)).toContain('deletion_overdue Teller')
  })

  it('is broken late, by a suspended company too: that it was late stays, and only the operator lets it go on', async () => {
    const late = (await asked(teller)).at(-1)
    await answer(teller, String(late?.deletion), { outcome: 'kept', why: 'legal_duty', words: 'Books.' })
    expect((await company(ana, teller.partner)).deletions).toMatchObject([
      { state: 'answered', late: true, all_gone: false, statement: { outcome: 'kept', words: 'Books.' } },
    ])
    expect((await findPartner(system.app, teller.partner))?.suspended).toBe(true)
    expect((await deletionCounts(system.app, null)).get(teller.partner)).toEqual({
      asked: 1,
      inTime: 0,
      late: 1,
      silent: 0,
    })
    // Somebody a company made up to ask it counts for nothing.
    await onServer(database.owner, (client) =>
      client.query('insert into test_people (partner_id, person_id, made_at) values ($1, $2, 0)', [
        uuidOf(teller.partner),
        uuidOf(people.ana),
      ]),
    )
    expect((await deletionCounts(system.app, null)).has(teller.partner)).toBe(false)
    await resumePartner(system, { partner: teller.partner, why: 'answered' })
  })
})
