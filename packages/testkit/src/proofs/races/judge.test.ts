// The history checker on histories written out by hand: what is explained passes, what is not is caught.
import type { FeatureId, MessageId, PartnerId, PersonId, ThreadId } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import { type Fact, newHistory, set } from './history.ts'
import { type ItemInAnswer, judge, type MessageInAnswer, type Received } from './judge.ts'
import { type AnswerTerms, type GrantTerms, knowFeature, knowMessage, newKnown, type Words } from './known.ts'

const [ana, ben, chika] = ['person_a', 'person_b', 'person_c'] as const satisfies readonly PersonId[]
const thread: ThreadId = 'thread_t'
const other: ThreadId = 'thread_u'
const feature: FeatureId = 'feature_f'
const partner: PartnerId = 'partner_p'
const FOREVER = Number.POSITIVE_INFINITY

/** Times of the wall clock are those of the race's own, plus this. */
const WALL = 1_000_000

/** A world at time 0: Ana has granted everything, Ben has allowed his words, nobody has said anything. */
async function world() {
  let now = 0
  const known = newKnown([ana, ben, chika], [thread, other], (at) => at - WALL)
  const history = newHistory(() => now)
  knowFeature(known, feature, partner)
  const act = async <V>(begin: number, end: number, fact: Fact<V>, value: V): Promise<void> => {
    now = begin
    const done = history.act('act', [fact], async () => [set(fact, value)])
    now = end
    await done
  }
  const grant: GrantTerms = {
    id: 'grant_g',
    verbs: ['threads.list', 'messages.read', 'members.see', 'friends.list'],
    threads: [thread],
    startAt: WALL,
    until: FOREVER,
    history: true,
  }
  const yes: AnswerTerms = { id: 'yes', answer: 'allow', startAt: WALL, until: FOREVER, history: true }
  await act(1, 2, known.grant(ana, feature), grant)
  await act(1, 2, known.answer(ben, feature, null), yes)
  const say = (author: PersonId, id: MessageId, at: number, more: Partial<Words> = {}): MessageInAnswer => {
    const sent = { begin: at, end: at + 1 }
    const words = { text: `words of ${id}`, mention: null, written: sent, ...more }
    knowMessage(
      known,
      { id, thread, author, kind: 'message', sentAt: WALL + at, sent, origin: null, replyTo: null },
      words,
    )
    return { kind: 'message', message: id, author, text: words.text, replyTo: null, reactions: [] }
  }
  return {
    known,
    act,
    grant,
    yes,
    say,
    words: (id: MessageId) => known.messages.get(id)?.words as Fact<Words | null>,
  }
}

type World = Awaited<ReturnType<typeof world>>

/** A page of the thread, read with Ana's grant from 1,000 to 1,100 unless said. */
function page(items: readonly ItemInAnswer[], more: Partial<Received> = {}): Received {
  return {
    begin: 1_000,
    end: 1_100,
    call: { person: ana, feature, verb: 'messages.read', thread },
    outcome: 'served',
    items,
    whole: { first: true, last: true },
    ...more,
  }
}

const refused = (more: Partial<Received> = {}): Received => page([], { outcome: 'refused', ...more })
const list: Partial<Received> = { call: { person: ana, feature, verb: 'threads.list', thread: null } }
const members: Partial<Received> = { call: { person: ana, feature, verb: 'members.see', thread } }

