// What one person does with their permissions in a race: grant, narrow, withdraw, answer, switch, leave and come back.
import type { FeatureId, PersonId, ThreadId, Verb } from '@countersign/protocol'
import { giveGrant } from '../../../../server/src/acts/give-grant.ts'
import { Problem, problems } from '../../../../server/src/problems.ts'
import type { Dice } from '../../worlds/dice.ts'
import { current, type Fact, type Outcome, set, UNKNOWN } from './history.ts'
import type { AnswerTerms, GrantTerms } from './known.ts'
import { outcomeOf, type PersonClient, type Reply } from './person-client.ts'
import { again, anyServer, diceOf, type Race } from './race.ts'
import { type Partner, PURPOSE } from './stage.ts'

/** A person in the middle of a race. */
interface Living {
  readonly race: Race
  readonly dice: Dice
  readonly client: PersonClient
  readonly person: PersonId
}

/** One thing a person could do now, and how likely they are to. */
type Chance = readonly [weight: number, act: () => Promise<unknown>]

const REST_MS = 1_500

/** Says yes to everything, then changes their mind until the race is over. The first person of the stage never leaves: somebody must let the others back in. */
export async function livePermissions(race: Race, client: PersonClient): Promise<void> {
  const dice = diceOf(race, `permissions of ${race.stage.people.indexOf(client)}`)
  const living = { race, dice, client, person: client.person }
  for (const partner of race.stage.partners) {
    await grantTo(living, partner)
    await answerTo(living, partner, null, 'allow')
  }
  await again(race, dice, REST_MS, () =>
    dice.weighted<Chance[1]>([
      ...race.stage.partners.flatMap((partner) => chancesWith(living, partner)),
      ...chancesAlone(living),
    ])(),
  )
}

function chancesWith(living: Living, partner: Partner): readonly Chance[] {
  const { race, dice, person } = living
  const { known } = race.stage
  const grant = current(known.grant(person, partner.feature))
  const holds = stands(race, grant) ? grant : undefined
  const threads = [...known.threads, null]
  const answers = threads.flatMap((thread) => {
    const answer = current(known.answer(person, partner.feature, thread))
    return stands(race, answer) ? [{ thread, answer }] : []
  })
  const silent = threads.filter((thread) => !answers.some((one) => one.thread === thread))
  return [
    [holds ? 1 : 20, () => grantTo(living, partner)],
    ...(holds
      ? ([
          [2, () => withdraw(living, partner.feature, holds)],
          [1, () => narrow(living, partner.feature, holds)],
        ] as const)
      : []),
    [
      silent.length > 0 ? 4 : 1,
      () => answerTo(living, partner, dice.pick(silent.length > 0 ? silent : threads), 'allow'),
    ],
    [1, () => answerTo(living, partner, dice.pick(threads), 'never')],
    ...answers.map(
      ({ thread, answer }): Chance => [
        answer.answer === 'never' ? 4 : 1,
        () => takeBack(living, partner.feature, thread, answer),
      ],
    ),
  ]
}

/** Whether a permission is there that has not ended by the clock. */
function stands<T extends GrantTerms | AnswerTerms>(
  race: Race,
  terms: T | null | typeof UNKNOWN,
): terms is T {
  return terms !== null && terms !== UNKNOWN && terms.until > race.now()
}

function chancesAlone(living: Living): readonly Chance[] {
  const { person } = living
  const { known, people } = living.race.stage
  const away = known.threads.filter((thread) => current(known.member(person, thread)) === false)
  const stays = person === people[0]?.person
  const restricted = current(known.restricted(person)) !== false
  return [
    [restricted ? 40 : 1, () => switchTo(living, !restricted)],
    ...known.threads
      .filter((thread) => !stays && !away.includes(thread))
      .map((thread): Chance => [0.3, () => leave(living, thread)]),
    ...away.map((thread): Chance => [4, () => comeBack(living, thread)]),
  ]
}

const verbChoices: readonly (readonly [number, readonly Verb[]])[] = [
  [6, ['threads.list', 'messages.read', 'members.see', 'friends.list']],
  [2, ['messages.read']],
  [1, ['messages.read', 'members.see']],
  [1, ['threads.list', 'friends.list']],
]

/** A permission screen answered. People reach it through a partner's sign-in; the act behind it is called here. */
function grantTo({ race, dice, person }: Living, partner: Partner): Promise<boolean> {
  const { known, own } = race.stage
  const { feature } = partner
  const mine = known.threads.filter((thread) => current(known.member(person, thread)) === true)
  const some = dice.some(mine, 0.8)
  const threads = some.length > 0 ? some : mine.slice(0, 1)
  const nevers = [...threads, null]
    .map((thread) => known.answer(person, feature, thread))
    .filter((answer) => isNever(current(answer)))
  const verbs = dice.weighted(verbChoices)
  const answer = {
    person,
    partner: partner.partner,
    feature,
    manifestVersion: 1,
    screenHash: partner.screenHash,
    locale: 'en',
    oauthGrant: null,
    choices: [{ purpose: PURPOSE, verbs }],
    threads,
    endAt: soonOrLater(dice),
    history: dice.chance(0.7),
  } as const
  return race.history.act('grant given', [known.grant(person, feature), ...nevers], () =>
    outcomeOfAct(async () => {
      const [grant] = await giveGrant(own.system, answer)
      if (grant === undefined) return 'unknown'
      const { id, startAt, endAt, history } = grant
      const terms: GrantTerms = { id, verbs, threads, startAt, history, until: known.onOurClock(endAt) }
      return [set(known.grant(person, feature), terms), ...nevers.map((never) => set(never, null))]
    }),
  )
}

