// What a message is made of (readings 14 to 20): what is withheld first, then what leaves.
import type { Mention } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import type { ExpectedItem, MessageState } from '../worlds/world-state.ts'
import { message, withMain } from './_spoken-item.ts'
import { idOfName, instant, type Line, spoken } from './_spoken-world.ts'
import { cutMentions } from './mentions.ts'
import { explain, judgeByOracle } from './oracle.ts'

type Said = Extract<ExpectedItem, { readonly message: unknown }>

/** The message `m` as the answer holds it; undefined while it is not there. */
function shown(line: Line, messages: readonly MessageState[]): Said | undefined {
  const { world, call } = spoken({ ana: 'grant', ...line })
  const answer = judgeByOracle(withMain(world, { messages }), call)
  if (answer.outcome === 'refuse') throw new Error(answer.code)
  return answer.items.find((item): item is Said => 'message' in item && item.message === 'message_m')
}

const day = (n: number): number => instant(`day ${n}`)

describe('reading 14: messages, cards and forwards', () => {
  it('deleted messages are not there', () => {
    expect(shown({}, [message('m', 'ana', day(3), { deletedAt: day(4) })])).toBeUndefined()
  })
  it('a card is its author’s', () => {
    const card = message('m', 'ben', day(3), { kind: 'card' })
    expect(shown({}, [card])).toBeUndefined()
    expect(shown({ ben: 'allow' }, [card])?.kind).toBe('card')
  })
  it('a forward is its author’s and its first author’s', () => {
    const forward = message('m', 'ben', day(3), {
      kind: 'forward',
      originAuthor: 'person_chika',
      originSentAt: day(2),
    })
    expect(shown({ ben: 'allow' }, [forward])).toBeUndefined()
    expect(shown({ chika: 'allow' }, [forward])).toBeUndefined()
    expect(shown({ ben: 'allow', chika: 'allow' }, [forward])?.kind).toBe('forward')
  })
  it('a forward of nobody knows whose words is nobody’s to let through', () => {
    expect(shown({}, [message('m', 'ana', day(3), { kind: 'forward' })])).toBeUndefined()
  })
})

describe('reading 15: edits', () => {
  const edited = message('m', 'ben', day(1), { editedAt: day(4) })
  it('pass as an item of the author’s from the time of the edit', () => {
    expect(shown({ ana: 'grant; left day 3; back day 5', ben: 'allow' }, [edited])).toBeUndefined()
    expect(shown({ ana: 'grant; left day 2; back day 4', ben: 'allow' }, [edited])?.editedAt).toBe(day(4))
    expect(shown({ ben: 'allow' }, [message('m', 'ben', day(1), { editedAt: day(11) })])).toBeUndefined()
  })
  it('do not open a message from before', () => {
    expect(shown({ ben: 'allow from day 2' }, [edited])).toBeUndefined()
    expect(shown({ ben: 'allow from day 1' }, [edited])?.editedAt).toBe(day(4))
  })
  it('ask everyone present at the edit when the thread asks for everyone', () => {
    const line = {
      setting: 'all-parties',
      ana: 'grant; allow from day 1',
      ben: 'allow',
      dora: 'not a member',
      emil: 'not a member',
    }
    expect(shown({ ...line, chika: 'allow; joined day 3' }, [edited])?.editedAt).toBe(day(4))
    expect(shown({ ...line, chika: 'allow from day 5; joined day 3' }, [edited])).toBeUndefined()
  })
})

