// Draws the calls partners make in a world: mostly sensible ones, some wrong in each way a call can be wrong.
import {
  fields as everyField,
  type Field,
  fieldsOf,
  type Grant,
  needsThread,
  offerFor,
} from '@countersign/protocol'
import { type Dice, throwDice } from './dice.ts'
import { openMint } from './draw-cast.ts'
import { worldPurposes } from './draw-register.ts'
import {
  type FeatureState,
  type PersonState,
  type ReadingVerb,
  readingVerbs,
  type WorldCall,
  type WorldState,
} from './world-state.ts'

// Worlds and their calls are drawn from one seed: another number tells them apart.
const CALLS = 0x5ca11ed

const usualVerbs = [
  [52, 'messages.read'],
  [15, 'threads.list'],
  [12, 'members.see'],
  [5, 'contact.own'],
  [6, 'friends.list'],
  [6, 'friends.contact'],
] as const satisfies readonly (readonly [number, ReadingVerb])[]

/** The calls of world `n` of a seed. */
export function drawCalls(seed: number, n: number, world: WorldState, count: number): readonly WorldCall[] {
  const dice = throwDice(seed ^ CALLS, n)
  return Array.from({ length: count }, () => drawCall(world, dice, n))
}

function drawCall(world: WorldState, dice: Dice, n: number): WorldCall {
  const { feature, person } = drawWhom(world, dice)
  const grants = person.grants.filter((grant) => grant.feature === feature.feature)
  const given = grants.filter(({ state }) => state === 'given')
  const grant = dice.pick([...given, ...given, ...grants, grants[0]])
  const { verb, fields } = drawWanted(dice, feature, grant)
  return {
    partner: feature.partner,
    feature: feature.feature,
    person: person.person,
    verb,
    purpose: dice.weighted<string | null>([
      [93, grant?.purpose ?? worldPurposes[0]],
      [3, dice.pick(worldPurposes)],
      [1, 'world_domination'],
      [3, null],
    ]),
    fields,
    thread: needsThread(verb) ? drawThread(world, dice, n, grant?.threads ?? []) : null,
  }
}

/** What a call is for: mostly what the grant holds, sometimes what only a later version offers, or anything at all. */
function drawWanted(
  dice: Dice,
  feature: FeatureState,
  grant: Grant | undefined,
): Pick<WorldCall, 'verb' | 'fields'> {
  const later = grant === undefined ? [] : widened(feature, grant)
  if (later.length > 0 && dice.chance(0.2)) return dice.pick(later)
  const held = usualVerbs.filter(([, one]) => grant?.verbs.includes(one))
  const verb = dice.weighted(held.length > 0 && dice.chance(0.9) ? held : usualVerbs)
  return { verb, fields: drawFields(dice, verb, grant?.fields ?? []) }
}

/** The verbs and fields that a feature's newest version has and the version a grant was given on has not. */
function widened({ manifests }: FeatureState, grant: Grant): Pick<WorldCall, 'verb' | 'fields'>[] {
  const before = manifests.find(({ version }) => version === grant.manifestVersion)
  const offers = manifests.at(-1)?.offers.filter(({ purpose }) => purpose === grant.purpose) ?? []
  return readingVerbs.flatMap((verb): Pick<WorldCall, 'verb' | 'fields'>[] => {
    const offered = offers.find((offer) => offer.verb === verb)
    const known = before && offerFor(before, grant.purpose, verb)
    if (offered === undefined || offered === known) return []
    const fields = offered.fields.filter((field) => !known?.fields.includes(field))
    return known === undefined ? [{ verb, fields: null }] : fields.length > 0 ? [{ verb, fields }] : []
  })
}

/** Mostly somebody with a grant for the feature they have one for. */
function drawWhom(world: WorldState, dice: Dice): { feature: FeatureState; person: PersonState } {
  const person = dice.pick(dice.chance(0.93) ? world.people.slice(0, 3) : world.people)
  const granted = world.features.filter((one) => person.grants.some(({ feature }) => feature === one.feature))
  const [first] = granted
  if (first === undefined || dice.chance(0.03)) return { person, feature: dice.pick(world.features) }
  return { person, feature: dice.chance(0.6) ? first : dice.pick(granted) }
}

function drawFields(dice: Dice, verb: ReadingVerb, granted: readonly Field[]): readonly Field[] | null {
  const own: readonly Field[] = fieldsOf[verb]
  const asked = dice.weighted<() => readonly Field[]>([
    [78, () => []],
    [
      14,
      () =>
        dice.some(
          own.filter((field) => granted.includes(field)),
          0.6,
        ),
    ],
    [5, () => dice.some(own, 0.7)],
    [3, () => dice.some(everyField, 0.1)],
  ])()
  return asked.length === 0 ? null : asked
}

function drawThread(
  world: WorldState,
  dice: Dice,
  n: number,
  selected: readonly WorldCall['thread'][],
): WorldCall['thread'] {
  return dice.weighted([
    [90, selected.length > 0 ? dice.pick(selected) : dice.pick(world.threads).thread],
    [7, dice.pick(world.threads).thread],
    [3, unknownThread(n)],
  ])
}

/** A thread that never was: of the kind of this world's own, a number no world reaches. */
function unknownThread(n: number): NonNullable<WorldCall['thread']> {
  return `${openMint(n).id('thread').slice(0, -7)}fffffff` as NonNullable<WorldCall['thread']>
}
