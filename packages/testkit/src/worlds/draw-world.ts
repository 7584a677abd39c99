// Draws a whole world from one number: design §4's rules as near misses and hits, about as often as each other.
import { DAY_MS, type Manifest, type PersonId, type ThreadSetting, verbs } from '@countersign/protocol'
import { type Dice, throwDice } from './dice.ts'
import { drawMoments, type Mint, type Moments, openMint, WORLD_NOW } from './draw-cast.ts'
import { drawThread } from './draw-messages.ts'
import { drawAnswers, drawGrants, type PermissionSource } from './draw-permissions.ts'
import { drawRegister } from './draw-register.ts'
import { drawThreads, type EmptyThread } from './draw-threads.ts'
import type { FeatureState, FriendshipState, PersonState, WorldState } from './world-state.ts'

const givenNames = [
  'Ana',
  'Ben',
  'Chika',
  'Dora',
  'Emil',
  'Fatou',
  'Gus',
  'Hana',
  'Ivo',
  'Jin',
  'Kaya',
  'Luz',
]

/** World number `n` of a seed: the same two numbers give the same world, and no two worlds of a seed share an id or a word. */
export function drawWorld(seed: number, n: number): WorldState {
  const dice = throwDice(seed, n)
  const mint = openMint(n)
  const moments = drawMoments(dice)
  const floor = dice.weighted<ThreadSetting>([
    [91, 'author'],
    [8, 'all-parties'],
    [1, 'closed'],
  ])
  const register = drawRegister(dice, mint, moments)
  const names = new Map<PersonId, string>()
  for (const name of givenNames.slice(0, dice.between(6, 12)))
    names.set(mint.id('person'), `${name} ${mint.word()}`)
  const people = [...names.keys()]
  const empty = drawThreads(people, dice, mint, moments)
  const screens = new Map<string, string[]>()
  const source = permissionSource(dice, mint, moments, empty, screens)
  const drawn = people.map((person, i) =>
    drawPerson(source, register.features, { person, name: names.get(person) ?? '', i }),
  )
  return {
    now: WORLD_NOW,
    floor,
    ...register,
    voidedScreens: [...screens].flatMap(([partner, hashes]) =>
      dice
        .some(hashes, 0.03)
        .map((screenHash) => ({ partner: partner as FeatureState['partner'], screenHash })),
    ),
    people: drawn,
    friendships: drawFriendships(people, dice, moments),
    threads: empty.map((thread) => drawThread({ dice, mint, moments, names }, thread)),
  }
}

function permissionSource(
  dice: Dice,
  mint: Mint,
  moments: Moments,
  threads: readonly EmptyThread[],
  screens: Map<string, string[]>,
): PermissionSource {
  const versions = new Map<FeatureState, Manifest>()
  return {
    dice,
    mint,
    moments,
    threads,
    generosity: dice.pick([0.7, 0.9, 0.98]),
    versionOf(feature) {
      const known = versions.get(feature)
      if (known !== undefined) return known
      const reviewed = feature.manifests.filter(({ reviewId }) => reviewId !== null)
      const live = (reviewed.length > 0 ? reviewed : feature.manifests).at(-1)
      const chosen = live !== undefined && dice.chance(0.7) ? live : dice.pick(feature.manifests)
      versions.set(feature, chosen)
      return chosen
    },
    screen({ partner }) {
      const known = screens.get(partner) ?? []
      screens.set(partner, known)
      if (known.length > 0 && dice.chance(0.1)) return dice.pick(known)
      const screen = mint.screen()
      known.push(screen)
      return screen
    },
  }
}

/** The first three people grant; everybody answers, some grant too. The first feature is what most of it is about. */
function drawPerson(
  source: PermissionSource,
  features: readonly FeatureState[],
  { person, name, i }: { person: PersonId; name: string; i: number },
): PersonState {
  const { dice } = source
  const grants = features.flatMap((feature, f) =>
    dice.chance(i < 3 ? (f === 0 ? 0.98 : 0.6) : 0.25) ? drawGrants(source, person, feature) : [],
  )
  const countersignatures = features.flatMap((feature, f) =>
    dice.chance(i < 3 ? 0.5 : f === 0 ? 0.9 : 0.6) ? drawAnswers(source, person, feature) : [],
  )
  return {
    person,
    name,
    account: dice.weighted([
      [95, 'open'],
      [3, 'shell'],
      [1, 'closed'],
    ]),
    test: dice.chance(0.15),
    restricted: dice.chance(0.03),
    contacts: drawContacts(source),
    grants,
    countersignatures,
    // Whatever state they are in: a row that nobody signed is not there, and one in force must not be either.
    unsigned: dice.some(
      [...grants, ...countersignatures].map(({ id }) => id),
      0.06,
    ),
    ownUses: [...new Set(features.map(({ partner }) => partner))].flatMap((partner) =>
      dice.some(verbs, 0.3).map((verb) => ({ partner, verb, at: drawUse(source) })),
    ),
  }
}

function drawContacts({ dice, mint }: PermissionSource): PersonState['contacts'] {
  const kinds = dice.some(['email', 'email', 'phone'] as const, 0.6)
  return kinds.map((kind) => ({
    kind,
    value: kind === 'email' ? `${mint.word()}@mail.example` : mint.phone(),
    verified: dice.chance(0.8),
  }))
}

function drawUse({ dice, moments }: PermissionSource): number {
  return dice.weighted([
    [4, moments.past()],
    [2, moments.around(WORLD_NOW - 90 * DAY_MS)],
    [1, WORLD_NOW],
  ])
}

function drawFriendships(
  people: readonly PersonId[],
  dice: Dice,
  moments: Moments,
): readonly FriendshipState[] {
  return people.flatMap((a, i) =>
    people
      .slice(i + 1)
      .filter(() => dice.chance(0.35))
      .map((b): FriendshipState => ({ people: dice.chance(0.5) ? [a, b] : [b, a], since: moments.past() })),
  )
}
