// Streams that keep breaking off, followed by the SDK over HTTP from a whole server; and what it showed.

import type { PartnerEvent } from '@countersign/protocol'
import { createPartner, type PartnerSettings } from '../../../../sdk/src/index.ts'
import { followEvents } from '../../../../server/src/acts/follow-events.ts'
import { registerPartner } from '../../../../server/src/acts/register-partner.ts'
import { createHttp } from '../../../../server/src/http/server.ts'
import { findNews } from '../../../../server/src/jobs/find-news.ts'
import { addRooms } from '../../../../server/src/main.ts'
import { systemClock } from '../../../../server/src/ports/clock.ts'
import { freePort } from '../../../../server/src/ports/free-port.ts'
import { composeSystem } from '../../compose-system.ts'
import { makePartnerKey } from '../../partner-key.ts'
import type { TestDatabase } from '../../postgres.ts'
import { makeWorld, musicOffers, type WorldPartner } from '../../world.ts'
import { type Dice, throwDice } from '../../worlds/dice.ts'
import { addDuties, type Spoil } from './storm.ts'

/** What is promised of streams, each with what broke it; all empty where all of it held. */
export interface StreamFindings {
  readonly duties: number
  readonly received: number
  readonly reconnects: number
  readonly data: number
  readonly lost: readonly string[]
  readonly outOfOrder: readonly string[]
  readonly otherUnderOneId: readonly string[]
  readonly dataAfterWithdrawal: readonly string[]
}

/** How streams are played. */
export interface StreamOptions {
  readonly count: number
  readonly reconnects: number
  readonly seed: number
  readonly spoil?: Spoil
  /** Gives up waiting for what is not coming. */
  readonly withinMs: number
}

/** About what an event takes on the wire. */
const EVENT_BYTES = 290
/** Each client reconnects so often at most: the platform counts how often streams are opened in a minute. */
const RECONNECTS_EACH = 50
/** What left before a withdrawal may arrive some moments after it (design §5). */
const ON_ITS_WAY_MS = 1_000

interface Follower {
  readonly slug: string
  readonly order: string[]
  readonly came: { readonly event: PartnerEvent; readonly at: number }[]
}

/** Plays it on a database, which goes with it. */
export async function followThroughCuts(
  database: TestDatabase,
  { count, reconnects, seed, spoil = (system) => system, withinMs }: StreamOptions,
): Promise<StreamFindings> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const clock = { ...systemClock, advance: () => undefined, set: () => undefined }
  const made = await composeSystem(database, { clock, publicUrl: url })
  const { system } = made
  const http = createHttp(system.log, system.random, { behindProxy: false })
  const dice = throwDice(seed, 1)
  const stop = new AbortController()
  const cuts = { made: 0 }
  const following: Promise<void>[] = []
  try {
    await addRooms(http, spoil(system))
    await http.listen({ host: 'localhost', port })
    const world = await makeWorld(system, clock)
    const many = Math.max(2, Math.ceil(reconnects / RECONNECTS_EACH))
    const each = Math.ceil(count / many)
    const bytes = (each * EVENT_BYTES) / Math.ceil(reconnects / many)
    const followers: (Follower & { readonly partner: WorldPartner })[] = []
    for (let i = 0; i < many; i++) {
      const { partner, settings } = await addPartner(system, url, `stream-${i}`)
      await followEvents(system, partner.partner, undefined)
      const one = { slug: `stream-${i}`, partner, order: [] as string[], came: [] as Follower['came'] }
      followers.push(one)
      following.push(follow(settings, cutting(dice, bytes, cuts), one, stop.signal))
    }
    const [first] = followers
    if (first === undefined) throw new Error('nobody follows')
    const grant = await world.grant('ana', { partner: first.partner })
    const news = async (): Promise<void> => {
      await world.say('ana', 'Boléro')
      await findNews(system).run({ since: null, at: Date.now() })
    }
    let withdrawnAt = Number.POSITIVE_INFINITY
    const rounds = Math.max(2, Math.min(20, each))
    for (let round = 0; round < rounds; round++) {
      await news()
      if (round === Math.floor(rounds / 2)) {
        // A withdrawal before anything came would leave nothing to be wrong afterwards.
        await comes(() => followers.some(({ came }) => came.some(isData)), withinMs)
        await world.withdraw('ana', grant.id)
        withdrawnAt = performance.now() + ON_ITS_WAY_MS
      }
      for (const { partner, order } of followers)
        order.push(...(await addDuties(system, partner, Math.ceil(each / rounds), Date.now())))
    }
    await comes(() => followers.every((one) => lostOf(one).length === 0), withinMs)
    return judge(followers, cuts.made, withdrawnAt)
  } finally {
    stop.abort()
    await Promise.allSettled(following)
    await http.close()
    await made.close()
  }
}

