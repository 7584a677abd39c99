// Runs one race: everybody at once for a while, every answer judged as soon as all that could explain it is known.
import type { Answer } from './answer.ts'
import { type Evidence, evidenceOf } from './evidence.ts'
import { type FollowedLedger, followLedger, type LedgerFindings } from './follow-ledger.ts'
import { keepFriends } from './friends.ts'
import { type ActCount, newHistory } from './history.ts'
import { judge } from './judge.ts'
import { writeMessages } from './messages.ts'
import { livePermissions } from './permissions.ts'
import { type Race, rest } from './race.ts'
import { partnerClient, readOnAndOn } from './reader.ts'
import type { Stage } from './stage.ts'
import { endFeatures, keepThread } from './threads.ts'

/** How a race is run. */
export interface RaceOptions {
  readonly ms: number
  readonly seed: number
  /** How many partners' clients read at once. */
  readonly readers: number
  /** Ends it early. */
  readonly signal: AbortSignal
  /** Ends it at the first stale answer, or disclosure behind its withdrawal: for faults planted on purpose. */
  readonly until?: 'stale' | 'behind'
  /** Told every few seconds. */
  readonly progress?: (counts: Counts, ms: number) => void
}

/** What has happened so far. */
export interface Counts {
  reads: number
  served: number
  refused: number
  busy: number
  /** Answers with which no act overlapped that could have decided between served and refused. */
  decided: number
  items: number
  /** How often each refusal was told. */
  readonly codes: Map<string, number>
  /** How many reads it took until what was looked for was found; null when it was not, or nothing was looked for. */
  foundAfter: number | null
  readonly stale: string[]
  readonly withheld: string[]
  /** Answers of a status or code nobody expects. */
  readonly odd: string[]
}

/** Everything a race showed. */
export interface RaceFindings extends Counts {
  readonly ms: number
  readonly acts: ReadonlyMap<string, ActCount>
  readonly ledger: LedgerFindings
  /** Answers of which the ledger does not say exactly what was received, by their decision. */
  readonly unrecorded: readonly string[]
}

const LOOK_AFTER_MS = { ledger: 2_000, judging: 50, progress: 5_000 }

/** Runs a race to its end and checks all of it, also when it was ended early. Stops the stage's servers. */
export async function runRace(stage: Stage, options: RaceOptions): Promise<RaceFindings> {
  const counts = newCounts()
  const now = (): number => performance.now()
  const begin = now()
  const history = newHistory(now)
  const running = (): boolean =>
    now() - begin < options.ms &&
    !options.signal.aborted &&
    !(options.until !== undefined && counts.foundAfter !== null)
  const pace = newPace()
  const race: Race = {
    stage,
    history,
    seed: options.seed,
    now,
    running,
    slowness: pace.slowness,
  }
  const found = (what: 'stale' | 'behind'): void => {
    if (options.until === what) counts.foundAfter ??= counts.reads
  }
  const judging = judgeAsTheyCome(race, counts, found)
  const tell = (answer: Answer): void => {
    pace.took(answer.end - answer.begin)
    judging.tell(answer)
  }
  const ledger = followLedger(stage.own)
  const progress = setInterval(() => options.progress?.(counts, now() - begin), LOOK_AFTER_MS.progress)
  try {
    await Promise.all([everybody(race, options, tell), followOn(race, ledger, found)])
  } finally {
    clearInterval(progress)
  }
  const ms = now() - begin
  const evidence = await judging.end()
  await Promise.all(stage.servers.map((server) => server.stop()))
  await ledger.follow()
  return {
    ...counts,
    ms,
    acts: history.counts,
    ledger: ledger.found,
    unrecorded: ledger.unrecorded(evidence),
  }
}

/** What an answer usually takes at most, and how much slower than that is too slow to wait for. */
const PACE = { usualMs: 150, slowest: 6 }

/** How slow answers are of late. */
function newPace(): { took(ms: number): void; slowness(): number } {
  let average = 0
  return {
    took(ms) {
      average += (ms - average) / 10
    },
    slowness: () => Math.min(PACE.slowest, Math.max(1, average / PACE.usualMs)),
  }
}

/** Tells that a broken promise was found. */
type Found = (what: 'stale' | 'behind') => void

function newCounts(): Counts {
  return {
    reads: 0,
    served: 0,
    refused: 0,
    busy: 0,
    decided: 0,
    items: 0,
    foundAfter: null,
    stale: [],
    withheld: [],
    odd: [],
    codes: new Map(),
  }
}

async function everybody(
  race: Race,
  { readers, ms }: RaceOptions,
  tell: (answer: Answer) => void,
): Promise<void> {
  const { people, partners, known } = race.stage
  const client = await partnerClient(race.stage)
  await Promise.all([
    ...people.flatMap((person) => [livePermissions(race, person), writeMessages(race, person)]),
    ...known.threads.map((thread) => keepThread(race, thread)),
    keepFriends(race),
    // One partner keeps its feature to the end, so that not all there is to race for begins anew each time.
    ...partners.slice(1).map((partner) => endFeatures(race, partner, Math.min(20_000, ms / 2))),
    ...Array.from({ length: readers }, (_, i) => readOnAndOn(race, `reader ${i}`, client, tell)),
  ])
}

async function followOn(race: Race, ledger: FollowedLedger, found: Found): Promise<void> {
  while (race.running()) {
    await rest(LOOK_AFTER_MS.ledger)
    await ledger.follow()
    if (ledger.found.behind.length > 0) found('behind')
  }
}

/** Judges answers in the order they ended, each once nothing that began before its end is still going on. */
function judgeAsTheyCome(
  { stage, history }: Race,
  counts: Counts,
  found: Found,
): { tell(answer: Answer): void; end(): Promise<readonly Evidence[]> } {
  const waiting: Answer[] = []
  const evidence: Evidence[] = []
  let over = false
  const work = async (): Promise<void> => {
    while (!over || waiting.length > 0) {
      const unsettled = waiting.findIndex(({ end }) => !history.settled(end))
      for (const answer of waiting.splice(0, unsettled === -1 ? waiting.length : unsettled)) {
        judgeOne(stage, counts, answer, found)
        const made = await evidenceOf(stage.own.system.keyring, stage.known, answer)
        if (made !== undefined) evidence.push(made)
      }
      await rest(LOOK_AFTER_MS.judging)
    }
  }
  const working = work()
  return {
    tell(answer) {
      count(counts, answer)
      waiting.push(answer)
    },
    async end() {
      over = true
      await working
      return evidence
    },
  }
}

function count(counts: Counts, answer: Answer): void {
  counts.reads += 1
  counts[answer.outcome] += 1
  counts.items += answer.items.length
  if (answer.code !== null) counts.codes.set(answer.code, (counts.codes.get(answer.code) ?? 0) + 1)
}

const expectedCodes = new Set([
  'RESTRICTED',
  'FEATURE_ENDED',
  'NO_GRANT',
  'WITHDRAWN',
  'EXPIRED',
  'VERB_NOT_GRANTED',
  'NOT_FOUND',
  'BUSY',
])

function judgeOne({ known }: Stage, counts: Counts, answer: Answer, found: Found): void {
  const { stale, withheld, decided } = judge(known, answer)
  if (decided) counts.decided += 1
  if (stale.length > 0) found('stale')
  counts.stale.push(...stale)
  counts.withheld.push(...withheld)
  if (answer.code !== null && !expectedCodes.has(answer.code))
    counts.odd.push(`${answer.status} ${answer.code}`)
}