function isNever(answer: AnswerTerms | null | typeof UNKNOWN): boolean {
  return answer !== null && answer !== UNKNOWN && answer.answer === 'never'
}

/** Some permissions end by the clock in the middle of the race. */
function soonOrLater(dice: Dice): number | null {
  return dice.chance(0.15) ? Date.now() + dice.between(500, 4_000) : null
}

/** The same for an act that is called here instead of over HTTP. */
async function outcomeOfAct(act: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return error.code === 'BUSY' || problems[error.code].status < 500 ? 'refused' : 'unknown'
  }
}

function send({ race, dice, client }: Living, method: string, path: string, body?: unknown): Promise<Reply> {
  return client.send(anyServer(race, dice), method, path, body)
}

function withdraw(living: Living, feature: FeatureId, { id }: GrantTerms): Promise<boolean> {
  const fact = living.race.stage.known.grant(living.person, feature)
  return living.race.history.act('grant withdrawn', [fact], async () =>
    outcomeOf(await send(living, 'DELETE', `/grants/${id}`), () => [set(fact, null)]),
  )
}

function narrow(living: Living, feature: FeatureId, grant: GrantTerms): Promise<boolean> {
  const { race, dice, person } = living
  const { known } = race.stage
  const fact = known.grant(person, feature)
  const to = dice.pick([
    { threads: grant.threads.slice(0, Math.max(1, grant.threads.length - 1)) },
    { verbs: grant.verbs.slice(0, Math.max(1, grant.verbs.length - 1)) },
    { history: false },
    { ends_at: new Date(Date.now() + dice.between(0, 2_000)).toISOString() },
  ])
  return race.history.act('grant narrowed', [fact], async () =>
    outcomeOf(await send(living, 'PATCH', `/grants/${grant.id}`, to), (body) => [
      set(fact, {
        id: grant.id,
        startAt: grant.startAt,
        verbs: body.verbs,
        threads: body.threads,
        history: body.history,
        until: known.onOurClock(Date.parse(body.ends_at)),
      }),
    ]),
  )
}

function answerTo(
  living: Living,
  { partner, feature }: Partner,
  thread: ThreadId | null,
  answer: AnswerTerms['answer'],
): Promise<boolean> {
  const { race, dice, person } = living
  const { known } = race.stage
  const fact = known.answer(person, feature, thread)
  const history = answer === 'allow' && dice.chance(0.7)
  const ends = soonOrLater(dice)
  const asked = { partner, feature, purpose: PURPOSE, manifest_version: 1 }
  return race.history.act(answer === 'allow' ? 'yes given' : 'never said', [fact], async () => {
    const query = new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)]))
    const card = await send(living, 'GET', `/answers/card?${query}`)
    if (card.status !== 200) return outcomeOf(card, () => 'refused')
    const given = {
      ...asked,
      thread,
      answer,
      screen_hash: card.body.screen_hash,
      ...(history && { history }),
      ...(ends !== null && { ends_at: new Date(ends).toISOString() }),
    }
    return outcomeOf(await send(living, 'PUT', '/answers', given), (body) => [
      set(fact, {
        id: body.id,
        answer,
        history,
        startAt: Date.parse(body.given_at),
        until: known.onOurClock(Date.parse(body.ends_at)),
      }),
    ])
  })
}

function takeBack(
  living: Living,
  feature: FeatureId,
  thread: ThreadId | null,
  { id, answer }: AnswerTerms,
): Promise<boolean> {
  const fact: Fact<AnswerTerms | null> = living.race.stage.known.answer(living.person, feature, thread)
  return living.race.history.act(`${answer === 'allow' ? 'yes' : 'never'} taken back`, [fact], async () =>
    outcomeOf(await send(living, 'DELETE', `/answers/${id}`), () => [set(fact, null)]),
  )
}

function switchTo(living: Living, on: boolean): Promise<boolean> {
  const fact = living.race.stage.known.restricted(living.person)
  return living.race.history.act(`switch ${on ? 'on' : 'off'}`, [fact], async () =>
    outcomeOf(await send(living, 'PUT', '/switch', { on }), () => [set(fact, on)]),
  )
}

function leave(living: Living, thread: ThreadId): Promise<boolean> {
  const fact = living.race.stage.known.member(living.person, thread)
  return living.race.history.act('thread left', [fact], async () =>
    outcomeOf(await send(living, 'DELETE', `/threads/${thread}/members/me`), () => [set(fact, false)]),
  )
}

function comeBack({ race, dice, person }: Living, thread: ThreadId): Promise<boolean> {
  const fact = race.stage.known.member(person, thread)
  const [host] = race.stage.people
  return race.history.act('thread joined', [fact], async () => {
    const reply = await host?.send(anyServer(race, dice), 'POST', `/threads/${thread}/members`, { person })
    return reply === undefined ? 'refused' : outcomeOf(reply, () => [set(fact, true)])
  })
}
