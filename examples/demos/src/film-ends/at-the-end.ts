// The last millisecond of the feature, and the first one without it: what worked, and what is refused to everybody.
import type { Partner } from '@countersign/sdk'
import { hear } from '../events.ts'
import type { Figures } from '../figures.ts'
import { makeGroup, type Person, readThread } from '../people.ts'
import { outcomeOf } from '../reader.ts'
import { confirmDraft } from '../share-sheet.ts'
import type { Stage } from '../stage.ts'
import { clientOf, renewing, sendAgain, sendToEach, standings, type Viewer } from './audience.ts'
import type { Export } from './magazines.ts'
import { ENDS, FILM_TIPS, SHARE, TOKENS, tipOf, toRead } from './story.ts'

/** What the service can still do a millisecond before the end. Resolves with a tip of then that nobody has confirmed yet. */
export async function lastMillisecond(
  { figures, operator, say }: Stage,
  partner: Partner,
  viewers: readonly Viewer[],
): Promise<Unconfirmed> {
  await operator.moveClock(ENDS - 1, 'stands')
  say('One millisecond before the end: the film service sends for everybody')
  const taken = countOf(await sendToEach(partner, viewers), 'permit')
  figures.equal('SUN-01', 'a millisecond before the end: people it can send for', viewers.length, taken)
  const [first, second] = viewers
  if (first === undefined || second === undefined) throw new Error('nobody let the film service send')
  const thread = await makeGroup(first.person, [second.person], 'Films for two')
  const client = await clientOf(partner, first)
  const { draft } = await client.draft(SHARE, tipOf(viewers.length))
  const tip = await confirmDraft(first.person, draft, thread)
  const read = (await readThread(second.person, thread)).find(({ id }) => id === tip)
  const seen = read?.card === undefined ? 'nothing' : (read.via?.label ?? 'no label')
  figures.equal('SUN-01', 'a tip sent then, as the friend reads it', 'Silver Screen', labelIn(seen))
  const late = await client.draft(SHARE, tipOf(viewers.length + 1))
  return { person: first.person, thread, draft: late.draft }
}

/** A tip that was proposed in time and is confirmed too late. */
export interface Unconfirmed {
  readonly person: Person
  readonly thread: string
  readonly draft: string
}

/** What the service never had: it asks for reading, and it reads. */
export async function neverHadReading(
  { figures }: Pick<Stage, 'figures'>,
  partner: Partner,
  [viewer]: readonly Viewer[],
): Promise<void> {
  if (viewer === undefined) throw new Error('nobody let the film service send')
  const asked = await outcomeOf(partner.connect({ asks: toRead }))
  figures.equal('SUN-01', 'the film service asks for reading', 'AUTHORIZATION_REFUSED', asked)
  const threads = (await clientOf(partner, viewer)).threads(SHARE)
  const reads = await outcomeOf(threads.answers()[Symbol.asyncIterator]().next())
  figures.equal('SUN-01', 'it reads all the same', 'VERB_NOT_GRANTED', reads)
}

/** The end, to the millisecond, for everybody and everything that hangs on it. */
export async function theEnd(
  stage: Stage,
  partner: Partner,
  viewers: readonly Viewer[],
  { late, reading }: { readonly late: Unconfirmed; readonly reading: Export },
): Promise<void> {
  const { figures, operator, say } = stage
  const { grants, tokens } = await operator.hangsOn(FILM_TIPS)
  figures.equal('SUN-01', 'permissions that hang on the feature', viewers.length, grants)
  figures.atLeast('SUN-01', 'tokens that hang on it', stage.crowd(TOKENS), tokens)
  await operator.moveClock(ENDS, 'stands')
  say('The end: everybody is tried again')
  const codes = await sendAgain(partner, viewers)
  const refused = countOf(codes, 'FEATURE_ENDED')
  figures.equal('SUN-01', 'at the end: people it is refused for with FEATURE_ENDED', viewers.length, refused)
  const { lines, outcome } = await reading.goOn()
  figures.equal('SUN-01', 'pages of the export before the end', 3, reading.pages)
  figures.equal('SUN-01', 'lines of it after the end', 0, lines)
  figures.equal('SUN-01', 'how the export stopped', 'FEATURE_ENDED', outcome)
  await tryRenewing(stage, partner, viewers, codes)
  figures.equal(
    'SUN-01',
    'a tip proposed in time and confirmed too late',
    'FEATURE_ENDED',
    await confirm(late),
  )
  const again = await outcomeOf(partner.connect({ asks: [{ purpose: SHARE, actions: ['messages.write'] }] }))
  figures.equal('SUN-01', 'the film service asks somebody anew', 'AUTHORIZATION_REFUSED', again)
  await judgePages(viewers, figures)
}

