// Whose yes an item needs (readings 8 to 13), asked of messages: what is withheld first, then what leaves.
import type { Countersignature, Grant } from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import type { MessageState, PersonState, WorldState } from '../worlds/world-state.ts'
import { message, withMain } from './_spoken-item.ts'
import { idOfName, instant, type Line, spoken } from './_spoken-world.ts'
import { explain, judgeByOracle } from './oracle.ts'

type Change = (person: PersonState) => Partial<PersonState>

/** The ids of the messages that leave, without their prefix, in the order of the answer. */
function left(line: Line, messages: readonly MessageState[], name = '', change: Change = () => ({})): string {
  const { world, call } = spoken({ ana: 'grant', ...line })
  const answer = judgeByOracle(changed(withMain(world, { messages }), name, change), call)
  if (answer.outcome === 'refuse') return answer.code
  return answer.items.map((item) => ('message' in item ? item.message.replace('message_', '') : '')).join(' ')
}

function changed(world: WorldState, name: string, change: Change): WorldState {
  const people = world.people.map((each) =>
    each.person === idOfName(name) ? { ...each, ...change(each) } : each,
  )
  return { ...world, people }
}

/** The reading by which Ben's message of day 3 is withheld. */
function readingOf(line: Line, at = 'day 3'): number | undefined {
  const { world, call } = spoken({ ana: 'grant', ...line })
  const messages = [message('m', 'ben', instant(at))]
  return explain(withMain(world, { messages }), call).withheld[0]?.reading
}

const bens = [message('m', 'ben', instant('day 3'))]

describe('reading 8: an allowance', () => {
  it.each([
    ['nothing', 'nothing'],
    ['a yes that was taken back', 'allow taken back day 5'],
    ['a yes that ended this millisecond', 'allow until day 10'],
    ['a yes that starts in a millisecond', 'allow from day 10+1ms with earlier words'],
    ['a yes on a void screen', 'allow on a void screen'],
    ['a yes to another version', 'allow on version 2'],
    ['a yes to another purpose', 'allow for search'],
    ['a yes in another thread', 'allow in the other thread'],
    ['a grant without the verb', 'grant of threads.list'],
    ['a grant for another thread', 'grant in the other thread'],
    ['a grant that was withdrawn', 'grant withdrawn day 5'],
    ['a grant that was replaced', 'grant replaced day 5'],
    ['a grant that ran out', 'grant until day 10'],
    ['a grant that has not started', 'grant from day 11 with earlier words'],
    ['a grant on a void screen', 'grant on a void screen'],
    ['a grant of another version', 'grant on version 2'],
    ['a grant for another purpose', 'grant for search'],
  ])('is not %s', (_what, ben) => {
    const line = { ben, partner: 'version 1; version 2; version 1 offers messages.read for search' }
    expect(left(line, bens)).toBe('')
    expect(readingOf(line)).toBe(8)
  })

  it('is not for another feature', () => {
    const feature = 'feature_two'
    const answers: Change = (ben) => ({
      countersignatures: ben.countersignatures.map((one): Countersignature => ({ ...one, feature })),
    })
    const grants: Change = (ben) => ({ grants: ben.grants.map((one): Grant => ({ ...one, feature })) })
    expect(left({ ben: 'allow' }, bens, 'ben', answers)).toBe('')
    expect(left({ ben: 'grant' }, bens, 'ben', grants)).toBe('')
  })

  it('is not an own grant whose verb its person left unused, whatever else they used', () => {
    const ana = 'grant; used messages.read day 99'
    expect(left({ day: '100', ana, ben: 'grant; used threads.list day 99' }, bens)).toBe('')
    expect(left({ day: '100', ana, ben: 'grant; used messages.read day 99' }, bens)).toBe('m')
  })

  it.each([
    'allow',
    'allow everywhere',
    'grant',
    'grant in both threads',
    'allow until day 10+1ms',
    'allow on a void screen; grant',
  ])('is %s', (ben) => expect(left({ ben }, bens)).toBe('m'))
})

