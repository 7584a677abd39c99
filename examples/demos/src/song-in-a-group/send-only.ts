// First, Tunes may only send: a song arrives with its label, and not one text goes out.
import type { ApiAnswer } from '../browser.ts'
import { findBytes } from '../byte-search.ts'
import type { Figures } from '../figures.ts'
import { done, readThread } from '../people.ts'
import { everyRead, outcomeOf, type Reader } from '../reader.ts'
import type { Alter } from '../recorded-partner.ts'
import { confirmDraft } from '../share-sheet.ts'
import { GROUP, SHARE, sendOnly, TUNES } from '../tunes.ts'
import { type Group, namesOfOthers, ownIds, textsOfOthers } from './group.ts'
import { song } from './story.ts'

/** Connects Annika for sending alone, sends the song, tries to read and tries to hide the label. */
export async function sendOneSong(group: Group, tunes: Reader, figures: Figures): Promise<void> {
  const { preselected } = await tunes.connect(sendOnly, { threads: [], history: false })
  figures.equal('PER-03', 'choices that were on when the permission screen came', 0, preselected)
  await send(group, tunes)
  const labels = await Promise.all(group.people.map((person) => readThread(person, group.thread)))
  const seen = labels.filter((messages) => messages.some(({ via }) => via?.label === `Sent through ${TUNES}`))
  figures.equal('WRT-02', 'of 5 members, how many read "sent through" under the song', 5, seen.length)
  await tryToRead(group, tunes, figures)
  await tryToHide(group, tunes, figures)
}

/** Tunes proposes the song; Annika picks the group on the platform's share sheet and confirms. */
async function send({ annika, thread }: Group, tunes: Reader): Promise<void> {
  const { draft } = await (await tunes.client()).draft(SHARE, song)
  await confirmDraft(annika, draft, thread)
}

async function tryToRead(group: Group, tunes: Reader, figures: Figures): Promise<void> {
  const client = await tunes.client()
  // Tunes knows no thread here; a made-up id is refused for the same reason as a real one.
  const reads = [GROUP, SHARE].flatMap((purpose) => everyRead(client, purpose, `thr_${'A'.repeat(22)}`))
  const codes: string[] = []
  for (const read of reads) codes.push(await outcomeOf(read()))
  const refused = codes.filter((code) => code === 'VERB_NOT_GRANTED').length
  figures.equal(
    'SCP-02',
    `send-only: of ${reads.length} reads, refused with VERB_NOT_GRANTED`,
    reads.length,
    refused,
  )
  const bytes = tunes.received.map((one) => one.bytes)
  figures.equal(
    'COP-01',
    'send-only: texts that went out',
    0,
    findBytes(bytes, textsOfOthers(group, [])).length,
  )
  const rest = [...namesOfOthers(group, []), ...ownIds(group)]
  figures.equal('COP-01', 'send-only: names and ids that went out', 0, findBytes(bytes, rest).length)
}

/** Whatever is added to leave the label out, by the partner or by its person, is a malformed request. */
async function tryToHide(group: Group, tunes: Reader, figures: Figures): Promise<void> {
  const statuses: number[] = []
  for (const alter of waysToHide) {
    await outcomeOf((await tunes.altered(alter)).draft(SHARE, song))
    statuses.push(tunes.received.at(-1)?.status ?? 0)
  }
  for (const { status } of await hideOnTheShareSheet(group, tunes)) statuses.push(status)
  const refused = statuses.filter((status) => status === 400).length
  figures.equal(
    'WRT-02',
    `of ${statuses.length} tries to hide the label, answered with 400`,
    statuses.length,
    refused,
  )
}

const inBody =
  (change: (body: { card: object }) => object): Alter =>
  ({ url, body }) => ({
    url,
    body: body === null ? null : JSON.stringify(change(JSON.parse(body) as { card: object })),
  })

const waysToHide: readonly Alter[] = [
  inBody((body) => ({ ...body, via: null })),
  inBody((body) => ({ ...body, hide_label: true })),
  inBody(({ card }) => ({ card: { ...card, sent_through: '' } })),
  inBody(({ card }) => ({ card: { ...card, via: null } })),
  ({ url, body }) => ({ url: `${url}?label=none`, body }),
]

async function hideOnTheShareSheet({ annika, thread }: Group, tunes: Reader): Promise<readonly ApiAnswer[]> {
  const { draft } = await (await tunes.client()).draft(SHARE, song)
  const { browser } = annika
  const { card_hash } = await done<{ card_hash: string }>(browser.call('GET', `/api/v1/drafts/${draft}`))
  const { id } = await done<{ id: string }>(browser.call('POST', '/api/v1/tickets', { draft, thread }))
  return [
    await browser.call('POST', '/api/v1/tickets', { draft, thread, via: null }),
    await browser.call('POST', `/api/v1/tickets/${id}/redeem`, { card_hash, via: null }),
    await browser.call('POST', `/api/v1/tickets/${id}/redeem?label=none`, { card_hash }),
  ]
}
