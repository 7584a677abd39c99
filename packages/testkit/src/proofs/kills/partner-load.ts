// The partners' part of the load: reads of every kind with real tokens and proofs, every byte of every answer kept.
import type { PersonId } from '@countersign/protocol'
import { type MintingPartner, mintingPartner } from '../../minted-token.ts'
import type { WorldPartner } from '../../world.ts'
import { type Exchange, exchange } from './exchange.ts'
import type { Answer } from './journal.ts'
import type { Client, Load } from './load.ts'

interface Reading {
  readonly person: PersonId
  readonly partner: WorldPartner
  readonly verb: Answer['verb']
  readonly path: string
  readonly pauseMs: number
  /** Milliseconds without reading, after the first bytes of the answer. */
  readonly dawdleMs?: number
}

/** A token lives ten minutes (minted-token.ts). */
const MINT_EVERY_MS = 300_000

/** Everybody who reads. */
export async function readers(load: Load): Promise<readonly Client[]> {
  const { stage } = load
  const { ana, chika } = stage.people
  const { jukebox, music } = stage
  const page = (
    partner: WorldPartner,
    person: PersonId,
    what: string,
    limit: number,
    long = false,
  ): string => {
    const thread = stage.threadFor(partner, person, long ? stage.longThread : stage.thread)
    return `/partner/v1/threads/${thread}/${what}?limit=${limit}`
  }
  const messages = { person: ana, partner: jukebox, verb: 'messages.read', pauseMs: 20 } as const
  const readings: readonly Reading[] = [
    { ...messages, path: page(jukebox, ana, 'messages', 5) },
    { ...messages, path: page(jukebox, ana, 'messages', 12) },
    { ...messages, path: page(jukebox, ana, 'messages', 25), pauseMs: 20 },
    { ...messages, path: page(jukebox, ana, 'messages', 200, true), pauseMs: 1_500, dawdleMs: 500 },
    { ...messages, path: page(jukebox, ana, 'members', 50), verb: 'members.see', pauseMs: 30 },
    { ...messages, path: '/partner/v1/threads', verb: 'threads.list', pauseMs: 30 },
    { ...messages, person: chika, partner: music, path: page(music, chika, 'messages', 5), pauseMs: 10 },
    {
      ...messages,
      person: chika,
      partner: music,
      path: page(music, chika, 'members', 5),
      verb: 'members.see',
      pauseMs: 30,
    },
  ]
  return Promise.all(readings.map((reading) => reader(load, reading)))
}

async function reader({ stage, journal, url }: Load, reading: Reading): Promise<Client> {
  const { person, partner, verb, path, pauseMs, dawdleMs } = reading
  let got: Exchange | undefined
  const fetching = async (to: string, { method, headers }: RequestInit): Promise<Response> => {
    const answered = await exchange(to, {
      ...(method !== undefined && { method }),
      headers: Object.fromEntries(new Headers(headers)),
      ...(dawdleMs !== undefined && {
        dawdle: {
          ms: dawdleMs,
          midway: (on) => {
            journal.midway = on ? new URL(to).origin : undefined
          },
        },
      }),
    })
    if (typeof answered === 'string') throw new Error(`the server is ${answered}`)
    got = answered
    return new Response(new Uint8Array(answered.body), {
      status: answered.status,
      headers: challengeOf(answered),
    })
  }
  const clients = new Map<string, { partner: MintingPartner; token: string; mintedAt: number }>()
  const clientAt = async (publicUrl: string) => {
    const known = clients.get(publicUrl)
    if (known !== undefined && performance.now() - known.mintedAt < MINT_EVERY_MS) return known
    const minting = await mintingPartner({ app: stage.app, settings: { publicUrl } }, fetching as never)
    const token = await minting.mint({ person, partner: partner.partner, feature: partner.feature })
    const made = { partner: minting, token, mintedAt: performance.now() }
    clients.set(publicUrl, made)
    return made
  }
  const act = async (): Promise<boolean> => {
    got = undefined
    try {
      const client = await clientAt(url())
      await client.partner.call(client.token, path, { purpose: 'group_activity' })
    } catch {
      // Whatever it was, what came is in `got`; a server that is down answers nothing.
    }
    if (got === undefined) return false
    const answered: Exchange = got
    journal.answers.push({ person, partner: partner.partner, verb, got: answered })
    if (answered.status === 200 && answered.whole)
      journal.lastServed = Math.max(journal.lastServed, answered.began)
    return answered.status < 500
  }
  return { act, pauseMs }
}

/** All of an answer's headers that its reading needs. */
function challengeOf({ headers }: Exchange): Record<string, string> {
  const challenge = headers['www-authenticate']
  return challenge === undefined ? {} : { 'www-authenticate': challenge }
}
