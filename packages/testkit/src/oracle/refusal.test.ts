// The order of refusals (readings 1 to 7): every code beats all later ones, and each is met alone.
import {
  DAY_MS,
  type Grant,
  type Manifest,
  type RefusalCode,
  type ThreadSetting,
} from '@countersign/protocol'
import { describe, expect, it } from 'vitest'
import type { PersonState, WorldCall, WorldState } from '../worlds/world-state.ts'
import { idOfName, type Line, main, other, spoken } from './_spoken-world.ts'
import { judgeByOracle } from './oracle.ts'
import { caseOf } from './refusal.ts'
import { settingOf } from './threads.ts'

interface Asked {
  readonly world: WorldState
  readonly call: WorldCall
}

function codeOf({ world, call }: Asked): RefusalCode | 'permit' {
  const answer = judgeByOracle(world, call)
  return answer.outcome === 'refuse' ? answer.code : 'permit'
}

function ofAna(asked: Asked, change: (ana: PersonState) => Partial<PersonState>): Asked {
  const people = asked.world.people.map((person) =>
    person.person === idOfName('ana') ? { ...person, ...change(person) } : person,
  )
  return { ...asked, world: { ...asked.world, people } }
}

function ofGrant(asked: Asked, change: Partial<Grant>): Asked {
  return ofAna(asked, (ana) => ({ grants: ana.grants.map((grant) => ({ ...grant, ...change }) as Grant) }))
}

function ofManifests(asked: Asked, change: (manifest: Manifest) => Partial<Manifest>): Asked {
  const features = asked.world.features.map((feature) => ({
    ...feature,
    manifests: feature.manifests.map((manifest) => ({ ...manifest, ...change(manifest) })),
  }))
  return { ...asked, world: { ...asked.world, features } }
}

/** One trouble for each code, in the order they are named; each can befall the same call as any other. */
const troubles: readonly (readonly [RefusalCode, (asked: Asked) => Asked])[] = [
  ['RESTRICTED', (asked) => ofAna(asked, () => ({ restricted: true }))],
  [
    'SUSPENDED',
    ({ world, call }) => {
      const partners = world.partners.map((partner) => ({ ...partner, suspended: true }))
      return { world: { ...world, partners }, call }
    },
  ],
  [
    'CERT_OVERDUE',
    ({ world, call }) => {
      const partners = world.partners.map((partner) => ({ ...partner, certifiedUntil: world.now }))
      return { world: { ...world, partners }, call }
    },
  ],
  [
    'FEATURE_ENDED',
    ({ world, call }) => {
      const features = world.features.map((feature) => ({ ...feature, endAt: world.now }))
      return { world: { ...world, features }, call }
    },
  ],
  ['REVIEW_MISSING', (asked) => ofManifests(asked, () => ({ reviewId: null }))],
  ['NO_GRANT', (asked) => ofAna(asked, () => ({ account: 'closed' }))],
  ['CONSENT_VOID', (asked) => ofGrant(asked, { screenHash: 'f'.repeat(64) })],
  ['WITHDRAWN', (asked) => ofGrant(asked, { state: 'withdrawn', endedAt: asked.world.now })],
  ['EXPIRED', (asked) => ofGrant(asked, { endAt: asked.world.now })],
  ['INACTIVE', (asked) => ofGrant(asked, { startAt: asked.world.now - 90 * DAY_MS })],
  [
    'MANIFEST_WIDENED',
    (asked) =>
      ofManifests(asked, ({ version, offers }) => ({
        offers: version === 1 ? offers.filter((offer) => offer.verb !== 'messages.read') : offers,
      })),
  ],
  ['VERB_NOT_GRANTED', (asked) => ofGrant(asked, { verbs: ['threads.list'] })],
  ['PURPOSE_REQUIRED', ({ world, call }) => ({ world, call: { ...call, purpose: null } })],
  [
    'PURPOSE_MISMATCH',
    ({ world, call }) => ({ world, call: { ...call, purpose: call.purpose === null ? null : 'ads' } }),
  ],
  ['NOT_GRANTED', ({ world, call }) => ({ world, call: { ...call, fields: ['member.name'] } })],
  ['NOT_FOUND', (asked) => ofGrant(asked, { threads: [other] })],
]

/** Ana granted version 1; version 2, which is live, offers the same. */
const well = spoken({ ana: 'grant', partner: 'version 1; version 2' })

describe('the order of refusals', () => {
  it('permits while there is no trouble', () => {
    expect(codeOf(well)).toBe('permit')
  })

  it.each(troubles)('%s alone', (code, befall) => {
    expect(codeOf(befall(well))).toBe(code)
  })

  const pairs = troubles.flatMap(([first, one], n) =>
    troubles.slice(n + 1).map(([second, two]) => [first, second, one, two] as const),
  )
  it.each(pairs)('%s is named before %s', (first, _second, one, two) => {
    expect(codeOf(two(one(well)))).toBe(first)
    expect(codeOf(one(two(well)))).toBe(first)
  })

  it.each(troubles)('%s is named before every later one at once', (code) => {
    const from = troubles.findIndex(([each]) => each === code)
    expect(codeOf(troubles.slice(from).reduce((asked, [, befall]) => befall(asked), well))).toBe(code)
  })
})