/** Waits for something to be true, and no longer than that. */
async function comes(it: () => boolean, withinMs: number): Promise<void> {
  const begun = performance.now()
  while (!it() && performance.now() - begun < withinMs) await new Promise((done) => setTimeout(done, 100))
}

const isData = ({ event }: Follower['came'][number]): boolean => event.type === 'thread.changed'

async function follow(
  settings: PartnerSettings,
  fetch: PartnerSettings['fetch'],
  { came }: Follower,
  signal: AbortSignal,
): Promise<void> {
  // A pause after a break is cut short; one the platform asks for is not.
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms < 5_000 ? 20 : ms)
      signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })
  const partner = createPartner({ ...settings, ...(fetch && { fetch }), wait })
  for await (const event of partner.events({ signal })) came.push({ event, at: performance.now() })
}

/** A network that cuts every stream of events after some bytes, often in the middle of one. */
function cutting(dice: Dice, bytes: number, cuts: { made: number }): PartnerSettings['fetch'] {
  return async (url, options) => {
    const answer = await fetch(url, options as RequestInit)
    if (!url.endsWith('/partner/v1/events') || answer.body === null || answer.status !== 200) return answer
    let left = 100 + dice.below(Math.ceil(bytes * 1.4))
    const cut = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(chunk.subarray(0, left))
        left -= chunk.length
        if (left > 0) return
        cuts.made += 1
        controller.error(new TypeError('cut', { cause: new Error('cut') }))
      },
    })
    return new Response(answer.body.pipeThrough(cut), { status: answer.status, headers: answer.headers })
  }
}

async function addPartner(
  system: Parameters<typeof registerPartner>[0],
  issuer: string,
  slug: string,
): Promise<{ partner: WorldPartner; settings: PartnerSettings }> {
  const { publicKey, privateKey } = makePartnerKey()
  const redirectUri = `https://${slug}.example/callback`
  const { partner, client, features } = await registerPartner(system, {
    slug,
    name: slug,
    homepage: `https://${slug}.example`,
    client: { redirect_uris: [redirectUri], jwks: { keys: [publicKey] } },
    features: [
      {
        slug: 'group-songs',
        start_at: Date.UTC(2014, 0, 1),
        offers: [...musicOffers],
        harvest_budget: 1_000,
        term_days: 180,
        texts: { en: { name: 'Group songs', summary: 'Shows a chat the songs its people talk about.' } },
        review_id: 'review-1',
      },
    ],
  })
  const [made] = features
  if (made === undefined) throw new Error('a partner without a feature')
  return {
    partner: { partner, feature: made.feature, manifestVersion: made.version },
    settings: {
      issuer,
      clientId: client,
      privateKey,
      redirectUri,
      feature: 'group-songs',
      allowInsecureLocalhost: true,
    },
  }
}

function lostOf({ slug, order, came }: Follower): readonly string[] {
  const ids = new Set<string>(came.map(({ event }) => event.id))
  return order.filter((id) => !ids.has(id)).map((id) => `${slug} ${id}`)
}

function judge(followers: readonly Follower[], reconnects: number, withdrawnAt: number): StreamFindings {
  const outOfOrder: string[] = []
  const otherUnderOneId: string[] = []
  for (const { slug, order, came } of followers) {
    const known = new Map<string, string>()
    const seen: string[] = []
    for (const { event } of came) {
      const body = JSON.stringify(event)
      if (!known.has(event.id) && event.type === 'feature.ended') seen.push(event.id)
      if ((known.get(event.id) ?? body) !== body) otherUnderOneId.push(event.id)
      known.set(event.id, body)
    }
    const ranks = seen.map((id) => order.indexOf(id))
    outOfOrder.push(
      ...seen.filter((_, i) => i > 0 && (ranks[i] ?? 0) < (ranks[i - 1] ?? 0)).map((id) => `${slug} ${id}`),
    )
  }
  const data = followers.flatMap(({ came }) => came.filter(isData))
  return {
    duties: followers.reduce((sum, { order }) => sum + order.length, 0),
    received: followers.reduce((sum, { came }) => sum + came.length, 0),
    reconnects,
    data: data.length,
    lost: followers.flatMap(lostOf),
    outOfOrder,
    otherUnderOneId,
    dataAfterWithdrawal: data.filter(({ at }) => at > withdrawnAt).map(({ event }) => event.id),
  }
}
