// Then Tunes may read: what leaves is what each of the five allowed for their own words, and nothing shows the rest.
import { findBytes } from '../byte-search.ts'
import type { Figures } from '../figures.ts'
import {
  type AskCard,
  answerCard,
  askOthers,
  liveGrant,
  openAsks,
  type Person,
  setSharing,
  setSwitch,
} from '../people.ts'
import { exportAll, type Page, type Reader } from '../reader.ts'
import type { Received } from '../recorded-partner.ts'
import { GROUP, sendAndRead } from '../tunes.ts'
import { type Group, namesOfOthers, ownIds, textsBy, textsIn, textsOfOthers } from './group.ts'

/** One page takes the whole export. */
const WHOLE = 200

/** Annika allows reading: first without, then with what is already written. */
export async function allowReading(group: Group, tunes: Reader, figures: Figures): Promise<void> {
  const { thread, annika } = group
  const texts = textsExpected(group, tunes, figures)
  const first = await tunes.connect(sendAndRead, { threads: [thread], history: false })
  const choices = `of ${first.offered} choices, on when the permission screen comes`
  figures.equal('PER-03', choices, 0, first.preselected)
  await texts('SCP-04', 'reading allowed, earlier messages not chosen: texts', 0, [])
  await tunes.connect(sendAndRead, { threads: [thread], history: true })
  const from = tunes.received.length
  await texts('COP-01', 'reading allowed: texts', 8, [annika])
  searchBytes(group, tunes.received.slice(from), figures)
  // Her eight texts and her song: full pages up to the last, as if nobody else had ever written.
  const small = await exportAll(tunes, await tunes.group(), 4)
  const sizes = small.map(({ items }) => items.length).join(' ')
  figures.equal('COP-01', 'the same export in pages of 4: items a page', '4 4 1', sizes)
}

function searchBytes(group: Group, received: readonly Received[], figures: Figures): void {
  const { annika } = group
  const bytes = received.map((one) => one.bytes)
  const others = textsOfOthers(group, [annika])
  const found = findBytes(bytes, others).length
  figures.equal('COP-01', `of the other ${others.length} texts, found in the bytes`, 0, found)
  const names = findBytes(bytes, namesOfOthers(group, [annika])).length
  figures.equal('COP-01', 'of the other 4 names, found in the bytes', 0, names)
  const ids = ownIds(group)
  const known = findBytes(bytes, ids).length
  figures.equal('SCP-06', `of the platform's ${ids.length} ids, found in the bytes`, 0, known)
  const control = findBytes(bytes, textsBy(group, [annika])).length
  figures.equal('COP-01', 'the same search for her own texts finds', 8, control)
}

/** Annika asks; Benedikt says yes, first without, then with what he wrote before. */
export async function askTheOthers(group: Group, tunes: Reader, figures: Figures): Promise<void> {
  const { annika, benedikt, thread } = group
  const texts = textsExpected(group, tunes, figures)
  const grant = await liveGrant(annika, GROUP)
  const asking = await taps(annika, () => askOthers(annika, thread, grant))
  figures.equal('UX-02', 'taps to ask four people', 1, asking)
  const card = await cardFor(benedikt)
  const yes = await taps(benedikt, () => answerCard(benedikt, card, { answer: 'allow', thread }))
  figures.equal('UX-02', 'taps to say yes', 1, yes)
  await texts('SCP-04', 'one more allows, earlier messages not chosen: texts', 8, [annika])
  await answerCard(benedikt, card, { answer: 'allow', thread, history: true })
  await texts('COP-01', 'one more allows: texts', 16, [annika, benedikt])
}

/** Chiaretta says "nothing of mine" at once, Dagfinn after allowing; Evangeline says nothing. */
export async function refuse(group: Group, tunes: Reader, figures: Figures): Promise<void> {
  const { annika, benedikt, chiaretta, dagfinn, thread } = group
  const texts = textsExpected(group, tunes, figures)
  const before = await exportAll(tunes, await tunes.group(), WHOLE)
  const card = await cardFor(chiaretta)
  const no = await taps(chiaretta, () => answerCard(chiaretta, card, { answer: 'never', thread: null }))
  figures.equal('UX-02', 'taps to say no', 1, no)
  const after = await exportAll(tunes, await tunes.group(), WHOLE)
  const same = contentOf(before) === contentOf(after) ? 'the same bytes' : 'different'
  figures.equal('COP-01', 'the answer before and after she refuses', 'the same bytes', same)
  await texts('COP-01', 'one says "nothing of mine" at once: texts', 16, [annika, benedikt])

  const his = await cardFor(dagfinn)
  await answerCard(dagfinn, his, { answer: 'allow', thread, history: true })
  await texts('COP-01', 'a third allows: texts', 24, [annika, benedikt, dagfinn])
  await setSwitch(dagfinn, true)
  await texts('COP-05', 'and turns on the switch "share nothing": texts', 16, [annika, benedikt])
  await setSwitch(dagfinn, false)
  await texts('COP-05', 'and turns it off again: texts', 24, [annika, benedikt, dagfinn])
  await answerCard(dagfinn, his, { answer: 'never', thread: null })
  await texts('COP-01', 'and says "nothing of mine" after having allowed: texts', 16, [annika, benedikt])
}

/** The profile of the EU's ePrivacy Directive: everybody, or nobody. Any member may set it. */
export async function requireAllParties(group: Group, tunes: Reader, figures: Figures): Promise<void> {
  const { annika, benedikt, evangeline, thread } = group
  const texts = textsExpected(group, tunes, figures)
  await setSharing(evangeline, thread, 'all-parties')
  await texts('COP-02', 'everybody must allow (EU all-parties profile): texts', 0, [])
  const empty = await exportAll(tunes, await tunes.group(), WHOLE)
  const items = empty.reduce((sum, page) => sum + page.items.length, 0)
  figures.equal('COP-03', 'items of any kind', 0, items)
  await setSharing(evangeline, thread, 'author')
  await texts('COP-02', 'everybody for their own words again: texts', 16, [annika, benedikt])
}

/** The card a person is asked with. @throws Error when nobody asks them */
export async function cardFor(person: Person): Promise<AskCard> {
  const [card] = await openAsks(person)
  if (card === undefined) throw new Error(`${person.login} is not asked anything`)
  return card
}

type ExpectTexts = (duty: string, what: string, expected: number, authors: readonly Person[]) => Promise<void>

/** Reads everything once and expects so many of the forty texts, all of them by these people. */
function textsExpected(group: Group, tunes: Reader, figures: Figures): ExpectTexts {
  return async (duty, what, expected, authors) => {
    const pages = await exportAll(tunes, await tunes.group(), WHOLE)
    const seen = textsIn(group, pages.map(({ received }) => received.body).join('\n'))
    const strangers = seen.filter(({ author }) => !authors.includes(author)).length
    const words = strangers === 0 ? '' : `, ${strangers} of them by people who did not allow`
    figures.equal(duty, what, String(expected), `${seen.length}${words}`)
  }
}

/** What an export says, without the numbers each answer gets anew in the log. */
function contentOf(pages: readonly Page[]): string {
  return pages
    .map(({ received: { status, body } }) => `${status} ${body.replace(/,"disclosures":\[[^\]]*\]\}$/, '')}`)
    .join('\n')
}

async function taps({ browser }: Person, act: () => Promise<unknown>): Promise<number> {
  const before = browser.taps
  await act()
  return browser.taps - before
}