/** What a line of the table is refused with, or `permit`. */
function said(line: Line, call: Partial<WorldCall> = {}): RefusalCode | 'permit' {
  const asked = spoken(line)
  return codeOf({ ...asked, call: { ...asked.call, ...call } })
}

const twoPurposes = 'version 1 offers messages.read, threads.list; version 1 offers messages.read for search'

describe('reading 1: the grant that speaks', () => {
  it('is of the purpose before it is given', () => {
    expect(said({ ana: 'grant withdrawn day 2; grant for search', partner: twoPurposes })).toBe('WITHDRAWN')
  })
  it('is given before it holds the verb', () => {
    expect(said({ ana: 'grant withdrawn day 5; grant of threads.list' })).toBe('VERB_NOT_GRANTED')
  })
  it('holds the verb before it started later', () => {
    expect(said({ ana: 'grant; grant of threads.list from day 5' })).toBe('permit')
    expect(said({ ana: 'grant of threads.list from day 5; grant' })).toBe('permit')
  })
  it('started later before its id is greater', () => {
    expect(said({ ana: 'grant on a void screen from day 3; grant from day 2' })).toBe('CONSENT_VOID')
    expect(said({ ana: 'grant on a void screen from day 2; grant from day 3' })).toBe('permit')
  })
  it('has the greater id when they started together', () => {
    expect(said({ ana: 'grant on a void screen; grant' })).toBe('permit')
    expect(said({ ana: 'grant; grant on a void screen' })).toBe('CONSENT_VOID')
  })
  it('is of the feature and its partner', () => {
    const asked = spoken({ ana: 'grant' })
    expect(codeOf(ofGrant(asked, { feature: 'feature_two' }))).toBe('NO_GRANT')
    expect(codeOf(ofGrant(asked, { partner: 'partner_two' }))).toBe('NO_GRANT')
  })
})

describe('reading 2: the live manifest', () => {
  const partner = 'version 1; version 2 unreviewed offers threads.list'
  it('is the newest reviewed one for a real person', () => {
    expect(said({ ana: 'grant', partner })).toBe('permit')
    expect(said({ ana: 'grant on version 2', partner })).toBe('permit')
  })
  it('is the newest of all for a test account', () => {
    expect(said({ ana: 'test account; grant', partner })).toBe('VERB_NOT_GRANTED')
  })
  it('is missing while there is none, and unreviewed while none is reviewed', () => {
    expect(said({ ana: 'grant', partner: 'version 1 unreviewed; version 2 unreviewed' })).toBe(
      'REVIEW_MISSING',
    )
    const none = ofManifests(spoken({ ana: 'test account; grant' }), () => ({}))
    const features = none.world.features.map((feature) => ({ ...feature, manifests: [] }))
    expect(codeOf({ ...none, world: { ...none.world, features } })).toBe('REVIEW_MISSING')
  })
  it('is of the highest version wherever it stands in the list', () => {
    const asked = spoken({ ana: 'grant', partner: 'version 2 offers threads.list; version 1' })
    expect(codeOf(asked)).toBe('VERB_NOT_GRANTED')
  })
})

describe('reading 3: the setting of a thread', () => {
  const settings: readonly ThreadSetting[] = ['author', 'all-parties', 'closed']
  const pairs = settings.flatMap((own, n) =>
    settings.map((floor, m) => [own, floor, settings[Math.max(n, m)]] as const),
  )
  it.each(pairs)('own %s under the floor %s is %s', (own, floor, expected) => {
    const { world } = spoken({ setting: `${own}; floor ${floor}` })
    const thread = world.threads.find((each) => each.thread === main)
    expect(thread && settingOf(world, thread)).toBe(expected)
  })
})

