// What a person's key signs is what is entered, once; whatever is not exactly that is refused, and stopping needs none (design 007).
import { createHash } from 'node:crypto'
import { DAY_MS, parseId, type SignedAct, uuidOf } from '@countersign/protocol'
import { onServer, type Said, signAct, signAnswer, signerOf, signGrant } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { answerAsk, type GivenAnswer } from '../src/acts/answer-ask.ts'
import { askCard } from '../src/acts/ask-card.ts'
import { auditStatements } from '../src/acts/audit-statements.ts'
import { createThread } from '../src/acts/create-thread.ts'
import { giveGrant, type PermissionAnswer } from '../src/acts/give-grant.ts'
import { setSwitch } from '../src/acts/set-switch.ts'
import { setThreadSetting } from '../src/acts/set-thread-setting.ts'
import { withdrawGrant } from '../src/acts/withdraw-grant.ts'
import { Problem } from '../src/problems.ts'
import { keepScreen } from '../src/store/screens.ts'
import { peopleServer } from './_people-server.ts'

const { system, world, clock, database } = await peopleServer()
const { people, thread, jukebox } = world
const { partner, feature, manifestVersion } = jukebox
const other = await createThread(system, { by: people.ana, kind: 'direct', others: [people.ben] })
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
const screens = ['the screen', 'another screen'].map((content) => ({ content, hash: hashOf(content) }))
for (const { content, hash } of screens)
  await keepScreen(system.app, { partner, hash, locale: 'en', content }, clock.now())
const screenHash = hashOf('the screen')

