// A partner that reads in a race: threads, messages page by page, members; over HTTP, with tokens, from any server.
import type { FeatureId, ThreadId } from '@countersign/protocol'
import { openOpaqueIds } from '../../../../server/src/gate/opaque-ids.ts'
import { type MintingPartner, mintingPartner } from '../../minted-token.ts'
import type { Dice } from '../../worlds/dice.ts'
import { type Answer, openAnswer } from './answer.ts'
import { again, diceOf, type Race } from './race.ts'
import type { Call } from './rules.ts'
import { type Partner, PURPOSE, type Stage } from './stage.ts'

/** Calls for any person and feature at any server. */
export interface PartnerClient {
  call(server: string, call: Call, path: string): Promise<Awaited<ReturnType<MintingPartner['call']>>>
}

/** A token lives for ten minutes; a race may be longer. */
const TOKEN_FRESH_MS = 400_000

/** The partners' clients: a key for each server, a token for each person and feature at it. */
export async function partnerClient({ own, servers, known }: Stage): Promise<PartnerClient> {
  const { app, settings } = own.system
  const at = new Map<string, MintingPartner>()
  for (const { url } of servers)
    at.set(url, await mintingPartner({ app, settings: { ...settings, publicUrl: url } }))
  const tokens = new Map<string, { readonly token: Promise<string>; readonly at: number }>()
  return {
    async call(server, { person, feature }, path) {
      const client = at.get(server)
      const partner = known.features.get(feature)?.partner
      if (client === undefined || partner === undefined) throw new Error('a call without a client')
      const key = `${server} ${person} ${feature}`
      const held = tokens.get(key)
      const fresh = held !== undefined && performance.now() - held.at < TOKEN_FRESH_MS
      const minted = fresh
        ? held
        : { token: client.mint({ person, partner, feature }), at: performance.now() }
      tokens.set(key, minted)
      return client.call(await minted.token, path, { purpose: PURPOSE })
    },
  }
}

const REST_MS = 30
const MAX_PAGES = 3

/** Reads until the race is over. @param tell called with every answer */
export async function readOnAndOn(
  race: Race,
  name: string,
  client: PartnerClient,
  tell: (answer: Answer) => void,
): Promise<void> {
  const dice = diceOf(race, name)
  await again(race, dice, REST_MS, async () => {
    const call = anyCall(race, dice)
    const limit = dice.pick([5, 20])
    let cursor: string | null = null
    for (let page = 0; page < MAX_PAGES && race.running(); page++) {
      const answer: Answer = await read(race, dice, client, call, { limit, cursor })
      tell(answer)
      cursor = answer.next
      if (cursor === null) break
    }
  })
}

function anyCall({ stage }: Race, dice: Dice): Call {
  const { known, partners } = stage
  const person = dice.pick(known.people)
  const feature = anyFeature(dice, dice.pick(partners), stage)
  const verb = dice.weighted([
    [7, 'messages.read'],
    [2, 'members.see'],
    [2, 'threads.list'],
    [2, 'friends.list'],
  ] as const)
  const inThread = verb === 'messages.read' || verb === 'members.see'
  return { person, feature, verb, thread: inThread ? dice.pick(known.threads) : null }
}

/** Mostly the feature of now; sometimes one that has ended or is about to. */
function anyFeature(dice: Dice, { feature, partner }: Partner, { known }: Stage): FeatureId {
  const all = [...known.features.values()].filter((one) => one.partner === partner)
  return dice.chance(0.05) ? dice.pick(all).feature : feature
}

async function read(
  race: Race,
  dice: Dice,
  client: PartnerClient,
  call: Call,
  page: { readonly limit: number; readonly cursor: string | null },
): Promise<Answer> {
  const { servers, known, own } = race.stage
  const scope = { partner: known.features.get(call.feature)?.partner ?? fail(), person: call.person }
  const ids = openOpaqueIds(own.system.keys.cursorKey('opaque ids'), scope)
  const query = new URLSearchParams({ limit: String(page.limit) })
  if (page.cursor !== null) query.set('cursor', page.cursor)
  const path = `${pathOf(call, ids.thread)}?${query}`
  const begin = race.now()
  const { status, headers, body } = await client.call(dice.pick(servers).url, call, path)
  const end = race.now()
  return openAnswer({ call, scope, ids, begin, end, status, headers, body, first: page.cursor === null })
}

const pages: Readonly<Record<string, string>> = {
  'messages.read': 'messages',
  'members.see': 'members',
  'threads.list': 'threads',
  'friends.list': 'friends',
}

function pathOf(
  { verb, thread }: { verb: Call['verb']; thread: ThreadId | null },
  name: (id: ThreadId) => string,
): string {
  const base = thread === null ? '/partner/v1' : `/partner/v1/threads/${name(thread)}`
  return `${base}/${pages[verb]}`
}

function fail(): never {
  throw new Error('a feature nobody registered')
}