describe('reading 16: forwarded words', () => {
  const forwardOf = (at: number): MessageState =>
    message('m', 'ben', day(6), { kind: 'forward', originAuthor: 'person_chika', originSentAt: day(at) })
  it('also pass as a message of their first author’s from when they were written', () => {
    expect(shown({ ben: 'allow', chika: 'allow from day 5' }, [forwardOf(4)])).toBeUndefined()
    expect(shown({ ben: 'allow', chika: 'allow from day 4' }, [forwardOf(4)])).toBeDefined()
    expect(
      shown({ ben: 'allow', chika: 'allow from day 5 with earlier words' }, [forwardOf(4)]),
    ).toBeDefined()
  })
  it('do not need the forwarder’s yes from then', () => {
    expect(shown({ ben: 'allow from day 5', chika: 'allow' }, [forwardOf(4)])).toBeDefined()
  })
  it('begin with the grant, and with the granting person’s membership', () => {
    expect(shown({ ben: 'allow', chika: 'allow from day -9' }, [forwardOf(-1)])).toBeUndefined()
    expect(
      shown({ ana: 'grant with earlier words', ben: 'allow', chika: 'allow from day -9' }, [forwardOf(-1)]),
    ).toBeDefined()
    expect(
      shown({ ana: 'grant; joined day 5', ben: 'allow', chika: 'allow' }, [forwardOf(4)]),
    ).toBeUndefined()
  })
  it('leave with the fields that both let through', () => {
    const chika = 'grant only message.text; allow from day 5'
    expect(Object.keys(shown({ ben: 'allow', chika }, [forwardOf(4)]) ?? {})).toEqual([
      'kind',
      'message',
      'text',
    ])
    expect(shown({ ben: 'allow', chika }, [forwardOf(5)])?.author).toBe('person_ben')
  })
  it('of Ana’s own, by Ben, need Ben alone', () => {
    const hers = message('m', 'ben', day(6), {
      kind: 'forward',
      originAuthor: 'person_ana',
      originSentAt: day(4),
    })
    expect(shown({}, [hers])).toBeUndefined()
    expect(shown({ ben: 'allow' }, [hers])).toBeDefined()
    expect(shown({ ana: 'grant; never', ben: 'allow' }, [hers])).toBeUndefined()
  })
})

describe('reading 17: replies', () => {
  const reply = message('m', 'ben', day(6), { replyTo: 'message_t' })
  const target = message('t', 'chika', day(4))
  const both = { ben: 'allow', chika: 'allow' }
  it.each<[string, Line, MessageState]>([
    ['whose author did not allow', { ben: 'allow' }, target],
    ['that is deleted', both, { ...target, deletedAt: day(5) }],
    ['from before its author allowed', { ben: 'allow', chika: 'allow from day 5' }, target],
    [
      'with an edit that does not pass',
      { ...both, ana: 'grant; left day 7; back day 9' },
      { ...target, editedAt: day(8) },
    ],
    ['whose author lets no links through', { ben: 'allow', chika: 'grant only message.text' }, target],
    [
      'that forwards words that do not pass',
      both,
      { ...target, kind: 'forward', originAuthor: 'person_dora', originSentAt: day(3) },
    ],
    ['of another thread', both, { ...target, message: 'message_elsewhere' }],
  ])('do not name a message %s', (_what, line, answered) => {
    const item = shown(line, [answered, reply])
    expect(item?.text).toBe('words of ben')
    expect(item).not.toHaveProperty('replyTo')
  })
  it('name what could itself leave, at the time of the reply', () => {
    expect(shown(both, [target, reply])?.replyTo).toBe('message_t')
    expect(shown({ ben: 'allow from day 6', chika: 'allow' }, [target, reply])?.replyTo).toBe('message_t')
    const chika = 'grant only message.text; allow from day 5'
    expect(shown({ ben: 'allow', chika }, [target, reply])?.replyTo).toBe('message_t')
  })
  it('do not name it where the field is not let through', () => {
    expect(shown({ ...both, asks: 'fields message.text' }, [target, reply])).not.toHaveProperty('replyTo')
    expect(shown({ chika: 'allow', ben: 'grant only message.text' }, [target, reply])).not.toHaveProperty(
      'replyTo',
    )
  })
})

describe('reading 18: reactions', () => {
  const at = (person: string, n: number, emoji = '👍') => ({ person: idOfName(person), emoji, at: day(n) })
  const reacted = (...reactions: ReturnType<typeof at>[]): MessageState[] => [
    message('m', 'ben', day(3), { reactions }),
  ]
  it('are the reactor’s and the author’s, at the time of the reaction', () => {
    expect(shown({ ben: 'allow' }, reacted(at('chika', 4)))?.reactions).toEqual([])
    expect(shown({ ben: 'allow', chika: 'allow from day 5' }, reacted(at('chika', 4)))?.reactions).toEqual([])
    expect(shown({ ben: 'allow', chika: 'allow' }, reacted(at('chika', 11)))?.reactions).toEqual([])
    expect(
      shown({ ben: 'allow', ana: 'grant; left day 4; back day 6' }, reacted(at('ana', 5)))?.reactions,
    ).toEqual([])
    expect(
      shown({ ben: 'allow', chika: 'allow from day 4' }, reacted(at('chika', 4)))?.reactions,
    ).toHaveLength(1)
  })
  it('need their field of both', () => {
    expect(
      shown({ ben: 'allow', chika: 'grant only message.text' }, reacted(at('chika', 4)))?.reactions,
    ).toEqual([])
    expect(
      shown({ ben: 'grant only message.text', chika: 'allow' }, reacted(at('chika', 4))),
    ).not.toHaveProperty('reactions')
  })
  it('come by time, then person, then emoji', () => {
    const said = reacted(
      at('chika', 5, 'A'),
      at('ben', 5, 'b'),
      at('ben', 5, 'a'),
      at('ana', 6),
      at('chika', 4, 'z'),
    )
    expect(shown({ ben: 'allow', chika: 'allow' }, said)?.reactions).toEqual([
      { person: 'person_chika', emoji: 'z' },
      { person: 'person_ben', emoji: 'a' },
      { person: 'person_ben', emoji: 'b' },
      { person: 'person_chika', emoji: 'A' },
      { person: 'person_ana', emoji: '👍' },
    ])
  })
})

