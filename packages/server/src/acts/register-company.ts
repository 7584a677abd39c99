// A signed-in person registers their company. Until its features are reviewed it reaches test accounts only (OVR-02).
import {
  type ClientId,
  type PartnerId,
  type PersonId,
  parseCompany,
  parseRedirectUris,
} from '@countersign/protocol'
import { makeId } from '../ports/random.ts'
import { Problem } from '../problems.ts'
import type { Session } from '../store/database.ts'
import { insertStaff, placesOf } from '../store/partner-staff.ts'
import {
  findPartner,
  findPartnerSlug,
  insertPartner,
  isPartnerName,
  partnersOfGroup,
} from '../store/partners.ts'
import type { System } from '../system.ts'
import { assertEntriesLeft } from './assert-entries-left.ts'
import { declared } from './declared.ts'
import { enterNewClient } from './enter-client.ts'
import { CERTIFIED_MS } from './register-partner.ts'
import { renamePartner } from './rename-partner.ts'
import { assertOwner, type Staff } from './staff.ts'

/** One person owns this many companies at most: the register is not to be filled up by one. */
const MAX_COMPANIES = 5

/** A company just registered. */
export interface RegisteredCompany {
  readonly partner: PartnerId
  readonly client: ClientId
}

/**
 * Registers a company with a client that has no key yet, and the person as its owner. It is in the public register from
 * here on (TRN-03).
 * @throws {Problem} BAD_REQUEST for what breaks the rules of a declaration; NAME_TAKEN for a slug or a name of another
 *   company, and for the name of an owner's group; FULL; LEDGER_UNAVAILABLE
 */
export async function registerCompany(
  { turnstile, random }: Pick<System, 'turnstile' | 'random'>,
  person: PersonId,
  given: {
    readonly slug: string
    readonly name: string
    readonly homepage: string
    readonly redirectUris: readonly string[]
  },
): Promise<RegisteredCompany> {
  const { redirectUris: uris, ...company } = given
  const { slug, name, homepage } = declared(parseCompany(company))
  const redirectUris = declared(parseRedirectUris(uris))
  return turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      const owned = (await placesOf(session, person)).filter(({ role }) => role === 'owner')
      if (owned.length >= MAX_COMPANIES)
        throw new Problem('FULL', { detail: `Nobody owns more than ${MAX_COMPANIES} companies.` })
      if ((await findPartnerSlug(session, slug)) !== undefined) throw nameTaken('slug')
      // The group a company begins with is its slug: one that is somebody's would share their name and their reach (COP-08).
      if ((await partnersOfGroup(session, slug)).length > 0) throw nameTaken('slug')
      if (await isPartnerName(session, name)) throw nameTaken('name')
      const partner = makeId('partner', at, random)
      const client = makeId('client', at, random)
      await insertPartner(session, {
        id: partner,
        slug,
        name,
        homepage,
        ownershipGroup: slug,
        certifiedUntil: at + CERTIFIED_MS,
        suspended: false,
        registeredAt: at,
      })
      const made = { id: client, partner, redirectUris, jwks: { keys: [] }, madeAt: at }
      const software = await enterNewClient(session, made)
      await insertStaff(session, { partner, person, role: 'owner', since: at })
      const record = { kind: 'partner_registered', at, partner, name } as const
      return {
        value: { partner, client },
        touches: [{ partner }],
        records: [{ register: partner, record }, ...software.records],
      }
    },
  })
}

/**
 * Changes a company's name and homepage; its slug and its owner's group stay. The register says at once what they were.
 * @throws {Problem} as above; NOT_FOUND, NOT_ALLOWED for anybody but an owner; TOO_MANY_SUBMISSIONS
 */
export async function saveCompany(
  { turnstile }: Pick<System, 'turnstile'>,
  staff: Staff,
  given: { readonly name: string; readonly homepage: string },
): Promise<void> {
  await turnstile.change({
    direction: 'loosens',
    async apply(session, at) {
      await assertOwner(session, staff)
      const known = await knownPartner(session, staff.partner)
      await assertEntriesLeft(session, staff.partner, at)
      const { name, homepage } = declared(parseCompany({ ...given, slug: known.slug }))
      if (await isPartnerName(session, name, staff.partner)) throw nameTaken('name')
      return { value: undefined, ...(await renamePartner(session, known, { name, homepage }, at)) }
    },
  })
}

async function knownPartner(session: Session, partner: PartnerId) {
  const known = await findPartner(session, partner)
  if (known === undefined) throw new Problem('NOT_FOUND')
  return known
}

function nameTaken(which: 'slug' | 'name'): Problem {
  return new Problem('NAME_TAKEN', { detail: `Another company has this ${which}.` })
}
