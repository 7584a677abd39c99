// What happens to a thread and to a feature in a race: settings, titles, ends.
import type { ThreadId, ThreadSetting } from '@countersign/protocol'
import type { Dice } from '../../worlds/dice.ts'
import { current, set, UNKNOWN } from './history.ts'
import { outcomeOf } from './person-client.ts'
import { again, anyServer, diceOf, type Race, restWhileRunning } from './race.ts'
import { type Partner, registerFeature } from './stage.ts'

const THREAD_REST_MS = 6_000
/** In a thread that is closed or needs everybody's yes there is little to race for, so that this is soon over. */
const STRICT_FOR_MS = 1_500

/** Sets how a thread shares, and its title, until the race is over. */
export async function keepThread(race: Race, thread: ThreadId): Promise<void> {
  const dice = diceOf(race, `thread ${race.stage.known.threads.indexOf(thread)}`)
  await again(race, dice, THREAD_REST_MS, async () => {
    if (dice.chance(0.4)) return rename(race, dice, thread)
    await setSharing(race, dice, thread, dice.pick(['all-parties', 'closed']))
    await restWhileRunning(race, dice.between(0, STRICT_FOR_MS))
    return setSharing(race, dice, thread, 'author')
  })
}

function setSharing(race: Race, dice: Dice, thread: ThreadId, setting: ThreadSetting): Promise<boolean> {
  const fact = race.stage.known.setting(thread)
  const [host] = race.stage.people
  return race.history.act(`thread ${setting}`, [fact], async () => {
    const reply = await host?.send(anyServer(race, dice), 'PATCH', `/threads/${thread}`, { setting })
    return reply === undefined ? 'refused' : outcomeOf(reply, () => [set(fact, setting)])
  })
}

function rename(race: Race, dice: Dice, thread: ThreadId): Promise<boolean> {
  const { known, people } = race.stage
  const by = dice.pick(people)
  const fact = known.title(thread)
  // Nobody has given this title before.
  const text = `title ${known.threads.indexOf(thread)}.${fact.writes.length}`
  const title = dice.chance(0.2) ? null : text
  return race.history.act('thread renamed', [fact], async () =>
    outcomeOf(await by.send(anyServer(race, dice), 'PATCH', `/threads/${thread}`, { title }), () => [
      set(fact, title === null ? null : { text: title, by: by.person }),
    ]),
  )
}

/** Lets a partner's features end, one after the other, each followed by a new one that nobody has allowed anything yet. */
export async function endFeatures(race: Race, partner: Partner, everyMs: number): Promise<void> {
  const dice = diceOf(race, `features of ${partner.slug}`)
  while (race.running()) {
    await restWhileRunning(race, dice.between(everyMs / 2, everyMs))
    if (race.running()) await endFeature(race, dice, partner)
  }
}

async function endFeature(race: Race, dice: Dice, partner: Partner): Promise<void> {
  const { own, known } = race.stage
  const fact = known.features.get(partner.feature)?.until
  if (fact === undefined || current(fact) === UNKNOWN) return
  // At once, or announced for a moment from now.
  const endAt = Date.now() + dice.pick([-1_000, 400])
  await race.history.act('feature ended', [fact], async () => {
    await registerFeature(own, known, { ...partner, number: partner.features, endAt })
    return [set(fact, known.onOurClock(endAt))]
  })
  partner.features += 1
  const { feature } = await registerFeature(own, known, { ...partner, number: partner.features })
  partner.feature = feature
}
