// The 10,000: each opens an account, lets the film service send, and has a page of their own that says what stands.
import type { Client, Connection, Partner } from '@countersign/sdk'
import { connect } from '../connect.ts'
import { fewAtATime } from '../in-turn.ts'
import { grantsOf, type Person, signUp } from '../people.ts'
import { outcomeOf } from '../reader.ts'
import type { Stage } from '../stage.ts'
import { openStreets } from '../streets.ts'
import { SHARE, tipOf, toSend, viewerOf } from './story.ts'

/** Somebody who let the film service send, and what it holds of them. */
export interface Viewer {
  readonly person: Person
  /** The connection as the service last kept it. */
  connection: Connection
  /** When its access token is from, by this process's monotonic clock. */
  since: number
}

/** A token younger than this is good for a while yet: the platform's last ten minutes, by the machine's clock. */
const FRESH_MS = 120_000
/** How often somebody who waits is told how far it is. */
const SAY_EVERY = 1_000

/** Opens the accounts and connects them, each through the permission screen. */
export function fillTheHouse(
  { platform, say }: Pick<Stage, 'platform' | 'say'>,
  partner: Partner,
  people: number,
): Promise<readonly Viewer[]> {
  const streetOf = openStreets()
  return fewAtATime(Array.from({ length: people }), async (_, n) => {
    const person = await signUp(platform, { ...viewerOf(n), street: streetOf(n) })
    const { connection } = await connect(partner, person, toSend, { threads: [], history: false }, null)
    if ((n + 1) % SAY_EVERY === 0) say(`${n + 1} of ${people} people have let the film service send`)
    return { person, connection, since: performance.now() }
  })
}

/** The API as the service has it for somebody. */
export function clientOf(
  partner: Partner,
  viewer: Viewer,
  connection: Connection = viewer.connection,
): Promise<Client> {
  return partner.client({
    connection,
    save: async (next) => {
      viewer.connection = next
      viewer.since = performance.now()
    },
  })
}

/** The same with its access token lost: the first call renews it, or finds that it cannot be renewed. */
export function renewing(partner: Partner, viewer: Viewer): Promise<Client> {
  const { tokens, ...rest } = viewer.connection
  return clientOf(partner, viewer, { ...rest, tokens: { ...tokens, access: 'lost' } })
}

/** Has the service propose a tip to each of them; tokens that would run out meanwhile are renewed on the way. Codes, in order. */
export function sendToEach(partner: Partner, viewers: readonly Viewer[]): Promise<readonly string[]> {
  return fewAtATime(viewers, async (viewer, n) => {
    const isOld = performance.now() - viewer.since > FRESH_MS
    const client = await (isOld ? renewing(partner, viewer) : clientOf(partner, viewer))
    return outcomeOf(client.draft(SHARE, tipOf(n)))
  })
}

/** Has the service propose one to each again, with the tokens it has. */
export function sendAgain(partner: Partner, viewers: readonly Viewer[]): Promise<readonly string[]> {
  return fewAtATime(viewers, async (viewer, n) =>
    outcomeOf((await clientOf(partner, viewer)).draft(SHARE, tipOf(n))),
  )
}

/** How their permissions stand on their own pages. */
export function standings(viewers: readonly Viewer[]): Promise<readonly string[]> {
  return fewAtATime(viewers, async ({ person }) => {
    const grants = await grantsOf(person)
    return grants.map(({ standing }) => standing).join(' ')
  })
}
