// A card a person picks from a catalogue: sealed when it was shown, so that nobody but the partner words its cards (WRT-02).
import { createHmac, timingSafeEqual } from 'node:crypto'
import { card as cardSchema, type DraftId, type GrantId, type PersonId } from '@countersign/protocol'
import { z } from 'zod'
import { Problem } from '../problems.ts'
import type { System } from '../system.ts'
import { draftCard } from './draft-card.ts'
import { listCatalogues } from './list-catalogues.ts'
import type { Found } from './search-catalogue.ts'

/** What was shown can be picked for this long. */
const PICK_MS = 10 * 60_000
const MAC_BYTES = 32

const sealed = z.strictObject({ grant: z.string(), until: z.int(), card: cardSchema })

/** One text for each card found, which only this person can bring back, and only unchanged. */
export function sealCards(
  { clock, keys }: Pick<System, 'clock' | 'keys'>,
  person: PersonId,
  { catalogue, cards }: Found,
): readonly string[] {
  const until = clock.now() + PICK_MS
  return cards.map((card) => {
    const text = Buffer.from(JSON.stringify({ grant: catalogue.grant.id, until, card }), 'utf8')
    return Buffer.concat([macOf(keys, person, text), text]).toString('base64url')
  })
}

/**
 * Makes the draft a picked card becomes; from there on it goes the way of every draft, to a ticket and a confirmation.
 * The partner is not told: a draft it did not make is none it can ask for.
 * @throws {Problem} BAD_REQUEST for what was not shown to this person; TICKET when that is too long ago; NOT_FOUND for a
 *   catalogue that is no longer open to them
 */
export async function pickCard(
  system: Pick<System, 'app' | 'clock' | 'random' | 'settings' | 'keys'>,
  { person, grant, pick }: { readonly person: PersonId; readonly grant: GrantId; readonly pick: string },
): Promise<DraftId> {
  const { card, until, grant: shownUnder } = open(system, person, pick)
  if (shownUnder !== grant) throw new Problem('BAD_REQUEST')
  if (system.clock.now() >= until)
    throw new Problem('TICKET', { detail: 'This was found too long ago. Search again.' })
  const catalogues = await listCatalogues(system, { person, locale: 'en' })
  const catalogue = catalogues.find((one) => one.grant.id === grant)
  if (catalogue === undefined) throw new Problem('NOT_FOUND')
  const { partner, feature } = catalogue
  const { draft } = await draftCard(system, {
    partner,
    feature,
    person,
    purpose: catalogue.grant.purpose,
    card,
  })
  return draft
}

function open({ keys }: Pick<System, 'keys'>, person: PersonId, pick: string): z.infer<typeof sealed> {
  const bytes = Buffer.from(pick, 'base64url')
  const text = bytes.subarray(MAC_BYTES)
  const mac = bytes.subarray(0, MAC_BYTES)
  if (mac.length !== MAC_BYTES || !timingSafeEqual(mac, macOf(keys, person, text)))
    throw new Problem('BAD_REQUEST', { detail: 'This card is not one that was found here.' })
  return sealed.parse(JSON.parse(text.toString('utf8')))
}

function macOf(keys: System['keys'], person: PersonId, text: Uint8Array): Buffer {
  return createHmac('sha256', keys.cursorKey('catalogue picks')).update(`${person} `).update(text).digest()
}
