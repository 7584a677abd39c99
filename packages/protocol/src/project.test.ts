// What is left of a message: parts go one by one, and nothing shows that they went.
import { describe, expect, test } from 'vitest'
import { id } from './_example.ts'
import type { Decision } from './decide.ts'
import { type OpaqueNames, projectMessage, SOMEONE, type StoredMessage } from './project.ts'
import { type Item, subjectsOf } from './subjects.ts'

const [ana, ben, chika] = [id('person', 1), id('person', 2), id('person', 3)]
const names: OpaqueNames = { message: (m) => `m:${m}`, author: (p) => `a:${p}` }
const message: StoredMessage = {
  id: id('message'),
  kind: 'message',
  author: ben,
  sentAt: 1e3,
  editedAt: null,
  text: 'Chika and Ana sing',
  mentions: [],
  card: null,
  originAuthor: null,
  originSentAt: null,
  replyTo: null,
  reactions: [],
  attachments: [],
}

/** Everything but what is about Chika, or happened while Ana was away. */
function decideItem(item: Item): Decision {
  const away = item.sentAt !== null && item.sentAt >= 5_000 && item.sentAt < 6_000
  if (away || subjectsOf(item)?.includes(chika) !== false) return { outcome: 'refuse', code: 'WITHHELD' }
  return { outcome: 'permit', grant: id('grant'), fields: item.fields }
}
const left = (more: Partial<StoredMessage>) => projectMessage({ ...message, ...more }, decideItem, names)

test.each([
  ['by somebody who has not allowed', { author: chika }],
  [
    'forwarded from somebody who has not allowed',
    { kind: 'forward', originAuthor: chika, originSentAt: 900 },
  ],
  ['forwarded from nobody knows whom', { kind: 'forward', originAuthor: null }],
  ['of forwarded words nobody knows the time of', { kind: 'forward', originAuthor: ana, originSentAt: null }],
  [
    'of words from before what was allowed',
    { kind: 'forward', originAuthor: ana, originSentAt: 5_500, sentAt: 7e3 },
  ],
  ['edited while the granting person was away', { editedAt: 5_500 }],
] as const)('a message %s is withheld whole', (_, more) => {
  expect(left(more)).toBeUndefined()
})

describe('mentions', () => {
  const [first, second] = [
    { person: chika, start: 0, end: 5 },
    { person: ana, start: 10, end: 13 },
  ]
  test.each([
    ['one not allowed becomes the word', [first, second], `${SOMEONE} and Ana sing`],
    ['in any order', [second, first], `${SOMEONE} and Ana sing`],
    ['two of one stretch, one not allowed', [{ ...first, person: ana }, first], `${SOMEONE} and Ana sing`],
    ['one inside another', [{ person: ana, start: 0, end: 13 }, first], `${SOMEONE} sing`],
    [
      'one that begins inside another',
      [
        { person: ana, start: 0, end: 3 },
        { ...first, start: 2, end: 9 },
      ],
      `${SOMEONE} Ana sing`,
    ],
    ['one beyond the text', [{ ...first, start: 14, end: 99 }], `Chika and Ana ${SOMEONE}`],
    ['one before the text', [{ ...first, start: -5 }], `${SOMEONE} and Ana sing`],
    ['one of nothing', [{ ...first, end: 0 }], message.text],
  ])('%s', (_, mentions, text) => {
    expect(left({ mentions })?.item.text).toBe(text)
  })

  test('disclose those who stay named, and nobody else', () => {
    expect(left({ mentions: [first, second] })?.disclosed).toEqual([
      { person: ben, kind: 'message' },
      { person: ana, kind: 'mention' },
    ])
  })
})

test('a mention in forwarded words is asked of who wrote them, not of who forwards them', () => {
  const benNotYet = (item: Item): Decision =>
    (item.sentAt ?? 0) < 1e3 && subjectsOf(item)?.includes(ben)
      ? { outcome: 'refuse', code: 'WITHHELD' }
      : { outcome: 'permit', grant: id('grant'), fields: item.fields }
  const words = { originAuthor: ana, originSentAt: 900, mentions: [{ person: chika, start: 0, end: 5 }] }
  const forward: StoredMessage = { ...message, kind: 'forward', ...words }
  expect(projectMessage(forward, benNotYet, names)?.item.text).toBe(message.text)
})

test('a reply names what it answers only when that can be seen', () => {
  const target = { ...message, id: id('message', 2), author: ana }
  expect(left({ replyTo: target })?.item.reply_to).toBe(`m:${target.id}`)
  for (const hidden of [{ author: chika }, { editedAt: 5_500 }, { sentAt: 5_500 }])
    expect(left({ replyTo: { ...target, ...hidden } })?.item).not.toHaveProperty('reply_to')
})

test('reactions go one by one, and none is an empty list as if there had been none', () => {
  const by = (person: typeof ana, at = 2_000) => ({ person, emoji: '🎵', at })
  expect(left({ reactions: [by(chika), by(ana)] })?.item.reactions).toEqual([
    { emoji: '🎵', author: `a:${ana}` },
  ])
  expect(left({ reactions: [by(chika), by(ana, 5_500)] })).toEqual(left({ reactions: [] }))
})

test('only granted fields are keys', () => {
  const textOnly = (item: Item): Decision => ({
    outcome: 'permit',
    grant: id('grant'),
    fields: item.fields.filter((f) => f === 'message.text'),
  })
  const whole = { ...message, editedAt: 2_000, attachments: [{ name: 'n', mediaType: 'm' }] }
  expect(projectMessage(whole, textOnly, names)?.item).toEqual({
    kind: 'message',
    id: `m:${message.id}`,
    text: message.text,
  })
})