/** Access tokens were tried by sending; as many refresh tokens are tried here as make up the number. */
async function tryRenewing(
  { figures, crowd }: Stage,
  partner: Partner,
  viewers: readonly Viewer[],
  sent: readonly string[],
): Promise<void> {
  const renewed: string[] = []
  for (const [n, viewer] of viewers.slice(0, crowd(TOKENS) - viewers.length).entries())
    renewed.push(await outcomeOf((await renewing(partner, viewer)).draft(SHARE, tipOf(n))))
  const tried = sent.length + renewed.length
  figures.equal('SUN-01', 'access and refresh tokens tried', crowd(TOKENS), tried)
  figures.equal('SUN-01', 'of them, alive', 0, countOf([...sent, ...renewed], 'permit'))
  const over = countOf(renewed, 'CONNECTION_ENDED')
  figures.equal('SUN-01', 'of the refresh tokens, refused as over', renewed.length, over)
}

async function judgePages(viewers: readonly Viewer[], figures: Figures): Promise<void> {
  const ended = countOf(await standings(viewers), 'feature_ended')
  figures.equal('TRN-02', 'people whose page says that it has ended', viewers.length, ended)
}

/** From the end on the clock runs: the notices that tell the service to stop and delete must come within a day. */
export async function withinADay(
  { figures, operator, say }: Stage,
  partner: Partner,
  viewers: readonly Viewer[],
): Promise<void> {
  await operator.moveClock(ENDS, 'runs')
  say('The clock runs: the film service listens for the notices')
  const all = viewers.length
  const told = await hear(partner, (events) => events.length > all)
  const people = new Set(told.flatMap((event) => (event.type === 'access.ended' ? [event.data.person] : [])))
  const connected = new Set(viewers.map(({ connection }) => connection.person))
  figures.equal('DEL-04', 'people for whom it is told to stop and delete', all, people.size)
  figures.equal(
    'DEL-04',
    'of them, others than it was connected to',
    0,
    [...people].filter((who) => !connected.has(who)).length,
  )
  figures.equal('DEL-04', 'notices beyond one for each and one for the feature', 0, told.length - all - 1)
  const last = Math.max(...told.map(({ timestamp }) => Date.parse(timestamp)))
  const hours = Math.ceil((last - ENDS) / 36_000) / 100
  figures.atMost('DEL-04', 'hours after the end when the last notice went out', 24, hours)
}

/** Confirms what was proposed in time, and says how that went. */
async function confirm({ person, thread, draft }: Unconfirmed): Promise<string> {
  const code = ({ body }: { readonly body: unknown }): string =>
    typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : 'permit'
  const shown = await person.browser.call('GET', `/api/v1/drafts/${draft}`)
  if (shown.status !== 200) return code(shown)
  const { card_hash } = shown.body as { card_hash: string }
  const ticket = await person.browser.call('POST', '/api/v1/tickets', { draft, thread })
  if (ticket.status >= 300) return code(ticket)
  const { id } = ticket.body as { id: string }
  return code(await person.browser.call('POST', `/api/v1/tickets/${id}/redeem`, { card_hash }))
}

/** The company in a label such as "Sent through Silver Screen". */
function labelIn(label: string): string {
  return label.replace(/^Sent through /i, '')
}

function countOf(codes: readonly string[], code: string): number {
  return codes.filter((one) => one === code).length
}