describe('what nobody took away', () => {
  it('is explained, and must be there', async () => {
    const { known, say } = await world()
    const items = [say(ben, 'message_1', 10), say(ana, 'message_2', 20)]
    expect(judge(known, page(items))).toEqual({ stale: [], withheld: [], decided: true })
    expect(judge(known, page(items.slice(1))).withheld).toEqual([expect.stringContaining('message_1')])
    expect(judge(known, refused()).withheld).toEqual([expect.stringContaining('refused')])
    expect(judge(known, page([], { outcome: 'busy' })).withheld).toEqual([])
  })

  it('may be on a later page', async () => {
    const { known, say } = await world()
    const [, newest] = [say(ben, 'message_1', 10), say(ana, 'message_2', 20)]
    expect(judge(known, page([newest], { whole: { first: true, last: false } })).withheld).toEqual([])
  })

  it('words of somebody who never answered are not explained', async () => {
    const { known, say } = await world()
    expect(judge(known, page([say(chika, 'message_1', 10)])).stale).toEqual([
      expect.stringContaining('words of message_1'),
    ])
  })

  it('neither is a message nobody sent, nor one under another name', async () => {
    const { known, say } = await world()
    const item = say(ben, 'message_1', 10)
    expect(judge(known, page([{ ...item, message: 'message_9' }])).stale[0]).toContain('nobody sent')
    expect(judge(known, page([{ ...item, author: ana }])).stale[0]).toContain('wrong author')
  })
})

/** One act at [500, 600], and the page that it makes stale. */
const cases: readonly (readonly [
  name: string,
  act: (world: World, from: number, to: number) => Promise<void>,
])[] = [
  ['a withdrawn grant', ({ act, known }, from, to) => act(from, to, known.grant(ana, feature), null)],
  [
    'a narrowed grant',
    ({ act, known, grant }, from, to) =>
      act(from, to, known.grant(ana, feature), { ...grant, threads: [other] }),
  ],
  ['a switch', ({ act, known }, from, to) => act(from, to, known.restricted(ana), true)],
  ["an author's switch", ({ act, known }, from, to) => act(from, to, known.restricted(ben), true)],
  ['a yes taken back', ({ act, known }, from, to) => act(from, to, known.answer(ben, feature, null), null)],
  [
    'a never for the thread',
    ({ act, known, yes }, from, to) =>
      act(from, to, known.answer(ben, feature, thread), { ...yes, answer: 'never' }),
  ],
  ['leaving', ({ act, known }, from, to) => act(from, to, known.member(ana, thread), false)],
  ['a closed thread', ({ act, known }, from, to) => act(from, to, known.setting(thread), 'closed')],
  [
    'a thread that needs everybody',
    ({ act, known }, from, to) => act(from, to, known.setting(thread), 'all-parties'),
  ],
  [
    "a feature's end",
    ({ act, known }, from, to) => act(from, to, known.features.get(feature)?.until as Fact<number>, 0),
  ],
  ['a deletion', ({ act, words }, from, to) => act(from, to, words('message_1'), null)],
  [
    'an edit',
    ({ act, words }, from, to) =>
      act(from, to, words('message_1'), {
        text: 'new words',
        mention: null,
        written: { begin: from, end: to },
      }),
  ],
]

describe.each(cases.map(([name, take]) => ({ name, take })))('$name', ({ take }) => {
  it('acknowledged before the read began, is caught', async () => {
    const staged = await world()
    const item = staged.say(ben, 'message_1', 10)
    await take(staged, 500, 1_000)
    const verdict = judge(staged.known, page([item]))
    expect(verdict.stale).not.toEqual([])
  })

  it('acknowledged a moment after the read began, explains it either way', async () => {
    const staged = await world()
    const item = staged.say(ben, 'message_1', 10)
    await take(staged, 500, 1_001)
    expect(judge(staged.known, page([item]))).toMatchObject({ stale: [], withheld: [] })
    expect(judge(staged.known, page([]))).toMatchObject({ stale: [] })
  })
})

