// COP-01: "refused", "not asked" and "wrote nothing" are the same bytes, and what is withheld leaves nothing to find.
import { Buffer } from 'node:buffer'
import { type Instant, type PersonId, type StoredMessage, uuidOf } from '@countersign/protocol'
import { afterAll, describe, expect, test } from 'vitest'
import { openOpaqueIds } from '../../server/src/gate/opaque-ids.ts'
import { openDatabase } from '../../server/src/store/database.ts'
import { type BuiltRow, buildRow } from '../src/decision-table/build.ts'
import { columns, parseTable } from '../src/decision-table/parse.ts'
import { emailOf, type LoadableThread, loadWorld, nameOf } from '../src/load-world.ts'
import { mintingPartner, type PartnerAnswer } from '../src/minted-token.ts'
import { seededIds } from '../src/seeded-ids.ts'
import { testServer } from '../src/system.ts'

const HOUR = 3_600_000
const ofThread = ['messages', 'messages?limit=3', 'members'] as const
const paths = ['threads', ...ofThread, 'me/contact', 'friends', 'friends/contacts'] as const

const { system, clock, database } = await testServer()
const owner = openDatabase(database.owner, { size: 2, onIdleError: () => {} })
const partner = await mintingPartner(system)
afterAll(() => owner.close())

/** Four in a thread, Ana grants, Ben allows; Chika and Dora are the ones in question. */
function fourPeople(chikaAndDora: string): BuiltRow {
  const cells = { obligation: 'COP-01', case: 'no trace', verb: 'messages.read', expected: 'permit' }
  const people = {
    ana: 'grant of threads.list+messages.read+members.see+contact.own+friends.list+friends.contact',
    ben: 'allow; allow everywhere naming contact.email',
    emil: 'not a member',
  }
  const row: Record<string, string> = { ...cells, ...people, chika: chikaAndDora, dora: chikaAndDora }
  const text = `${columns.join()}\n${columns.map((column) => row[column] ?? '').join()}\n`
  const [parsed] = parseTable('no-trace', text)
  if (parsed === undefined) throw new Error('no row')
  // The same seed: the worlds have the same people, thread and ids, so that only what differs can show.
  return buildRow(parsed, { now: clock.now(), seed: 1 })
}

/** Ten messages each in turns; the withheld reply to, react to and mention those who allowed, and the other way about. */
function messages({ people, now }: BuiltRow, silent: boolean): readonly StoredMessage[] {
  const ids = seededIds(2, now)
  const all: StoredMessage[] = []
  for (let i = 0; i < 40; i++) {
    const who = (['ana', 'ben', 'chika', 'dora'] as const)[i % 4] ?? 'ana'
    const sentAt = now - (50 - i) * HOUR + i
    const text = `${who} said ${Buffer.from(`${who} ${i}`).toString('hex')}`
    const replyTo = all.at(-1) ?? null
    all.push({ ...plain(ids.next('message'), people[who], sentAt, text), replyTo })
  }
  const withheld = [people.chika, people.dora]
  const reacted = all.map(
    (message, i): StoredMessage =>
      i % 4 === 1 ? { ...message, reactions: reactions(withheld, message.sentAt) } : message,
  )
  if (!silent) return reacted
  return reacted
    .filter(({ author }) => !withheld.includes(author))
    .map((message) => ({
      ...message,
      reactions: [],
      replyTo: withheld.includes(message.replyTo?.author ?? people.ana) ? null : message.replyTo,
    }))
}

function reactions(people: readonly PersonId[], at: Instant): StoredMessage['reactions'] {
  return people.map((person) => ({ person, emoji: '🙈', at }))
}

function plain(id: StoredMessage['id'], author: PersonId, sentAt: Instant, text: string): StoredMessage {
  const none = { mentions: [], card: null, originAuthor: null, originSentAt: null }
  return {
    id,
    kind: 'message',
    author,
    sentAt,
    editedAt: null,
    text,
    ...none,
    replyTo: null,
    reactions: [],
    attachments: [],
  }
}

interface World {
  readonly built: BuiltRow
  readonly said: readonly StoredMessage[]
  readonly answers: ReadonlyMap<string, PartnerAnswer>
}

/**
 * Empties the store and the log of the world before, then loads this one and asks everything a partner can ask. With the
 * log begun anew even the places of disclosures in it must be the same.
 */
