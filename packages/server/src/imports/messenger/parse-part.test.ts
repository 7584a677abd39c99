// Parts of an export, hostile first: whatever stands there, it is a part or an ImportError that names the message and field.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ImportError } from '../import-error.ts'
import { attachmentsOf, bodyOf, kindOf } from './message-content.ts'
import { reactionsTo } from './message-records.ts'
import { readNames } from './names.ts'
import { parsePart } from './parse-part.ts'

const good = { sender_name: 'Ana', timestamp_ms: 1_600_000_000_000, content: 'secret words' }
const partOf = (...messages: unknown[]) => ({ participants: [{ name: 'Ana' }], messages })

function saying(value: unknown): string {
  try {
    return JSON.stringify(parsePart(value, 'inbox/a_1/message_1.json'))
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
    return error.message
  }
}

const { sender_name: _, ...nobody } = good
const { timestamp_ms: __, ...never } = good

describe('what is none', () => {
  it.each([
    [null, 'message_1.json expected object'],
    [[], 'message_1.json expected object'],
    [{ messages: [] }, 'message_1.json participants expected array'],
    [{ participants: [{}], messages: [] }, 'message_1.json participants[0].name expected string'],
    [{ participants: [], messages: {} }, 'message_1.json messages expected array'],
    [partOf(good, 7), 'message_1.json messages[1]: expected object'],
    [partOf(good, nobody), 'message_1.json messages[1]: sender_name expected string'],
    [partOf(never), 'message_1.json messages[0]: timestamp_ms expected number'],
    [partOf({ ...good, timestamp_ms: '1600000000000' }), 'messages[0]: timestamp_ms expected number'],
    [partOf({ ...good, timestamp_ms: 1.5 }), 'messages[0]: timestamp_ms expected int'],
    [partOf({ ...good, timestamp_ms: -1 }), 'messages[0]: timestamp_ms too small'],
    [partOf({ ...good, timestamp_ms: 9e15 }), 'messages[0]: timestamp_ms too big'],
    [partOf({ ...good, content: ['secret words'] }), 'messages[0]: content expected string'],
    [partOf({ ...good, content: 'secret\0words' }), 'messages[0]: content holds a zero byte'],
    [partOf({ ...good, content: 'secret\ud83d' }), 'messages[0]: content holds half a character'],
    [partOf({ ...good, content: 'secret '.repeat(3_000) }), 'messages[0]: content must have at most 20000'],
    [partOf({ ...good, sender_name: 'secret\u202e' }), 'messages[0]: sender_name must be a name'],
    [partOf({ ...good, photos: [{ url: 'secret' }] }), 'messages[0]: photos[0].uri expected string'],
    [
      partOf({ ...good, reactions: [{ actor: 'Ana' }] }),
      'messages[0]: reactions[0].reaction expected string',
    ],
    [
      partOf({ ...good, reactions: [{ actor: 'Ana', reaction: 'secret' }] }),
      'reactions[0].reaction must be one emoji',
    ],
    [partOf({ ...good, is_unsent: 'yes' }), 'messages[0]: is_unsent expected boolean'],
  ])('%# is named by its place, and nothing of it repeated', (value, said) => {
    expect(saying(value)).toContain(said)
    expect(saying(value)).not.toContain('secret')
  })

  it('whatever it holds, gives a part or an ImportError', () =>
    fc.assert(
      fc.property(
        fc.jsonValue(),
        (value) => saying(partOf({ ...good, share: value, reactions: value })) !== '',
      ),
    ))
})

describe('what is one', () => {
  const raw = (more: object) => {
    const [message] = parsePart(partOf({ ...good, ...more }), 'x').messages
    if (message === undefined) throw new Error('no message')
    return message.raw
  }

  it('is taken back, whatever is left of it; taken down; not there any more; or a call that says nothing', () => {
    expect(kindOf(raw({ is_unsent: true }))).toBe('unsent')
    expect(kindOf(raw({ is_taken_down: true }))).toBe('unavailable')
    expect(kindOf(raw({ content: undefined }))).toBe('unavailable')
    expect(kindOf(raw({ content: undefined, call_duration: 7 }))).toBe('calls')
    expect(kindOf(raw({ is_unsent: false, call_duration: 7 }))).toBe('messages')
  })

  it('says what it shares once', () => {
    expect(bodyOf(raw({ share: { link: 'https://a.example' } }))).toBe('secret words\nhttps://a.example')
    expect(bodyOf(raw({ content: 'https://a.example', share: { link: 'https://a.example' } }))).toBe(
      'https://a.example',
    )
    expect(bodyOf(raw({ content: undefined, share: { share_text: 'T' } }))).toBe('T')
  })

  it('has attachments by name and type, of files and of addresses on the web', () =>
    expect(
      attachmentsOf(
        raw({
          photos: [{ uri: 'messages/inbox/a/photos/1_n.jpg' }],
          gifs: [{ uri: 'https://web.example/x.gif?oh=1/2' }],
          files: [{ uri: '' }],
          sticker: { uri: 'stickers_used/9.png' },
        }),
      ),
    ).toEqual([
      { name: '1_n.jpg', mediaType: 'image/jpeg' },
      { name: 'x.gif', mediaType: 'image/gif' },
      { name: 'attachment', mediaType: 'application/octet-stream' },
      { name: '9.png', mediaType: 'image/png' },
    ]))

  it('has a heart as an emoji, reactions with their time, and one for each person', () => {
    const reactions = [
      { actor: 'Ana', reaction: '\u00e2\u009d\u00a4', timestamp: 1_600_000_060 },
      { actor: '', reaction: '👍' },
      { actor: 'Facebook user', reaction: '👍' },
    ]
    const message = { raw: raw({ reactions }), key: '0', place: { file: 'x' } }
    expect(reactionsTo(message, 'inbox/a', readNames(undefined))).toEqual([
      { person: 'name Ana', actor: 'Ana', emoji: '❤️', at: 1_600_000_060_000 },
      { person: 'removed inbox/a', actor: '', emoji: '👍', at: 1_600_000_000_000 },
    ])
  })
})