describe('reading 9: who cannot allow', () => {
  it.each([
    'shell account',
    'closed account',
    'switch on',
    'never',
    'never everywhere',
    'never on version 2',
    'never on a void screen',
    'never until day 10+1ms',
  ])('%s', (why) => {
    for (const yes of ['allow', 'allow everywhere', 'grant']) {
      expect(left({ ben: `${why}; ${yes}` }, bens)).toBe('')
      expect(readingOf({ ben: `${why}; ${yes}` })).toBe(9)
    }
  })

  it.each([
    'never in the other thread',
    'never for search',
    'never taken back day 5',
    'never until day 10',
    'never from day 10+1ms',
  ])('%s bars nobody', (never) => {
    expect(left({ ben: `${never}; allow` }, bens)).toBe('m')
  })

  it('is not for another feature', () => {
    const elsewhere: Change = (ben) => ({
      countersignatures: ben.countersignatures.map(
        (one): Countersignature => (one.answer === 'never' ? { ...one, feature: 'feature_two' } : one),
      ),
    })
    expect(left({ ben: 'allow; never' }, bens, 'ben', elsewhere)).toBe('m')
  })

  it('is, while the feature is unreviewed, whoever is no test account', () => {
    const unreviewed = { ana: 'test account; grant', partner: 'version 1 unreviewed' }
    expect(left({ ...unreviewed, ben: 'allow' }, bens)).toBe('')
    expect(left({ ...unreviewed, ben: 'test account; allow' }, bens)).toBe('m')
    const mixed = { ana: 'test account; grant', partner: 'version 1; version 2 unreviewed' }
    expect(left({ ...mixed, ben: 'allow' }, bens)).toBe('')
    expect(left({ ana: 'grant', partner: mixed.partner, ben: 'allow' }, bens)).toBe('m')
  })
})

describe('reading 10: the granting person', () => {
  const hers = [message('a', 'ana', instant('day 3')), ...bens]
  it('withholds her own items with her own never, and nobody else’s', () => {
    expect(left({ ana: 'grant; never', ben: 'allow' }, hers)).toBe('m')
    expect(left({ ana: 'grant; never everywhere on version 2', ben: 'allow' }, hers)).toBe('m')
  })
  it('needs no allowance, and a never elsewhere or no more is none', () => {
    for (const more of ['', '; never in the other thread', '; never taken back day 4', '; never for search'])
      expect(left({ ana: `grant${more}`, ben: 'allow' }, hers)).toBe('m a')
  })
})

describe('reading 11: time', () => {
  const days = [-2, 0, 2, 4, 6].map((day) => message(`${day}`, 'ben', instant(`day ${day}`)))
  it('begins with the grant, unless that includes what is already written', () => {
    expect(left({ ben: 'allow from day -9' }, days)).toBe('6 4 2 0')
    expect(left({ ana: 'grant with earlier words', ben: 'allow from day -9' }, days)).toBe('6 4 2 0 -2')
  })
  it('begins with the allowance of each other subject, unless that includes it', () => {
    expect(left({ ana: 'grant from day -9', ben: 'allow from day 4' }, days)).toBe('6 4')
    expect(left({ ana: 'grant from day -9', ben: 'allow from day 4 with earlier words' }, days)).toBe(
      '6 4 2 0 -2',
    )
    expect(left({ ana: 'grant from day -9', ben: 'grant from day 2' }, days)).toBe('6 4 2')
    expect(left({ ana: 'grant from day -9', ben: 'grant from day 2 with earlier words' }, days)).toBe(
      '6 4 2 0 -2',
    )
  })
  it('is the earliest of several allowances', () => {
    expect(left({ ben: 'allow from day 6; allow everywhere from day 2; allow from day 4' }, days)).toBe(
      '6 4 2',
    )
  })
  it('holds what was sent in any stay of the granting person, and nothing from between', () => {
    expect(left({ ana: 'grant; joined day 0; left day 2; back day 4', ben: 'allow from day -9' }, days)).toBe(
      '6 4 0',
    )
    expect(left({ ana: 'grant from day -9; joined day 0', ben: 'allow from day -9' }, days)).toBe('6 4 2 0')
  })
  it('ends now', () => {
    const future = ['day 10-1ms', 'day 10', 'day 10+1ms'].map((at, n) => message(`${n}`, 'ana', instant(at)))
    expect(left({}, future)).toBe('1 0')
  })
  it('names itself', () => {
    expect(readingOf({ ben: 'allow' }, 'day -1')).toBe(11)
    expect(readingOf({ ben: 'allow from day 4' })).toBe(11)
    expect(readingOf({ ana: 'grant; joined day 4', ben: 'allow' })).toBe(11)
    expect(readingOf({ ben: 'allow' }, 'day 11')).toBe(11)
  })
})

