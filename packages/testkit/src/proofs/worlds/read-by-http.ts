// A call through the whole server: token, proof, gate, turnstile, ledger, wire. Its headers and bodies as a partner gets them.
import { setTimeout as rest } from 'node:timers/promises'
import { type RefusalCode, refusals } from '@countersign/protocol'
import type { OpaqueIds } from '../../../../server/src/gate/opaque-ids.ts'
import type { PartnerAnswer } from '../../minted-token.ts'
import type { WorldCall, WorldState } from '../../worlds/world-state.ts'
import { openPages, type Page, type Received } from './read-by-gate.ts'
import type { Served, Stage } from './stage.ts'

/** A partner that has its tokens, one for each person and feature. */
export interface HttpReader {
  read(world: WorldState, call: WorldCall, limit: number): Promise<Received>
  /** The answer to one page, as it came. */
  ask(
    call: WorldCall,
    page: { readonly limit: number; readonly cursor: string | null },
  ): Promise<PartnerAnswer>
}

/** What happens to an answer on its way: nothing, or a fault that is planted there. */
export type Wire = (answer: PartnerAnswer, world: WorldState) => PartnerAnswer

/** A reader of worlds that are stored already, whose people have their keys. */
export function httpReader(
  { partner, system }: Served,
  idsOf: Stage['idsOf'],
  wire: Wire = (answer) => answer,
): HttpReader {
  const tokens = new Map<string, Promise<string>>()
  const tokenFor = (call: WorldCall): Promise<string> => {
    const key = `${call.person} ${call.feature}`
    const known = tokens.get(key) ?? partner.mint(call)
    tokens.set(key, known)
    return known
  }
  const ask: HttpReader['ask'] = async (call, { limit, cursor }) => {
    const query = new URLSearchParams({ limit: String(limit) })
    if (call.fields !== null) query.set('fields', call.fields.join())
    if (cursor !== null) query.set('cursor', cursor)
    const path = `/partner/v1/${pathOf(call, idsOf(call))}?${query}`
    return partner.call(await tokenFor(call), path, { purpose: call.purpose })
  }
  return {
    ask,
    async read(world, call, limit) {
      if (system.settings.floor !== world.floor) throw new Error('a world is read at its own floor only')
      const pages: (Page & { readonly bytes: string })[] = []
      let cursor: string | null = null
      do {
        const answer = wire(await untilServed(() => ask(call, { limit, cursor })), world)
        const problems = headerFaults(answer)
        const body = JSON.parse(answer.body) as Readonly<Record<string, unknown>>
        const bytes = withoutOwnIds(`${JSON.stringify([...answer.headers])}\n${answer.body}`, answer, body)
        if (answer.status !== 200) return refused(answer, body, bytes, problems)
        pages.push({ ...pageOf(body), bytes, faults: [...problems, ...keyFaults(body)] })
        cursor = pages.at(-1)?.next ?? null
      } while (cursor !== null && pages.length < MOST_PAGES)
      const ids = idsOf(call)
      return { ...openPages(pages, { world, call, ids, limit }), bytes: pages.map((page) => page.bytes) }
    },
  }
}

const MOST_PAGES = 1_000
/** How often an answer that came too late to leave is asked for again, and after how long. */
const MORE_TRIES = 5
const PAUSE_MS = 200

/** A server on a starved machine drops what it could not send within its second, and says so: then a partner asks again. */
async function untilServed(ask: () => Promise<PartnerAnswer>): Promise<PartnerAnswer> {
  for (let left = MORE_TRIES; ; left--) {
    const answer = await ask()
    const isBusy = answer.status === 503 && (JSON.parse(answer.body) as { code: unknown }).code === 'BUSY'
    if (!isBusy || left === 0) return answer
    await rest(PAUSE_MS)
  }
}

/**
 * The bytes of an answer but for the numbers it has itself, as a decision and as a request: drawn anew for each, they
 * tell nothing, and one in some thousand looks like an id of the world by chance.
 */
function withoutOwnIds(
  bytes: string,
  { headers }: PartnerAnswer,
  { decision, request }: Readonly<Record<string, unknown>>,
): string {
  return [headers.get('countersign-decision'), decision, request]
    .filter((own) => typeof own === 'string')
    .reduce((left, own) => left.replaceAll(own, ''), bytes)
}

function pathOf(call: WorldCall, ids: OpaqueIds): string {
  const thread = call.thread === null ? '' : ids.thread(call.thread)
  const paths: Readonly<Record<WorldCall['verb'], string>> = {
    'threads.list': 'threads',
    'messages.read': `threads/${thread}/messages`,
    'members.see': `threads/${thread}/members`,
    'contact.own': 'me/contact',
    'friends.list': 'friends',
    'friends.contact': 'friends/contacts',
  }
  return paths[call.verb]
}

function pageOf({ items, next }: Readonly<Record<string, unknown>>): Pick<Page, 'items' | 'next'> {
  return { items: Array.isArray(items) ? items : [], next: typeof next === 'string' ? next : null }
}

function refused(
  { status }: PartnerAnswer,
  body: Readonly<Record<string, unknown>>,
  bytes: string,
  problems: readonly string[],
): Received {
  const code = body['code'] as RefusalCode
  const known = Object.hasOwn(refusals, code) && refusals[code].status === status
  const keys = Object.keys(body).filter((key) => !problemKeys.has(key))
  const faults = [
    ...problems,
    ...(known ? [] : [`${code} does not come with status ${status}`]),
    ...keys.map((key) => `a refusal says ${key}`),
  ]
  return { answer: { outcome: 'refuse', code }, bytes: [bytes], friendsNamed: [], faults }
}

const problemKeys = new Set(['type', 'title', 'status', 'detail', 'code', 'decision', 'next', 'request'])

/** What an answer may say beside its items: nothing that counts what is not there. */
function keyFaults(body: Readonly<Record<string, unknown>>): readonly string[] {
  const keys = Object.keys(body).join()
  return keys === 'items,next,disclosures' ? [] : [`an answer says ${keys}`]
}

/** Headers a partner gets; one that is not here could tell of what was withheld (COP-01). */
const headerNames = new Set([
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'countersign-decision',
  'date',
  'keep-alive',
  'transfer-encoding',
])
const headerPrefixes = [
  'ratelimit',
  'x-ratelimit',
  'content-security-policy',
  'cross-origin-',
  'x-content-type',
  'referrer-',
  'strict-transport',
  'permissions-policy',
  'x-frame',
]

/** Headers that are the same for everybody and everything: any other value could tell. */
const constantHeaders = new Map([
  ['access-control-allow-origin', '*'],
  ['access-control-expose-headers', 'countersign-decision, date, retry-after, www-authenticate'],
])

function headerFaults({ headers }: PartnerAnswer): readonly string[] {
  return [...headers]
    .filter(([name, value]) => constantHeaders.get(name) !== value)
    .filter(([name]) => !headerNames.has(name) && !headerPrefixes.some((prefix) => name.startsWith(prefix)))
    .map(([name]) => `an answer has the header ${name}`)
}
