// A fault planted in one layer of the gate is caught by another, and no byte of what is withheld reaches an answer (SCP-05).

import { idOf, type MessageId, projectMessage, type ThreadId, uuidOf } from '@countersign/protocol'
import {
  makeWorld,
  musicOffers,
  type Received,
  testClock,
  testSystem,
  type World,
} from '@countersign/testkit'
import { afterEach, describe, expect, it } from 'vitest'
import { editMessage } from '../src/acts/edit-message.ts'
import { createExitCheck } from '../src/gate/exit-check.ts'
import { keepFacts } from '../src/gate/kept-facts.ts'
import { type Looked, look } from '../src/gate/look.ts'
import { planMessages } from '../src/gate/plan.ts'
import type { Session } from '../src/store/database.ts'
import type { ExitFacts } from '../src/store/exit-facts.ts'
import { messagesByAuthor, type PlacedMessage } from '../src/store/gate-messages.ts'
import { incidentsOf } from './_incidents.ts'

type Layers = NonNullable<NonNullable<Parameters<typeof testSystem>[0]>['layers']>
type Step = Required<Layers>

// The system's layers are looked up here at every call, so that each test plants its own fault.
let planted: Layers = {}
const real = { plan: planMessages, query: messagesByAuthor, project: projectMessage, look }
// This server's own clock is an hour ahead: what it enters and files is dated by the time that decides.
const time = testClock()
const opened = await testSystem({
  testClock: time,
  clock: { ...time, now: () => time.now() + 3_600_000 },
  layers: {
    plan: (...given) => (planted.plan ?? real.plan)(...given),
    query: (...given) => (planted.query ?? real.query)(...given),
    project: (...given) => (planted.project ?? real.project)(...given),
    look: (...given) => (planted.look ?? real.look)(...given),
    exitCheck: (...given) => (planted.exitCheck ?? exitCheck)(...given),
  },
})
const { system, clock } = opened
const exitCheck = createExitCheck({
  clock,
  logId: system.settings.logId,
  floor: 'author',
  keptByExit: keepFacts<ExitFacts>(1).anew,
})
afterEach(() => {
  planted = {}
})

const world: World = await makeWorld(system, clock)
const { people, thread, jukebox } = world
await world.grant('ana')
await world.countersign('ben')
await world.say('ana', 'ana asks')
const said = `@Chika and @Ana, ben answers`
await world.say('ben', said, {
  mentions: [
    { person: people.chika, start: 0, end: 6 },
    { person: people.ana, start: 11, end: 15 },
  ],
})
const drafts: MessageId[] = []
for (const who of ['chika', 'dora', 'emil'] as const) drafts.push(await world.say(who, `${who} withheld`))

const honest = await world.read('ana')
const incidents = (): ReturnType<typeof incidentsOf> => incidentsOf(system.app, jukebox.partner)

/** The honest answer, and none of the three others' words, names or ids. */
function expectNoLeak(got: Received): void {
  expect(got.items).toEqual(honest.items)
  for (const who of ['chika', 'dora', 'emil'] as const) {
    expect(got.body.toLowerCase()).not.toContain(who)
    expect(got.body).not.toContain(uuidOf(people[who]))
  }
}

/** A look that stands over the whole thread as if every member had allowed everything. */
const everybody: Step['plan'] = (request, facts, held, found, fields, now) => ({
  ...real.plan(request, facts, held, found, fields, now),
  stretches: Object.values(people).map((author) => ({ author, start: 0, end: Number.MAX_SAFE_INTEGER })),
})
/** A query that forgets its author filter. */
const unfiltered: Step['query'] = async (session, filter, page) => {
  await real.query(session, filter, page)
  return allMessages(session, filter.thread)
}
/** A projection that asks nobody. */
const askNobody: Step['project'] = (message, _, names) =>
  real.project(message, ({ fields }) => ({ outcome: 'permit', grant: 'grant_', fields }), names)

describe('the honest answer', () => {
  it('has two texts of five, the mention of Chika cut', () => {
    expect(honest.items.map(({ text }) => text)).toEqual(['someone and @Ana, ben answers', 'ana asks'])
  })
})

