// A company's declaration as text, from what the register holds: what its people edit and send again.
import type { Manifest } from '@countersign/protocol'
import { stringify } from 'yaml'
import type { Client } from '../store/clients.ts'
import type { Partner } from '../store/partners.ts'

/** A feature with its newest version. */
export interface WrittenFeature {
  readonly slug: string
  readonly startAt: number
  readonly endAt: number | null
  readonly newest: Manifest | null
}

/** The countersign.partner.yaml of a company. One without a feature gets an example of one, to begin with. */
export function writePartnerFile(
  { slug, name, homepage, registeredAt }: Pick<Partner, 'slug' | 'name' | 'homepage' | 'registeredAt'>,
  client: Pick<Client, 'redirectUris' | 'jwks'> | null,
  features: readonly WrittenFeature[],
): string {
  const keys = (client?.jwks.keys ?? []).map((key) => ({ ...key }))
  const written = features.flatMap((one) => (one.newest === null ? [] : [featureOf(one, one.newest)]))
  return stringify(
    {
      slug,
      name,
      homepage,
      client: { redirect_uris: [...(client?.redirectUris ?? [])], jwks: { keys } },
      features: written.length > 0 ? written : [example(name, registeredAt)],
    },
    { lineWidth: 110 },
  )
}

const time = (at: number): string => new Date(at).toISOString()

function featureOf({ slug, startAt, endAt }: WrittenFeature, newest: Manifest) {
  return {
    slug,
    start_at: time(startAt),
    ...(endAt !== null && { end_at: time(endAt) }),
    offers: newest.offers.map(({ purpose, verb, fields }) => ({
      purpose,
      verb,
      ...(fields.length > 0 && { fields: [...fields] }),
    })),
    harvest_budget: newest.harvestBudget,
    term_days: newest.termDays,
    texts: newest.texts,
  }
}

function example(name: string, at: number) {
  return {
    slug: 'share',
    start_at: time(at),
    offers: [{ purpose: 'share_content', verb: 'messages.write' }],
    harvest_budget: 5_000,
    term_days: 180,
    texts: {
      en: { name: `${name} in your chats`, summary: 'Sends songs you pick to people you chat with.' },
    },
  }
}