const asked = (more: Partial<PermissionAnswer> = {}): PermissionAnswer => ({
  person: people.ana,
  partner,
  feature,
  manifestVersion,
  screenHash,
  locale: 'en',
  oauthGrant: null,
  threads: [thread],
  endAt: null,
  history: false,
  choices: [{ purpose: 'group_activity', verbs: ['messages.read'] }],
  ...more,
})
const codeOf = async (act: Promise<unknown>): Promise<string> => {
  try {
    await act
    return 'done'
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}
const sql = async (text: string, values: readonly unknown[] = []) =>
  (await onServer(database.owner, (db) => db.query(text, [...values]))).rows
const rows = async (): Promise<string> =>
  JSON.stringify(
    await sql(`select (select count(*) from grants), (select count(*) from countersignatures),
      (select count(*) from statements), (select count(*) from entries)`),
  )
await signerOf(system, people.ana)
await signerOf(system, people.ben)

describe('a permission', () => {
  it.each<[string, Partial<PermissionAnswer>]>([
    ['another person', { person: people.ben }],
    ['another screen', { screenHash: hashOf('another screen') }],
    ['another thread', { threads: [other] }],
    ['one more thread', { threads: [thread, other] }],
    ['one more power', { choices: [{ purpose: 'group_activity', verbs: ['messages.read', 'members.see'] }] }],
    [
      'fewer fields',
      { choices: [{ purpose: 'group_activity', verbs: ['messages.read'], fields: ['message.text'] }] },
    ],
    ['another purpose', { choices: [{ purpose: 'share_content', verbs: ['messages.write'] }] }],
    ['what is already written', { history: true }],
    ['a later end', { endAt: clock.now() + 170 * DAY_MS }],
    ['another language', { locale: 'ar' }],
  ])('is not given on a statement about %s', async (_, more) => {
    const { signed } = await signGrant(system, asked({ endAt: clock.now() + 90 * DAY_MS }))
    const before = await rows()
    const wanted = asked({ endAt: clock.now() + 90 * DAY_MS, ...more, signed })
    expect(await codeOf(giveGrant(system, wanted))).toBe('BAD_STATEMENT')
    expect(await rows()).toBe(before)
  })

  it('is not given on a statement of another partner\u2019s feature', async () => {
    const matinee = await world.partner('matinee')
    const { signed } = await signGrant(system, asked({ partner: matinee.partner, feature: matinee.feature }))
    expect(await codeOf(giveGrant(system, asked({ signed })))).toBe('BAD_STATEMENT')
  })

  it('is the one that was signed, from when it was said, and only once, however often it is sent (REC-01)', async () => {
    const answer = await signGrant(system, asked())
    clock.advance(4 * 60_000)
    const [given] = await giveGrant(system, answer)
    expect(given?.startAt).toBe(clock.now() - 4 * 60_000)
    const before = await rows()
    clock.advance(DAY_MS)
    expect(await giveGrant(system, answer)).toEqual([given])
    expect(await rows()).toBe(before)
    const [row] = await sql('select statement_n::int as n from grants where grant_id = $1', [
      uuidOf(given?.id ?? 'grant_'),
    ])
    const made = await sql(
      `select kind, chain, record ->> 'act' as act, (record ->> 'n')::int as n from entries
       where person_id = $1 order by leaf_index desc limit 2`,
      [uuidOf(people.ana)],
    )
    expect(row).toEqual({ n: 1 })
    expect(made.reverse()).toEqual([
      { kind: 'grant_given', chain: 'partner', act: null, n: null },
      { kind: 'statement_made', chain: 'self', act: 'grant_given', n: 1 },
    ])
  })

  it('said five minutes and a millisecond ago is refused, and so is a number that is taken', async () => {
    const late = await signGrant(system, asked())
    clock.advance(5 * 60_000 + 1)
    expect(await codeOf(giveGrant(system, late))).toBe('SIGN_AGAIN')
    const [one, two] = [await signGrant(system, asked()), await signGrant(system, asked())]
    expect(await codeOf(giveGrant(system, one))).toBe('done')
    expect(await codeOf(giveGrant(system, two))).toBe('SIGN_AGAIN')
  })

  it('for two purposes takes two statements, each its own', async () => {
    const choices = [
      { purpose: 'share_content', verbs: ['messages.write'] },
      { purpose: 'group_activity', verbs: ['messages.read'] },
    ] as const
    const both = await signGrant(system, asked({ choices }))
    expect(await codeOf(giveGrant(system, { ...both, signed: both.signed?.slice(1) }))).toBe('BAD_STATEMENT')
    expect(await giveGrant(system, both)).toHaveLength(2)
  })

  it('is withdrawn without a key, with a bad statement, and with a good one, which is entered', async () => {
    const withdraw = async (said: Partial<Said<'grant_withdrawn'>>, signs: boolean): Promise<string> => {
      const [grant] = await giveGrant(system, await signGrant(system, asked()))
      if (grant === undefined) throw new Error('no grant')
      const own = { grant: grant.id, partner, feature, why: 'withdrawn', superseded_by: null } as const
      const signed = signs
        ? await signAct(system, people.ana, 'grant_withdrawn', { ...own, ...said })
        : undefined
      await withdrawGrant(system, { person: people.ana, grant: grant.id, signed })
      const [last] = await sql(
        'select kind from entries where person_id = $1 order by leaf_index desc limit 1',
        [uuidOf(people.ana)],
      )
      return last?.kind
    }
    expect(await withdraw({}, false)).toBe('grant_withdrawn')
    expect(await withdraw({ feature: (await world.partner('later')).feature }, true)).toBe('grant_withdrawn')
    expect(await withdraw({}, true)).toBe('statement_made')
  })
})

describe('an answer', () => {
  const card = { person: people.ben, partner, feature, manifestVersion, purpose: 'group_activity' } as const
  const allow = async (more: Partial<GivenAnswer> = {}): Promise<GivenAnswer> => {
    const { text } = await askCard(system.app, card)
    return { ...card, thread, answer: 'allow', screenHash: text.hash, ...more }
  }

  it.each<[string, Partial<GivenAnswer>]>([
    ['all threads', { thread: null }],
    ['another thread', { thread: other }],
    ['what is already written', { history: true }],
    ['a later end', { endAt: clock.now() + 175 * DAY_MS }],
  ])('is not given on a statement about less than %s', async (_, more) => {
    const { signed } = await signAnswer(system, await allow())
    expect(await codeOf(answerAsk(system, { ...(await allow(more)), signed }))).toBe('BAD_STATEMENT')
  })

  it('is not given with somebody else\u2019s signature', async () => {
    const { signed } = await signAnswer(system, { ...(await allow()), person: people.ana })
    expect(await codeOf(answerAsk(system, { ...(await allow()), signed }))).toBe('BAD_STATEMENT')
  })

  it('is the one that was signed, once; and "never" stands with a statement that came too late', async () => {
    const given = await signAnswer(system, await allow())
    const id = await answerAsk(system, given)
    const before = await rows()
    expect(await answerAsk(system, given)).toBe(id)
    expect(await rows()).toBe(before)
    const never = await signAnswer(system, await allow({ answer: 'never' }))
    clock.advance(DAY_MS)
    const stands = await answerAsk(system, never)
    expect(parseId('countersignature', stands)).toBe(stands)
    const [row] = await sql(
      'select answer, statement_n from countersignatures where countersignature_id = $1',
      [uuidOf(stands)],
    )
    expect(row).toEqual({ answer: 'never', statement_n: null })
  })
})

describe('what loosens', () => {
  it('is not loosened by a statement that says otherwise; what tightens goes without', async () => {
    const { ana: person } = people
    const on = await signAct(system, person, 'switch_set', { on: true })
    await setSwitch(system, {
      person,
      on: true,
      signed: await signAct(system, people.ben, 'switch_set', { on: true }),
    })
    expect(await codeOf(setSwitch(system, { person, on: false, signed: on }))).toBe('BAD_STATEMENT')
    const off = await signAct(system, person, 'switch_set', { on: false })
    expect(await codeOf(setSwitch(system, { person, on: false, signed: off }))).toBe('done')
    const closed = { person, thread: other, setting: 'closed' } as const
    await setThreadSetting(system, closed)
    const open = { person, thread: other, setting: 'author' } as const
    const about = await signAct(system, person, 'thread_setting_set', { thread, setting: 'author' })
    expect(await codeOf(setThreadSetting(system, { ...open, signed: about }))).toBe('BAD_STATEMENT')
    const signed = await signAct(system, person, 'thread_setting_set', { thread: other, setting: 'author' })
    expect(await codeOf(setThreadSetting(system, { ...open, signed }))).toBe('done')
  })

  it('takes no act for another', async () => {
    const acts: readonly SignedAct[] = ['account_closed', 'key_ended', 'thread_setting_set']
    for (const act of acts) {
      const said = { on: false, ended: 'a'.repeat(64), thread, setting: 'author' } as never
      const signed = await signAct(system, people.ana, act, said)
      await setSwitch(system, { person: people.ana, on: true })
      expect(await codeOf(setSwitch(system, { person: people.ana, on: false, signed }))).toBe('BAD_STATEMENT')
    }
  })
})

describe('the daily audit', () => {
  const nothing = { keys: 0, statements: 0, permissions: 0 }
  const incidents = () => sql("select detail from incidents where kind = 'unsigned'")

  it('finds nothing where everything was signed and entered', async () => {
    expect(await auditStatements(system)).toEqual(nothing)
    expect(await incidents()).toEqual([])
  })

  it.each<[string, string, string, Partial<typeof nothing>]>([
    [
      'a permission put in by SQL',
      `insert into grants select person_id, gen_random_uuid(), partner_id, feature_id, manifest_version, 'planted', verbs,
       fields, threads, start_at, end_at, history, screen_hash, locale, state, ended_at, superseded_by, oauth_grant_id, statement_n
       from grants where state = 'given' limit 1`,
      "delete from grants where purpose = 'planted'",
      { permissions: 1 },
    ],
    [
      'a permission made wider',
      "update grants set end_at = end_at + 1 where state = 'given'",
      "update grants set end_at = end_at - 1 where state = 'given'",
      { permissions: 1 },
    ],
    [
      'a signature that was changed',
      `update statements set signature = set_byte(signature, 0, get_byte(signature, 0) # 1) where n = 1 and act = 'grant_given'`,
      `update statements set signature = set_byte(signature, 0, get_byte(signature, 0) # 1) where n = 1 and act = 'grant_given'`,
      { statements: 1 },
    ],
    [
      'a key that was put in',
      `insert into person_keys select person_id, repeat('a', 64), kind, public_key, came, since, until, endorsed_by, vouched,
       label, made_at from person_keys limit 1`,
      "delete from person_keys where key_name = repeat('a', 64)",
      { keys: 1 },
    ],
    [
      'an entry the log does not have',
      "update entries set leaf_index = leaf_index - 1 where kind = 'statement_made' and record ->> 'n' = '1'",
      "update entries set leaf_index = leaf_index + 1 where kind = 'statement_made' and record ->> 'n' = '1'",
      {},
    ],
  ])('finds %s, and opens an incident (OVR-06)', async (_, plant, undo, found) => {
    await sql(plant)
    const audited = await auditStatements(system)
    expect(audited).not.toEqual(nothing)
    expect(audited).toMatchObject(found)
    expect((await incidents()).at(-1)?.detail).toMatchObject(found)
    await sql(undo)
    expect(await auditStatements(system)).toEqual(nothing)
  })
})
