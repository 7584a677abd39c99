// Who is friends with whom in a race: pairs that become friends and end it.
import type { PersonId } from '@countersign/protocol'
import type { Dice } from '../../worlds/dice.ts'
import { current, set, UNKNOWN } from './history.ts'
import { outcomeOf, type PersonClient } from './person-client.ts'
import { again, anyServer, diceOf, type Race } from './race.ts'

type Pair = readonly [PersonClient, PersonClient]

const REST_MS = 1_500

/** Makes about half of everybody friends, then changes it pair by pair until the race is over. */
export async function keepFriends(race: Race): Promise<void> {
  const dice = diceOf(race, 'friends')
  const { people } = race.stage
  const pairs = people.flatMap((one, i) => people.slice(i + 1).map((other): Pair => [one, other]))
  for (const pair of dice.some(pairs, 0.5)) if (race.running()) await befriend(race, dice, pair)
  await again(race, dice, REST_MS, () => {
    const pair = dice.pick(pairs)
    const friends = current(race.stage.known.friends(...peopleOf(pair)))
    if (friends === UNKNOWN) return Promise.resolve()
    return friends ? unfriend(race, dice, pair) : befriend(race, dice, pair)
  })
}

function peopleOf([one, other]: Pair): readonly [PersonId, PersonId] {
  return [one.person, other.person]
}

/** One asks, the other accepts: only that makes it so. */
function befriend(race: Race, dice: Dice, pair: Pair): Promise<boolean> {
  const [one, other] = dice.chance(0.5) ? pair : [pair[1], pair[0]]
  const fact = race.stage.known.friends(...peopleOf(pair))
  return race.history.act('friends made', [fact], async () => {
    const asked = await one.send(anyServer(race, dice), 'POST', '/friends', { person: other.person })
    if (asked.status !== 200) return outcomeOf(asked, () => 'refused')
    const accepted = await other.send(anyServer(race, dice), 'POST', '/friends', { person: one.person })
    return outcomeOf(accepted, ({ state }) => (state === 'friends' ? [set(fact, true)] : 'refused'))
  })
}

function unfriend(race: Race, dice: Dice, pair: Pair): Promise<boolean> {
  const [one, other] = dice.chance(0.5) ? pair : [pair[1], pair[0]]
  const fact = race.stage.known.friends(...peopleOf(pair))
  return race.history.act('friendship ended', [fact], async () =>
    outcomeOf(await one.send(anyServer(race, dice), 'DELETE', `/friends/${other.person}`), () => [
      set(fact, false),
    ]),
  )
}