describe('reading 12: fields', () => {
  /** The keys of the only message besides its kind and id. */
  function keysOf(line: Line, said: MessageState): string {
    const { world, call } = spoken({ ana: 'grant', ...line })
    const answer = judgeByOracle(withMain(world, { messages: [said] }), call)
    if (answer.outcome === 'refuse') return answer.code
    return answer.items.flatMap((item) => Object.keys(item).slice(2)).join(' ')
  }
  const two = 'grant only message.text+message.sent_at'
  const forward = message('f', 'ben', instant('day 3'), {
    kind: 'forward',
    originAuthor: 'person_chika',
    originSentAt: instant('day 2'),
  })

  it('are those an allowance of the subject covers', () => {
    expect(keysOf({ ben: two }, message('m', 'ben', instant('day 3')))).toBe('text sentAt')
    expect(keysOf({ ana: two, ben: 'allow' }, message('m', 'ben', instant('day 3')))).toBe('text sentAt')
  })
  it('are those of every other subject', () => {
    expect(keysOf({ ben: two, chika: 'grant only message.text+message.author' }, forward)).toBe('text')
    expect(keysOf({ ben: two, chika: 'grant only message.author' }, forward)).toBe('')
    expect(keysOf({ ben: two, chika: 'allow' }, forward)).toBe('text sentAt')
  })
  it('are of the allowances that are in time for each', () => {
    const ben = `${two}; allow from day 4`
    expect(keysOf({ ben }, message('m', 'ben', instant('day 3')))).toBe('text sentAt')
    expect(keysOf({ ben }, message('m', 'ben', instant('day 4')))).toBe(
      'text sentAt author reactions attachments',
    )
  })
  it('with none left the item is not there, whoever it is of', () => {
    expect(
      keysOf(
        { ben: 'grant only message.card', asks: 'fields message.text' },
        message('m', 'ben', instant('day 3')),
      ),
    ).toBe('')
    const none = {
      partner: 'version 1 offers messages.read (message.text); version 2 offers messages.read (message.card)',
    }
    expect(left({ ...none }, [message('a', 'ana', instant('day 3'))])).toBe('')
  })
})