describe('reading 5: MANIFEST_WIDENED', () => {
  const wider = 'version 1 offers threads.list; version 2 offers threads.list, messages.read'
  it('needs a version later than the one granted on', () => {
    const asked = spoken({ ana: 'grant of threads.list on version 2', partner: wider })
    const older = ofManifests(asked, ({ version }) => ({ reviewId: version === 2 ? null : 'review' }))
    expect(codeOf(older)).toBe('VERB_NOT_GRANTED')
    expect(said({ ana: 'grant of threads.list', partner: wider })).toBe('MANIFEST_WIDENED')
  })
  it('is not of a verb that was offered for another purpose, unless the call names the new one', () => {
    const partner =
      'version 1 offers messages.read for search; version 2 offers messages.read; version 2 offers messages.read for search'
    expect(said({ ana: 'grant of threads.list', partner, purpose: 'none' })).toBe('VERB_NOT_GRANTED')
    expect(said({ ana: 'grant for search', partner, purpose: 'search' })).toBe('permit')
    expect(said({ ana: 'grant for search', partner })).toBe('MANIFEST_WIDENED')
  })
  it('is of a field asked for by name that only the later version has', () => {
    const partner =
      'version 1 offers messages.read (message.text); version 2 offers messages.read (message.text+message.card)'
    expect(said({ ana: 'grant', partner })).toBe('permit')
    expect(said({ ana: 'grant', partner }, { fields: ['message.text'] })).toBe('permit')
    expect(said({ ana: 'grant', partner }, { fields: ['message.text', 'message.card'] })).toBe(
      'MANIFEST_WIDENED',
    )
    expect(said({ ana: 'grant', partner }, { fields: ['message.author'] })).toBe('NOT_GRANTED')
  })
  it('is not of a field that another verb of the later version has', () => {
    const partner = 'version 1 offers messages.read; version 2 offers messages.read, members.see'
    expect(said({ ana: 'grant', partner }, { fields: ['member.name'] })).toBe('NOT_GRANTED')
  })
})

describe('reading 6: granted fields', () => {
  const fieldsOf = (line: Line, call: Partial<WorldCall> = {}): readonly string[] | string => {
    const asked = spoken(line)
    const c = caseOf(asked.world, { ...asked.call, ...call })
    return typeof c === 'string' ? c : c.fields
  }
  it('are those of the grant, of the version granted on and of the live one', () => {
    const partner =
      'version 1 offers messages.read (message.text+message.author+message.card); version 2 offers messages.read (message.text+message.author+message.reactions)'
    expect(fieldsOf({ ana: 'grant only message.text+message.card+message.reactions', partner })).toEqual([
      'message.text',
    ])
  })
  it('are those of the purpose of the grant', () => {
    const partner = 'version 1 offers messages.read (message.text); version 1 offers messages.read for search'
    expect(fieldsOf({ ana: 'grant only message.text+message.author', partner })).toEqual(['message.text'])
  })
  it('are all there are when none is asked for', () => {
    expect(fieldsOf({ ana: 'grant', verb: 'members.see' }, { fields: [] })).toEqual([
      'member.name',
      'member.joined_at',
    ])
    expect(fieldsOf({ ana: 'grant', verb: 'members.see' }, { fields: ['member.name'] })).toEqual([
      'member.name',
    ])
  })
})

describe('reading 7: the thread', () => {
  it.each(['messages.read', 'members.see'])('%s needs one', (verb) => {
    expect(said({ ana: 'grant', verb, asks: 'no thread' })).toBe('NOT_FOUND')
    expect(said({ ana: 'grant', verb, asks: 'an unknown thread' })).toBe('NOT_FOUND')
    expect(said({ ana: 'grant', verb, asks: 'the other thread' })).toBe('NOT_FOUND')
    expect(said({ ana: 'grant; joined day 10+1ms', verb })).toBe('NOT_FOUND')
    expect(said({ ana: 'grant; left day 10', verb })).toBe('NOT_FOUND')
    expect(said({ ana: 'grant', verb, setting: 'closed' })).toBe('NOT_FOUND')
    expect(said({ ana: 'grant', verb })).toBe('permit')
  })
  it.each(['threads.list', 'contact.own', 'friends.list', 'friends.contact'])('%s needs none', (verb) => {
    expect(said({ ana: 'grant; not a member', verb, setting: 'closed' })).toBe('permit')
  })
})

it('CONSENT_VOID is of a screen of this partner', () => {
  const { world, call } = spoken({ ana: 'grant on a void screen' })
  const voidedScreens = world.voidedScreens.map((one) => ({ ...one, partner: 'partner_two' as const }))
  expect(codeOf({ world: { ...world, voidedScreens }, call })).toBe('permit')
})

it('INACTIVE counts own use of this verb at this partner only', () => {
  const line = { ana: 'grant; used messages.read day 60', day: '100' }
  expect(said(line)).toBe('permit')
  expect(said({ ...line, ana: 'grant; used threads.list day 60' })).toBe('INACTIVE')
  const elsewhere = ofAna(spoken(line), (ana) => ({
    ownUses: ana.ownUses.map((use) => ({ ...use, partner: 'partner_two' })),
  }))
  expect(codeOf(elsewhere)).toBe('INACTIVE')
  expect(said({ ...line, ana: 'grant; used messages.read day 60; used messages.read day 5' })).toBe('permit')
})

it('a call about somebody who is not in the world is an error, not an answer', () => {
  const { world, call } = spoken({ ana: 'grant' })
  expect(() => judgeByOracle(world, { ...call, person: 'person_nobody' })).toThrow(/not in the world/)
})
