// Where a race runs: one database, several server processes on it, people signed in over HTTP, partners with features.

import { createHash } from 'node:crypto'
import { type FeatureId, fieldsOf, type PartnerId, type ThreadId } from '@countersign/protocol'
import { registerPartner } from '../../../../server/src/acts/register-partner.ts'
import { systemClock } from '../../../../server/src/ports/clock.ts'
import { keepScreen } from '../../../../server/src/store/screens.ts'
import { composeSystem, type TestSystem } from '../../compose-system.ts'
import { makePartnerKey, type PartnerKey } from '../../partner-key.ts'
import { makeDatabase, onServer, type TestPostgres } from '../../postgres.ts'
import { type ServerProcess, startServerProcess } from '../server-processes.ts'
import { type Known, knowFeature, newKnown } from './known.ts'
import { openPerson, type PersonClient } from './person-client.ts'

/** A partner of the race; each of its features lives for a while, one after the other. */
export interface Partner {
  readonly slug: string
  readonly partner: PartnerId
  /** The feature of now. */
  feature: FeatureId
  /** How many it has had. */
  features: number
  /** The hash of the permission screen grants are given on. */
  readonly screenHash: string
  readonly publicKey: PartnerKey['publicKey']
}

/** Everything a race needs. */
export interface Stage {
  /** A system of the harness's own on the same database, for what people and operators have no address for. */
  readonly own: TestSystem
  readonly servers: readonly ServerProcess[]
  readonly people: readonly PersonClient[]
  readonly partners: readonly Partner[]
  readonly known: Known
  /** Takes all of it away. */
  close(): Promise<void>
}

const names = ['Ana', 'Ben', 'Chika', 'Dora', 'Emil', 'Fatou'] as const
const THREADS = 3

/** The one purpose every permission of a race is for. */
export const PURPOSE = 'group_activity'

// The machine's own clock, which nobody moves.
const clock = { ...systemClock, advance: () => undefined, set: () => undefined }

/** Sets the stage. @param plant a fault planted in every server, one of plants.ts */
export async function setStage(
  postgres: TestPostgres,
  options: { readonly servers: number; readonly plant?: string | undefined },
): Promise<Stage> {
  const own = await composeSystem(await makeDatabase(postgres), { clock })
  const place = { owner: postgres.owner, database: own.database.name, keysFolder: own.keysFolder }
  const servers: ServerProcess[] = []
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()))
    await own.close()
  }
  try {
    const planted = options.plant === undefined ? {} : { plant: options.plant }
    for (let i = 0; i < options.servers; i++) servers.push(await startServerProcess(place, planted))
    const [first] = servers
    if (first === undefined) throw new Error('a race needs a server')
    const people = await Promise.all(names.map((name) => openPerson(first.url, name)))
    const threads = await Promise.all(Array.from({ length: THREADS }, () => openThread(first.url, people)))
    const known = newKnown(
      people.map(({ person }) => person),
      threads,
      await readClocks(own),
    )
    const partners = await Promise.all(['jukebox', 'matinee'].map((slug) => addPartner(own, known, slug)))
    return { own, servers, people, partners, known, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function openThread(server: string, people: readonly PersonClient[]): Promise<ThreadId> {
  const [by, ...others] = people
  const members = others.map(({ person }) => person)
  const reply = await by?.send(server, 'POST', '/threads', { kind: 'group', members })
  if (reply?.status !== 201) throw new Error(`making a thread answered ${reply?.status}`)
  return reply.body.id
}

/** How the database's clock, which all decisions take, relates to ours. Read between two readings of ours. */
async function readClocks({ database }: TestSystem): Promise<Known['onOurClock']> {
  return onServer(database.owner, async (client) => {
    const before = performance.now()
    const { rows } = await client.query('select extract(epoch from clock_timestamp()) * 1000 as now')
    const offset = Number(rows[0].now) - (before + performance.now()) / 2
    return (at) => at - offset
  })
}

async function addPartner(own: TestSystem, known: Known, slug: string): Promise<Partner> {
  const { publicKey } = makePartnerKey()
  const content = `The permission screen of ${slug} in a race`
  const screenHash = createHash('sha256').update(content).digest('hex')
  const { partner, feature } = await registerFeature(own, known, { slug, publicKey, number: 1 })
  await keepScreen(own.system.app, { partner, hash: screenHash, locale: 'en', content }, Date.now())
  return { slug, partner, feature, features: 1, screenHash, publicKey }
}

/** Registers a partner's next feature, or sets an end to one that is there. */
export async function registerFeature(
  { system }: TestSystem,
  known: Known,
  {
    slug,
    publicKey,
    number,
    endAt,
  }: Pick<Partner, 'slug' | 'publicKey'> & { number: number; endAt?: number },
): Promise<{ partner: PartnerId; feature: FeatureId }> {
  const { partner, features } = await registerPartner(system, {
    slug,
    name: slug,
    homepage: `https://${slug}.example`,
    client: {
      redirect_uris: [`https://${slug}.example/callback`],
      jwks: { keys: [publicKey] },
    },
    features: [
      {
        slug: `feature-${number}`,
        start_at: Date.UTC(2014, 0, 1),
        ...(endAt !== undefined && { end_at: endAt }),
        offers: (['threads.list', 'messages.read', 'members.see', 'friends.list'] as const).map((verb) => ({
          purpose: PURPOSE,
          verb,
          fields: [...fieldsOf[verb]],
        })),
        harvest_budget: 1_000,
        term_days: 180,
        texts: {
          en: { name: `Feature ${number}`, summary: 'Shows a chat the songs its people talk about.' },
        },
        review_id: 'review-1',
      },
    ],
  })
  const [made] = features
  if (made === undefined) throw new Error('a partner without a feature')
  if (!known.features.has(made.feature)) knowFeature(known, made.feature, partner)
  return { partner, feature: made.feature }
}