describe('reading 19: mentions', () => {
  const mention = (person: string, start: number, end: number): Mention => ({
    person: idOfName(person),
    start,
    end,
  })
  const text = 'hi @chika and @dora'
  const of = [mention('chika', 3, 9), mention('dora', 14, 19)]
  it('become someone where they do not pass', () => {
    const said = [message('m', 'ben', day(3), { text, mentions: of })]
    expect(shown({ ben: 'allow' }, said)?.text).toBe('hi someone and someone')
    expect(shown({ ben: 'allow', chika: 'allow' }, said)?.text).toBe('hi @chika and someone')
    expect(shown({ ben: 'allow', chika: 'allow from day 4', dora: 'allow' }, said)?.text).toBe(
      'hi someone and @dora',
    )
    expect(shown({ ben: 'allow', chika: 'allow', dora: 'grant only message.author' }, said)?.text).toBe(
      'hi @chika and someone',
    )
  })
  it('of the granting person stay, unless she said never', () => {
    const said = [message('m', 'ben', day(3), { text: 'ana!', mentions: [mention('ana', 0, 3)] })]
    expect(shown({ ben: 'allow' }, said)?.text).toBe('ana!')
    expect(shown({ ana: 'grant; never', ben: 'allow' }, said)?.text).toBe('someone!')
  })
  it('go by the message, not by its edit', () => {
    const said = [message('m', 'ben', day(3), { text, mentions: of, editedAt: day(6) })]
    expect(shown({ ben: 'allow', chika: 'allow from day 4', dora: 'allow' }, said)?.text).toBe(
      'hi someone and @dora',
    )
  })
  it('in a forward go by the first words and by who wrote them', () => {
    const origin = { kind: 'forward', originAuthor: 'person_chika', originSentAt: day(2) } as const
    const said = [
      message('m', 'ben', day(6), { ...origin, text: '@dora', mentions: [mention('dora', 0, 5)] }),
    ]
    expect(shown({ ben: 'allow', chika: 'allow', dora: 'allow from day 3' }, said)?.text).toBe('someone')
    expect(shown({ ben: 'allow', chika: 'allow', dora: 'allow from day 2' }, said)?.text).toBe('@dora')
    expect(shown({ ben: 'allow from day 5', chika: 'allow', dora: 'allow' }, said)?.text).toBe('@dora')
  })

  const cut = (...mentions: Mention[]): string =>
    cutMentions('0123456789', mentions, ({ person }) => person !== 'person_ben')
  it.each<[string, Mention[], string]>([
    [
      'that overlap are one stretch, kept only if all pass',
      [mention('ana', 1, 4), mention('ben', 3, 6)],
      '0someone6789',
    ],
    ['inside another cut all of it', [mention('ana', 1, 8), mention('ben', 3, 4)], '0someone89'],
    ['in a chain are one', [mention('ben', 1, 3), mention('ana', 2, 5), mention('ana', 4, 7)], '0someone789'],
    [
      'in a chain are one in any order',
      [mention('ana', 4, 7), mention('ben', 1, 3), mention('ana', 2, 5)],
      '0someone789',
    ],
    [
      'of which a short one lies in a long one that goes on',
      [mention('ana', 0, 9), mention('ana', 1, 2), mention('ben', 8, 10)],
      'someone',
    ],
    ['that touch are two', [mention('ana', 1, 4), mention('ben', 4, 6)], '0123someone6789'],
    [
      'that touch and do not pass are someone twice',
      [mention('ben', 1, 4), mention('ben', 4, 6)],
      '0someonesomeone6789',
    ],
    ['that overlap and pass stay', [mention('ana', 1, 4), mention('chika', 3, 6)], '0123456789'],
    ['that go past the end are cut to the text', [mention('ben', 8, 99)], '01234567someone'],
    ['that begin before it are cut to the text', [mention('ben', -3, 2)], 'someone23456789'],
    ['outside of it are ignored', [mention('ben', 10, 12), mention('ben', -4, 0)], '0123456789'],
    ['of nothing are ignored', [mention('ben', 4, 4), mention('ben', 6, 5)], '0123456789'],
    ['of nothing inside a kept one are ignored', [mention('ana', 2, 6), mention('ben', 4, 4)], '0123456789'],
  ])('%s', (_what, mentions, expected) => {
    expect(cut(...mentions)).toBe(expected)
  })
  it('are counted in UTF-16 units', () => {
    expect(cutMentions('👍@ben', [mention('ben', 2, 6)], () => false)).toBe('👍someone')
  })
})