describe('what may come back', () => {
  it('a grant given again while the read went on explains it; one given after its end does not', async () => {
    const { known, act, grant, say } = await world()
    const item = say(ben, 'message_1', 10)
    await act(500, 600, known.grant(ana, feature), null)
    await act(1_050, 1_200, known.grant(ana, feature), grant)
    expect(judge(known, page([item]))).toEqual({ stale: [], withheld: [], decided: false })
    expect(judge(known, page([item], { end: 1_040 })).stale).not.toEqual([])
    expect(judge(known, refused())).toEqual({ stale: [], withheld: [], decided: false })
    expect(judge(known, refused({ begin: 1_300, end: 1_400 })).withheld).not.toEqual([])
  })

  it('a yes without what was written before reaches only what came after it', async () => {
    const { known, act, yes, say } = await world()
    const [old, young] = [say(ben, 'message_1', 10), say(ben, 'message_2', 700)]
    await act(500, 600, known.answer(ben, feature, null), { ...yes, startAt: WALL + 550, history: false })
    expect(judge(known, page([young]))).toMatchObject({ stale: [], withheld: [] })
    expect(judge(known, page([young, old])).stale).toEqual([expect.stringContaining('message_1')])
    expect(judge(known, page([])).withheld).toEqual([expect.stringContaining('message_2')])
  })

  it('a permission that ends by the clock is no explanation after that', async () => {
    const { known, act, grant, say } = await world()
    const item = say(ben, 'message_1', 10)
    await act(500, 600, known.grant(ana, feature), { ...grant, until: 900 })
    expect(judge(known, page([item])).stale).not.toEqual([])
    expect(judge(known, page([item], { begin: 700, end: 960 })).stale).toEqual([])
    expect(judge(known, refused({ begin: 700, end: 960 })).withheld).toEqual([])
  })
})

describe('parts of a message', () => {
  it('a mention stays only while the mentioned person allows', async () => {
    const { known, act, say, yes } = await world()
    const mention = { person: chika, word: '@c' }
    const item = say(ben, 'message_1', 10, { text: 'for @c', mention })
    expect(judge(known, page([item])).stale).not.toEqual([])
    expect(judge(known, page([{ ...item, text: 'for someone' }])).stale).toEqual([])
    await act(500, 600, known.answer(chika, feature, null), yes)
    expect(judge(known, page([item])).stale).toEqual([])
  })

  it('a mention in forwarded words is a matter of who wrote them and whom they name, not of who forwards', async () => {
    const { known, act, yes, say } = await world()
    const mention = { person: ben, word: '@b' }
    const from = say(ana, 'message_1', 10, { text: 'for @b', mention })
    await act(500, 600, known.answer(chika, feature, null), { ...yes, startAt: WALL + 550, history: false })
    const forwarded = say(chika, 'message_2', 700, { text: 'for @b', mention })
    const message = known.messages.get('message_2')
    if (message === undefined) throw new Error('not said')
    const origin = { author: ana, sentAt: WALL + 10, sent: { begin: 10, end: 11 } }
    known.messages.set('message_2', { ...message, kind: 'forward', origin })
    expect(judge(known, page([forwarded, from])).stale).toEqual([])
    await act(800, 810, known.answer(ben, feature, null), { ...yes, startAt: WALL + 805, history: false })
    expect(judge(known, page([forwarded])).stale).toHaveLength(1)
    const cut = { ...forwarded, text: 'for someone' }
    expect(judge(known, page([cut])).stale).toEqual([])
    await act(820, 830, known.answer(chika, feature, null), null)
    expect(judge(known, page([cut])).stale).toHaveLength(1)
  })

  it('a reaction that was taken back, a link to what was deleted, and what was said while one was away are caught', async () => {
    const { known, act, say, words } = await world()
    const [target, item] = [say(ben, 'message_1', 10), say(ben, 'message_2', 20)]
    const reacted = { ...item, reactions: [{ person: ben, emoji: '👍' }] }
    expect(judge(known, page([reacted, target])).stale).toEqual([expect.stringContaining('👍')])
    await act(500, 600, known.reaction('message_2', ben, '👍'), true)
    expect(judge(known, page([reacted, target])).stale).toEqual([])
    const reply = { ...item, replyTo: 'message_1' as const }
    expect(judge(known, page([reply, target])).stale).toEqual([])
    await act(700, 750, words('message_1'), null)
    expect(judge(known, page([reply])).stale).toEqual([expect.stringContaining('link')])
    await act(800, 810, known.member(ana, thread), false)
    const away = say(ben, 'message_3', 820)
    await act(830, 840, known.member(ana, thread), true)
    expect(judge(known, page([item, away])).stale).toEqual([expect.stringContaining('message_3')])
  })
})