async function world(chikaAndDora: string, silent = false): Promise<World> {
  const built = fourPeople(chikaAndDora)
  const said = messages(built, silent)
  const [first, ...rest] = built.world.threads
  if (first === undefined) throw new Error('no thread')
  const thread: LoadableThread = {
    ...first,
    messages: said,
    title: { title: 'Dora plans a trip', by: built.people.dora },
  }
  await owner.query(`truncate persons, threads, partners cascade`)
  await owner.query(`truncate chains, entries, person_threads, leaves, ledger_turns, changes`)
  await owner.query(`update ledger_heads set size = 0, turn = 0, peaks = ''`)
  await owner.transaction((session) => loadWorld(session, { ...built.world, threads: [thread, ...rest] }))
  await system.keyring.create(Object.values(built.people))
  const { request, people } = built
  const token = await partner.mint({ person: people.ana, partner: request.partner, feature: request.feature })
  const address = openOpaqueIds(system.keys.cursorKey('opaque ids'), request).thread(built.thread)
  const answers = new Map<string, PartnerAnswer>()
  for (const path of paths) {
    const place = ofThread.some((one) => one === path) ? `threads/${address}/${path}` : path
    answers.set(path, await partner.call(token, `/partner/v1/${place}`, { purpose: 'group_activity' }))
  }
  return { built, said, answers }
}

/**
 * An answer without what names the answer itself (its decision, its time, the calls left this minute) and without the
 * inside of its cursor: that is a place in the thread sealed in one block, the same length whatever was withheld.
 */
function masked({ status, headers, body }: PartnerAnswer): string {
  const own = ['countersign-decision', 'date']
  const kept = [...headers].filter(([name]) => !own.includes(name) && !name.startsWith('ratelimit-'))
  return JSON.stringify({ status, kept, body: body.replace(/"cur_[\w-]{22}"/, '"cur"') })
}

describe('no trace (COP-01)', async () => {
  const refused = await world('never')
  const notAsked = await world('nothing')
  const silent = await world('nothing', true)

  test.each(paths)('%s: refused, not asked and wrote nothing are byte-identical', (path) => {
    const answers = [refused, notAsked, silent].map(({ answers }) => answers.get(path))
    const [first, ...others] = answers.map((answer) => answer && masked(answer))
    expect(answers[0]?.status).toBe(200)
    for (const other of others) expect(other).toBe(first)
  })

  test('of 40 messages by four, the twenty of those who allowed come, and no cursor of a fuller page', () => {
    const body = JSON.parse(notAsked.answers.get('messages')?.body ?? '') as {
      items: unknown[]
      next: unknown
    }
    expect(body.items).toHaveLength(20)
    expect(body.next).toBeNull()
  })

  test('of three friends the one who allowed comes, with the address he named', () => {
    for (const path of ['friends', 'friends/contacts'])
      expect(JSON.parse(notAsked.answers.get(path)?.body ?? '')).toMatchObject({
        items: [{ id: expect.any(String) }],
        next: null,
      })
  })

  test.each([
    ['refused', refused],
    ['not asked', notAsked],
  ])('%s: a search of every byte for what was withheld finds nothing', (_, { built, said, answers }) => {
    const { people } = built
    const withheld = [people.chika, people.dora]
    const theirs = said.filter(({ author }) => withheld.includes(author))
    const needles = [
      ...theirs.flatMap(({ text, sentAt }) => [text, new Date(sentAt).toISOString(), String(sentAt)]),
      ...withheld.flatMap((person) => [nameOf(person), emailOf(person)]),
      ...[...theirs.map(({ id }) => id), ...withheld].flatMap((id) => [
        id,
        uuidOf(id),
        uuidOf(id).replaceAll('-', ''),
      ]),
      '🙈',
      'Dora plans a trip',
      'WITHHELD',
      'withheld',
    ]
    const bytes = [...answers.values()]
      .map(({ headers, body }) => `${JSON.stringify([...headers])}${body}`)
      .join()
    expect(needles.length).toBeGreaterThan(120)
    expect(needles.filter((needle) => bytes.includes(needle))).toEqual([])
    // Seen to find: the same search for the words of one who allowed.
    const allowed = said.filter(({ author }) => author === people.ben).map(({ text }) => text)
    expect(allowed.filter((text) => bytes.includes(text))).toHaveLength(10)
  })
})