describe('reading 20: keys', () => {
  it('are absent where there is nothing to say, but lists are there', () => {
    expect(shown({}, [message('m', 'ana', day(3))])).toEqual({
      kind: 'message',
      message: 'message_m',
      text: 'words of ana',
      sentAt: day(3),
      author: 'person_ana',
      reactions: [],
      attachments: [],
    })
  })
  it('hold everything there is to say', () => {
    const card = { type: 'song', title: 'Song', artist: 'Band', link: 'https://music.example/song' } as const
    const attachments = [{ name: 'a.png', mediaType: 'image/png' }]
    const said = message('m', 'ana', day(3), {
      kind: 'card',
      card,
      attachments,
      editedAt: day(4),
      replyTo: 'message_t',
    })
    const item = shown({}, [message('t', 'ana', day(2)), said])
    expect(item).toEqual({
      kind: 'card',
      message: 'message_m',
      text: 'words of ana',
      sentAt: day(3),
      author: 'person_ana',
      editedAt: day(4),
      replyTo: 'message_t',
      reactions: [],
      attachments,
      card,
    })
  })
  it.each([
    ['text', 'message.text'],
    ['sentAt', 'message.sent_at'],
    ['author', 'message.author'],
    ['editedAt', 'message.edited_at'],
    ['replyTo', 'message.reply_to'],
    ['reactions', 'message.reactions'],
    ['attachments', 'message.attachments'],
    ['card', 'message.card'],
  ])('%s is there for %s alone', (key, field) => {
    const card = { type: 'song', title: 'Song', artist: 'Band', link: 'https://music.example/song' } as const
    const said = message('m', 'ana', day(3), { card, editedAt: day(4), replyTo: 'message_t' })
    const item = shown({ asks: `fields ${field}` }, [message('t', 'ana', day(2)), said])
    expect(Object.keys(item ?? {})).toEqual(['kind', 'message', key])
  })
})

it('messages come newest first, and by position where the times are equal', () => {
  const { world, call } = spoken({ ana: 'grant' })
  const messages = [
    message('b', 'ana', day(5)),
    message('a', 'ana', day(3)),
    message('c', 'ana', day(5)),
    message('d', 'ana', day(4)),
  ]
  const answer = judgeByOracle(withMain(world, { messages }), call)
  const ids = answer.outcome === 'permit' && answer.items.map((item) => 'message' in item && item.message)
  expect(ids).toEqual(['message_c', 'message_b', 'message_d', 'message_a'])
})

it('an explanation names what is withheld, on whose account and by which reading', () => {
  const { world, call } = spoken({ ana: 'grant', ben: 'allow', asks: 'fields message.text' })
  const messages = [
    message('c', 'chika', day(3)),
    message('b', 'ben', day(3), { text: '@dora', mentions: [{ person: 'person_dora', start: 0, end: 5 }] }),
  ]
  expect(explain(withMain(world, { messages }), call)).toEqual({
    refused: null,
    withheld: [
      {
        what: 'a mention in message_b',
        reading: 19,
        why: 'The mention, by reading 8: They have not allowed it.',
        person: 'person_dora',
      },
      {
        what: 'message_c',
        field: 'message.text',
        reading: 8,
        why: 'They have not allowed it.',
        person: 'person_chika',
      },
    ],
  })
  expect(explain(world, { ...call, purpose: null })).toEqual({ refused: 'PURPOSE_REQUIRED', withheld: [] })
})