describe('reading 13: all-parties', () => {
  const setting = 'all-parties'
  const three = { setting, dora: 'not a member', emil: 'not a member' }
  const days = [2, 4, 6, 8].map((day) => message(`${day}`, 'ana', instant(`day ${day}`)))

  it('needs everyone present now', () => {
    expect(left({ ...three, ben: 'allow' }, days)).toBe('')
    expect(left({ ...three, ben: 'allow', chika: 'shell account; allow' }, days)).toBe('')
    expect(left({ ...three, ben: 'allow', chika: 'allow; never everywhere' }, days)).toBe('')
    expect(left({ ...three, ben: 'allow', chika: 'allow' }, days)).toBe('8 6 4 2')
  })
  it('counts starts, and not what is already written', () => {
    expect(left({ ...three, ben: 'allow', chika: 'allow from day 6 with earlier words' }, days)).toBe('8 6')
    expect(
      left({ ...three, ana: 'grant from day 4 with earlier words', ben: 'allow', chika: 'allow' }, days),
    ).toBe('8 6 4')
  })
  it('needs whoever could read the item when it was sent, though they left', () => {
    const again = { ana: 'grant; allow from day 5', ben: 'allow from day 5' }
    expect(left({ ...three, ...again, chika: 'left day 5' }, days)).toBe('8 6')
    expect(left({ ...three, ...again, chika: 'left day 7' }, days)).toBe('')
    const later = { ana: 'grant; allow from day 7', ben: 'allow from day 7' }
    expect(left({ ...three, ...later, chika: 'left day 7' }, days)).toBe('8')
  })
  it('does not need a departed reader’s fresh answer, only one no later than the item', () => {
    const line = {
      ...three,
      ana: 'grant; allow from day 5',
      ben: 'allow from day 5',
      dora: 'left day 5; allow from day 3',
    }
    expect(left({ ...line, chika: 'not a member' }, days)).toBe('8 6')
  })
  it('a departure closes it until each who remains has answered again', () => {
    const line = { ...three, chika: 'left day 5' }
    expect(left({ ...line, ben: 'allow from day 5' }, days)).toBe('')
    expect(left({ ...line, ana: 'grant; allow from day 5', ben: 'allow' }, days)).toBe('')
    expect(
      left({ ...line, ana: 'grant; allow from day 6', ben: 'allow; allow everywhere from day 5' }, days),
    ).toBe('8 6')
    expect(left({ ...line, ana: 'grant; grant from day 6', ben: 'grant from day 5' }, days)).toBe('8 6')
  })
  it('a departure needs one answer that is both fresh and no later than the item', () => {
    const line = { ...three, ana: 'grant; allow from day 5', chika: 'left day 5' }
    expect(left({ ...line, ben: 'allow; allow everywhere from day 8' }, days)).toBe('8')
  })
  it('the last departure of several counts', () => {
    const line = { ...three, ana: 'grant; allow from day 6', ben: 'allow from day 5' }
    expect(left({ ...line, chika: 'left day 5', dora: 'left day 3' }, days)).toBe('8 6')
    expect(left({ ...line, chika: 'left day 6', dora: 'left day 3' }, days)).toBe('')
    expect(left({ ...line, chika: 'left day 3', dora: 'left day 6' }, days)).toBe('')
  })
  it('a departure that is still to come closes nothing', () => {
    expect(left({ ...three, ben: 'allow', chika: 'allow; left day 10+1ms' }, days)).toBe('8 6 4 2')
    expect(left({ ...three, ben: 'allow', chika: 'allow; left day 10' }, days)).toBe('')
  })
  it('a newcomer closes it until they answer, and did not read what was said before', () => {
    expect(left({ ...three, ben: 'allow', chika: 'joined day 5' }, days)).toBe('')
    expect(left({ ...three, ben: 'allow', chika: 'joined day 5; allow from day 6' }, days)).toBe('8 6')
  })
  it('Ana’s own never is nobody’s yes', () => {
    expect(left({ ...three, ana: 'grant; never', ben: 'allow', chika: 'allow' }, days)).toBe('')
    const bens6 = [message('b', 'ben', instant('day 6'))]
    expect(left({ ...three, ana: 'grant; never', ben: 'allow', chika: 'allow' }, bens6)).toBe('')
    expect(left({ ...three, ben: 'allow', chika: 'allow' }, bens6)).toBe('b')
  })
  it('is asked of nothing under the setting author, and through the floor of everything', () => {
    expect(left({ ...three, setting: 'author' }, days)).toBe('8 6 4 2')
    expect(left({ ...three, setting: 'author; floor all-parties' }, days)).toBe('')
  })
  it('names itself', () => {
    expect(readingOf({ ...three, ben: 'allow', chika: 'nothing' })).toBe(13)
  })
})
