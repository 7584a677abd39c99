// What a reader is looking for in the register: by words, power, purpose and state, from the query of an address.
import { type Purpose, purposeNames, type Verb, verbs } from '@countersign/protocol'
import { z } from 'zod'
import type { RegisteredPartner } from './register-model.ts'

/** The states a reader can choose. */
export const states = [
  'running',
  'testing',
  'coming',
  'ended',
  'due',
  'overdue',
  'suspended',
  'exception',
] as const

/** One of them. */
export type State = (typeof states)[number]

/** What is looked for; what is left out is not looked at. */
export interface RegisterFilter {
  readonly q?: string | undefined
  readonly power?: Verb | undefined
  readonly purpose?: Purpose | undefined
  readonly state?: State | undefined
}

/** The parts of a query that filter. For data a wrong one is refused. */
export const filterQuery = {
  q: z
    .string()
    .trim()
    .max(100)
    .describe('Words that all stand in its name, its owner or its features.')
    .optional(),
  power: z.enum(verbs).describe('Only partners that may ask for this power.').optional(),
  purpose: z
    .enum(purposeNames as [Purpose, ...Purpose[]])
    .describe('Only partners that ask for this purpose.')
    .optional(),
  state: z
    .enum(states)
    .describe('`ended`: something of theirs has ended. `due`: the yearly check ends within 60 days.')
    .optional(),
}

/** The same for a page: a form sends empty fields, and what no form of ours sends is as if it were not there. */
export const pageQuery = z.object({
  q: filterQuery.q.catch(undefined),
  power: filterQuery.power.catch(undefined),
  purpose: filterQuery.purpose.catch(undefined),
  state: filterQuery.state.catch(undefined),
})

/**
 * The partners a filter lets through. Power and purpose have to be in one offer. Without a state, only what can be asked
 * for now counts: no ended feature, and nothing of a partner that is stopped.
 */
export function filterRegister(
  partners: readonly RegisteredPartner[],
  filter: RegisterFilter,
): readonly RegisteredPartner[] {
  const words = fold(filter.q ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
  return partners.filter(
    (partner) =>
      isInState(partner, filter.state) &&
      asksFor(partner, filter) &&
      words.every((word) => wordsOf(partner).includes(word)),
  )
}

function isInState({ standing, dueSoon, features }: RegisteredPartner, state: State | undefined): boolean {
  if (state === undefined) return true
  if (state === 'due') return dueSoon && standing !== 'ended'
  if (state === 'exception') return features.some(({ exception }) => exception !== null)
  if (state === 'ended') return features.some((feature) => feature.state === 'ended')
  return standing === state
}

function asksFor({ standing, features }: RegisteredPartner, filter: RegisterFilter): boolean {
  const { power, purpose, state } = filter
  if (power === undefined && purpose === undefined) return true
  if (state === undefined && (standing === 'suspended' || standing === 'overdue')) return false
  return features
    .filter((feature) => (feature.state === 'ended') === (state === 'ended'))
    .flatMap(({ manifest }) => manifest?.offers ?? [])
    .some((offer) => (power ?? offer.verb) === offer.verb && (purpose ?? offer.purpose) === offer.purpose)
}

function wordsOf({ name, slug, ownershipGroup, features }: RegisteredPartner): string {
  const texts = features.flatMap(({ slug: feature, manifest }) => [
    feature,
    manifest?.texts['en']?.name ?? '',
  ])
  return fold([name, slug, ownershipGroup, ...texts].join(' '))
}

/** Without case and accents: `aide` finds `Aide-mémoire`. */
function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
