// Last, taking it back: between two pages of an export, under load, and altogether. Nothing follows a withdrawal.
import type { Figures } from '../figures.ts'
import { answerCard, liveGrant, ownAnswers, ownDisclosures, takeBack, withdraw } from '../people.ts'
import { everyRead, outcomeOf, type Reader } from '../reader.ts'
import type { Received } from '../recorded-partner.ts'
import { GROUP } from '../tunes.ts'
import { type Group, textsIn } from './group.ts'
import { playUnderLoad } from './load.ts'
import { cardFor } from './read.ts'

/** Items a page: small, so that an export is many reads. */
const SMALL = 3

/** Benedikt takes his yes back after the second page of an export. */
export async function withdrawBetweenPages(group: Group, tunes: Reader, figures: Figures): Promise<void> {
  const { annika, benedikt } = group
  const answer = (await ownAnswers(benedikt)).find(({ standing }) => standing === 'live')
  if (answer === undefined) throw new Error('Benedikt has no answer to take back')
  const pages: Received[] = []
  for await (const { received } of tunes.pages(await tunes.group(), SMALL)) {
    if (pages.push(received) === 2) await takeBack(benedikt, answer.id)
  }
  const textsBy = (whose: string, from: readonly Received[]): number =>
    textsIn(group, from.map(({ body }) => body).join('\n')).filter(({ author }) => author.id === whose).length
  figures.atLeast(
    'SUN-03',
    'export in pages of 3: his texts in the two pages before he takes it back',
    1,
    textsBy(benedikt.id, pages.slice(0, 2)),
  )
  figures.atLeast('SUN-03', 'pages after', 1, pages.length - 2)
  figures.equal('SUN-03', 'his texts in those', 0, textsBy(benedikt.id, pages.slice(2)))
  figures.equal('SUN-03', "Annika's texts, whose export goes on to its end", 8, textsBy(annika.id, pages))
  figures.equal('SUN-03', 'rows about him in the ledger after that instant', 0, await rowsAfterTheEnd(group))
}

/** Benedikt allows and takes back, again and again, while two exports run in small pages and others chat. */
export async function withdrawUnderLoad(
  group: Group,
  readers: readonly Reader[],
  figures: Figures,
): Promise<void> {
  const { benedikt, thread } = group
  const card = await cardFor(benedikt)
  const seen = await playUnderLoad(group, readers, {
    limit: SMALL,
    allow: async () => (await answerCard(benedikt, card, { answer: 'allow', thread, history: true })).id,
    takeBack: (answer) => takeBack(benedikt, answer),
  })
  const { rounds, whileAllowed, after, afterAtLeast, leaked, chat } = seen
  figures.atLeast(
    'SUN-03',
    `under load, ${rounds} times: pages with his texts while he allows`,
    rounds,
    whileAllowed,
  )
  figures.atLeast('SUN-03', 'pages begun after the withdrawal was acknowledged', afterAtLeast, after)
  figures.equal('SUN-03', 'of those, pages with a text of his', 0, leaked)
  figures.equal(
    'SUN-03',
    'rows about him in the ledger after his yes had ended',
    0,
    await rowsAfterTheEnd(group),
  )
  figures.atLeast('SUN-03', 'messages others sent meanwhile', rounds, chat)
}

/** Annika withdraws what she gave: one tap, and the next read is refused. */
export async function withdrawAltogether({ annika }: Group, tunes: Reader, figures: Figures): Promise<void> {
  const thread = await tunes.group()
  const grant = await liveGrant(annika, GROUP)
  const before = annika.browser.taps
  await withdraw(annika, grant)
  figures.equal('SUN-03', 'taps to withdraw', 1, annika.browser.taps - before)
  const [list, messages] = everyRead(await tunes.client(), GROUP, thread)
  for (const [what, read] of [
    ['threads', list],
    ['messages', messages],
  ] as const)
    figures.equal(
      'SUN-03',
      `the next read of her ${what}`,
      'WITHDRAWN',
      read === undefined ? '' : await outcomeOf(read()),
    )
}

/** Disclosures about Benedikt that stand under a yes of his and later than its end. */
async function rowsAfterTheEnd({ benedikt }: Group): Promise<number> {
  const ends = new Map((await ownAnswers(benedikt)).map(({ id, ended_at }) => [id, ended_at]))
  const late = (await ownDisclosures(benedikt)).filter(({ under, at }) => {
    const end = ends.get(under) ?? null
    return end !== null && Date.parse(at) > Date.parse(end)
  })
  return late.length
}