describe('one fault, another layer', () => {
  it('a query without its author filter finds nobody else behind the second lock', async () => {
    planted = { query: unfiltered, project: askNobodyButMentions() }
    expectNoLeak(await world.read('ana'))
    expect(await incidents()).toEqual([])
  })

  it('a plan that names everybody is cut by the decision on each item', async () => {
    planted = { plan: everybody }
    expectNoLeak(await world.read('ana'))
    expect(await incidents()).toEqual([])
  })

  it('a projection that asks nobody gets only what the query found, and the exit check strips the rest', async () => {
    planted = { project: askNobody }
    const got = await world.read('ana')
    // Ben's text names Chika: the whole message is stripped, for what left of it would be a guess.
    expect(got.items).toEqual(honest.items.slice(1))
    expect(got.body).not.toContain('Chika')
    expect((await incidents())[0]).toMatchObject({ objects: [honest.items[0]?.id], at: time.now() })
  })

  it('a disabled exit check leaves a query and a projection that are right', async () => {
    planted = { exitCheck: passAll }
    expectNoLeak(await world.read('ana'))
  })

  it.each([
    ['the text of somebody else', { text: 'dora withheld' }],
    ['a field that exists nowhere', { thread_members: ['dora'] }],
    ['another time', { sent_at: '2014-01-01T00:00:00.000Z' }],
    ['the author under another name', { author: 'aut_AAAAAAAAAAAAAAAAAAAAAA' }],
    ['the plain id of a person', { author: people.dora }],
    ['a reaction nobody made', { reactions: [{ emoji: '🎵', author: 'aut_AAAAAAAAAAAAAAAAAAAAAA' }] }],
    ['an answer to something withheld', { reply_to: 'msg_AAAAAAAAAAAAAAAAAAAAAA' }],
    ['an attachment that is not there', { attachments: [{ name: 'dora.jpg', media_type: 'image/jpeg' }] }],
    ['another kind', { kind: 'poll' }],
    ['a card it is not', { card: { kind: 'song', title: 'dora' } }],
  ])('a projection that adds %s is stripped of all it touched', async (_, more) => {
    planted = {
      project: (...given) => {
        const projection = real.project(...given)
        return projection && { ...projection, item: { ...projection.item, ...more } as never }
      },
    }
    const got = await world.read('ana')
    expect(got.items).toEqual([])
    expect(got.disclosures).toEqual([])
    expect((await incidents())[0]?.objects).toEqual(honest.items.map(({ id }) => id))
  })

  it('a projection that conceals whom it tells of does not get it out: nothing leaves unrecorded', async () => {
    planted = {
      project: (...given) => {
        const projection = real.project(...given)
        return projection && { ...projection, disclosed: [{ person: people.ana, kind: 'message' }] }
      },
    }
    expect((await world.read('ana')).items).toEqual(honest.items.slice(1))
  })

  it('a field the grant does not hold is stripped', async () => {
    const narrow = musicOffers.map((offer) =>
      offer.verb === 'messages.read' ? { ...offer, fields: ['message.text' as const] } : offer,
    )
    const partner = await world.partner('narrow', narrow)
    await world.grant('ana', { partner })
    await world.say('ana', 'ana again')
    planted = { project: askNobody }
    expect((await world.read('ana', { partner })).items).toEqual([])
    planted = {}
    expect((await world.read('ana', { partner })).items).toMatchObject([{ text: 'ana again' }])
  })
})

describe('two faults at once', () => {
  it('2 permitted and 3 not: the partner gets 2, the incident lists 3 (SCP-05)', async () => {
    planted = { plan: everybody, project: askNobodyButMentions() }
    const got = await world.read('ana', { fields: null })
    expect(got.items.filter(({ text }) => text !== 'ana again')).toEqual(honest.items)
    const names = (await incidents())[0]
    expect(names?.objects).toHaveLength(3)
    expect(JSON.stringify(names)).not.toContain('withheld')
    for (const draft of drafts) expect(JSON.stringify(names)).not.toContain(uuidOf(draft))
  })

  it('a projection that asks nobody and no exit check: the second lock still hides the three', async () => {
    planted = { query: unfiltered, project: askNobodyButMentions(), exitCheck: passAll }
    expectNoneOfTheThree(await world.read('ana'))
  })

  it('a look that releases what it refused is refused', async () => {
    planted = {
      look: async (...given) => ({
        ...(await real.look(...given)),
        decision: { outcome: 'permit', grant: 'grant_', fields: [] },
      }),
    }
    await expect(world.read('dora')).rejects.toThrow()
  })
})

describe('what changes between look and exit check', () => {
  it('sends the read back instead of opening an incident', async () => {
    const message = await world.say('ben', 'ben before')
    const before = (await incidents()).length
    let edited = false
    planted = {
      look: async (...given): Promise<Looked> => {
        const looked = await real.look(...given)
        if (!edited) {
          edited = true
          await editMessage(system, { person: people.ben, thread, message, text: 'ben after' })
        }
        return looked
      },
    }
    const got = await world.read('ana')
    expect(got.items[0]?.text).toBe('ben after')
    expect(await incidents()).toHaveLength(before)
  })
})

function expectNoneOfTheThree(got: Received): void {
  for (const who of ['chika', 'dora', 'emil']) expect(got.body).not.toContain(`${who} withheld`)
}

function askNobodyButMentions(): Step['project'] {
  return (message, decideItem, names) =>
    real.project(
      message,
      (item) =>
        item.kind === 'mention'
          ? decideItem(item)
          : { outcome: 'permit', grant: 'grant_', fields: item.fields },
      names,
    )
}

const passAll: Step['exitCheck'] = async (_session, _at, { outgoing, turn }) => ({
  outgoing,
  stripped: [],
  turn,
})

/** Every message of a thread that the gate's login can see, whoever wrote it. */
async function allMessages(session: Session, of: ThreadId): Promise<readonly PlacedMessage[]> {
  const { rows } = await session.query<{
    message_id: string
    author_id: string
    position: number
    sent_at: number
    body: string
    mentions: PlacedMessage['message']['mentions']
  }>(
    `select message_id, author_id, position, sent_at, body, mentions from messages where thread_id = $1
     order by sent_at desc`,
    [uuidOf(of)],
  )
  return rows.map((row) => ({
    place: { sentAt: row.sent_at, position: row.position },
    message: {
      id: idOf('message', row.message_id),
      kind: 'message',
      author: idOf('person', row.author_id),
      sentAt: row.sent_at,
      editedAt: null,
      text: row.body,
      mentions: row.mentions,
      card: null,
      originAuthor: null,
      originSentAt: null,
      replyTo: null,
      reactions: [],
      attachments: [],
    },
  }))
}