describe('lists', () => {
  it('threads: a thread not selected and a title taken away are caught, one left out is missed', async () => {
    const { known, act } = await world()
    const here: ItemInAnswer = { kind: 'thread', thread, title: null }
    expect(judge(known, page([here], list))).toMatchObject({ stale: [], withheld: [] })
    expect(judge(known, page([here, { ...here, thread: other }], list)).stale).toHaveLength(1)
    expect(judge(known, page([], list)).withheld).toHaveLength(1)
    await act(500, 600, known.title(thread), { text: 'title', by: ben })
    expect(judge(known, page([{ ...here, title: 'title' }], list)).stale).toEqual([])
    await act(700, 800, known.title(thread), null)
    expect(judge(known, page([{ ...here, title: 'title' }], list)).stale).toHaveLength(1)
  })

  it('members: who left and who never allowed are caught, who allowed and is here is missed', async () => {
    const { known, act } = await world()
    const [a, b, c] = [ana, ben, chika].map((member): ItemInAnswer => ({ kind: 'member', member }))
    expect(judge(known, page([a, b] as ItemInAnswer[], members))).toMatchObject({ stale: [], withheld: [] })
    expect(judge(known, page([a, b, c] as ItemInAnswer[], members)).stale).toHaveLength(1)
    expect(judge(known, page([a] as ItemInAnswer[], members)).withheld).toHaveLength(1)
    await act(500, 600, known.member(ben, thread), false)
    expect(judge(known, page([a, b] as ItemInAnswer[], members)).stale).toHaveLength(1)
  })

  it('friends: those of now who allowed it for all threads, no other, and all of them (COP-06)', async () => {
    const { known, act, yes } = await world()
    const friends: Partial<Received> = { call: { person: ana, feature, verb: 'friends.list', thread: null } }
    const [b, c] = [ben, chika].map((friend): ItemInAnswer => ({ kind: 'friend', friend }))
    expect(judge(known, page([b] as ItemInAnswer[], friends)).stale).toHaveLength(1)
    await act(100, 110, known.friends(ben, ana), true)
    await act(120, 130, known.friends(ana, chika), true)
    await act(140, 150, known.answer(chika, feature, thread), yes)
    expect(judge(known, page([b] as ItemInAnswer[], friends))).toMatchObject({ stale: [], withheld: [] })
    expect(judge(known, page([], friends)).withheld).toHaveLength(1)
    expect(judge(known, page([b, c] as ItemInAnswer[], friends)).stale).toHaveLength(1)
    await act(500, 600, known.friends(ana, ben), false)
    expect(judge(known, page([b] as ItemInAnswer[], friends)).stale).toHaveLength(1)
  })

  it('all parties: everybody present must have answered since somebody last left', async () => {
    const { known, act, yes, grant, say } = await world()
    const item = say(ben, 'message_1', 100)
    await act(200, 210, known.setting(thread), 'all-parties')
    await act(220, 230, known.answer(chika, feature, null), { ...yes, startAt: WALL + 3 })
    expect(judge(known, page([item])).stale).toEqual([])
    await act(300, 310, known.member(chika, thread), false)
    expect(judge(known, page([item])).stale).not.toEqual([])
    const young = say(ben, 'message_2', 700)
    await act(400, 410, known.answer(ben, feature, null), { ...yes, startAt: WALL + 405 })
    await act(420, 430, known.grant(ana, feature), { ...grant, startAt: WALL + 425 })
    expect(judge(known, page([young])).stale).toEqual([])
    expect(judge(known, page([young, item])).stale).toHaveLength(1)
  })
})
