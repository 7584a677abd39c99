// LDBC records, hostile first: whatever a line holds, a parser gives a record or an ImportError that names the line.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ImportError } from '../import-error.ts'
import type { CsvFile, CsvRecord } from './csv-file.ts'
import { addressFile, parseAddress } from './parse-address.ts'
import { commentFile, parseComment } from './parse-comment.ts'
import { forumFile, parseForum } from './parse-forum.ts'
import { friendshipFile, parseFriendship } from './parse-friendship.ts'
import { membershipFile, parseMembership } from './parse-membership.ts'
import { parsePerson, personFile } from './parse-person.ts'
import { parsePost, postFile } from './parse-post.ts'

interface Kind {
  readonly file: CsvFile
  readonly parse: (record: CsvRecord) => unknown
  readonly good: string
}

const at = '2010-06-27T23:36:57.962+0000'
const kinds: readonly Kind[] = [
  { file: personFile, parse: parsePerson, good: `9|Jose|Alonso|female|1987-09-18|${at}|1.2.3.4|Firefox|3` },
  { file: addressFile, parse: parseAddress, good: '9|jose@example.org' },
  { file: forumFile, parse: parseForum, good: `1|Wall of Jose|${at}|9` },
  { file: membershipFile, parse: parseMembership, good: `1|9|${at}` },
  { file: friendshipFile, parse: parseFriendship, good: `9|10|${at}` },
  { file: postFile, parse: parsePost, good: `5||${at}|1.2.3.4|Firefox|en|Hello|5|9|1|3` },
  { file: postFile, parse: parsePost, good: `5|photo5.jpg|${at}|1.2.3.4|Firefox|||0|9|1|3` },
  { file: commentFile, parse: parseComment, good: `7|${at}|1.2.3.4|Firefox|yes|3|9|3|5|` },
]

function recordOf(file: CsvFile, line: string): CsvRecord {
  return { place: { file: `${file.kind}_0_0.csv`, line: 17 }, columns: file.columns, fields: line.split('|') }
}

/** What a parser says of a line. */
function problem(parse: Kind['parse'], file: CsvFile, line: string): string {
  try {
    parse(recordOf(file, line))
  } catch (error) {
    if (error instanceof ImportError && error.place.line === 17) return error.message
    throw error
  }
  return 'accepted'
}

describe('a line that is wrong', () => {
  it.each([
    [parsePerson, personFile, `-9|A|B|f|x|${at}|i|b|3`, 'id must be a whole number'],
    [parsePerson, personFile, `09|A|B|f|x|${at}|i|b|3`, 'id must be a whole number'],
    [parsePerson, personFile, `9||B|f|x|${at}|i|b|3`, 'firstName must have 1 to 100'],
    [parsePerson, personFile, '9|A|B|f|x|2010-02-30T00:00:00.000+0000|i|b|3', 'creationDate must be a time'],
    [parsePerson, personFile, '9|A|B|f|x|1969-12-31T00:00:00.000+0000|i|b|3', 'creationDate must be a time'],
    [parsePerson, personFile, '9|A|B|f|x|2010-02-03T00:00:00.000+0100|i|b|3', 'creationDate must be a time'],
    [parsePerson, personFile, `9|A\0|B|f|x|${at}|i|b|3`, 'firstName holds a zero byte'],
    [parseAddress, addressFile, '9|jose', 'email must be an e-mail address'],
    [parseFriendship, friendshipFile, `9|9|${at}`, 'nobody is their own friend'],
    [parsePost, postFile, `5||${at}|i|b|en|Hel|5|9|1|3`, 'length is not the length of content'],
    [parsePost, postFile, `5||${at}|i|b|||0|9|1|3`, 'both empty'],
    [parsePost, postFile, `5|../x.jpg|${at}|i|b|||0|9|1|3`, 'imageFile must be a file name'],
    [parseComment, commentFile, `7|${at}|i|b|yes|3|9|3|5|6`, 'and not both'],
    [parseComment, commentFile, `7|${at}|i|b|yes|3|9|3||`, 'must be given'],
    [parseComment, commentFile, `7|${at}|i|b||0|9|3|5|`, 'content is empty'],
  ])('%o is refused', (parse, file, line, said) => {
    expect(problem(parse, file, line)).toContain(said)
  })

  it.each(kinds)(
    'of $file.kind: any fields give a record or an ImportError with its place',
    ({ file, parse, good }) => {
      const field = fc.oneof(
        fc.string(),
        fc.constantFrom(...good.split('|'), '', '0', '\0', 'NaN', '99999999999999999999'),
      )
      fc.assert(
        fc.property(
          fc.array(field, { minLength: file.columns.length, maxLength: file.columns.length }),
          (fields) => {
            problem(parse, file, fields.join('|'))
          },
        ),
      )
    },
  )

  it.each(kinds)('of $file.kind: what is said of it repeats no field', ({ file, parse, good }) => {
    const fields = good.split('|')
    for (const [i] of fields.entries()) {
      const line = fields.with(i, 'Zanzibar-4711@\0').join('|')
      expect(problem(parse, file, line)).not.toContain('Zanzibar')
    }
  })
})

describe('a line that is right', () => {
  it.each(kinds)('of $file.kind is accepted', ({ file, parse, good }) => {
    expect(problem(parse, file, good)).toBe('accepted')
  })

  it('keeps what is needed and nothing else', () => {
    expect(kinds.map(({ file, parse, good }) => parse(recordOf(file, good)))).toEqual([
      { id: '9', displayName: 'Jose Alonso', createdAt: 1_277_681_817_962 },
      { person: '9', email: 'jose@example.org' },
      { id: '1', title: 'Wall of Jose', createdAt: 1_277_681_817_962, moderator: '9' },
      { forum: '1', person: '9', joinedAt: 1_277_681_817_962 },
      { person: '9', friend: '10', since: 1_277_681_817_962 },
      { id: '5', author: '9', forum: '1', sentAt: 1_277_681_817_962, body: 'Hello', image: null },
      { id: '5', author: '9', forum: '1', sentAt: 1_277_681_817_962, body: '', image: 'photo5.jpg' },
      { id: '7', author: '9', sentAt: 1_277_681_817_962, body: 'yes', answers: { kind: 'post', id: '5' } },
    ])
  })

  it('has the smaller id first in a friendship, as numbers', () => {
    expect(parseFriendship(recordOf(friendshipFile, `10|9|${at}`))).toMatchObject({
      person: '9',
      friend: '10',
    })
  })

  it('counts a text in characters, as UTF-16 units or code points', () => {
    for (const length of [1, 2])
      expect(problem(parsePost, postFile, `5||${at}|i|b|en|😀|${length}|9|1|3`)).toBe('accepted')
  })
})
