// What is in an export, file by file, each read a page at a time and written as it is read (TRN-05).
import type { PersonId } from '@countersign/protocol'
import { listAnswers } from '../acts/list-answers.ts'
import { listDisclosures } from '../acts/list-disclosures.ts'
import { listGrants } from '../acts/list-grants.ts'
import { listNotices } from '../acts/list-notices.ts'
import { everyReceipt } from '../acts/list-receipts.ts'
import { privacyOverview } from '../acts/privacy-overview.ts'
import { Problem } from '../problems.ts'
import { contactsOf } from '../store/contacts.ts'
import { ownStays } from '../store/exports.ts'
import { type Attachment, attachmentsOf, ownFiles } from '../store/files.ts'
import { friendsOf } from '../store/friends.ts'
import { findLoginOf } from '../store/logins.ts'
import { type Message, type OwnPlace, ownMessages } from '../store/messages.ts'
import { partnerNames } from '../store/names.ts'
import { findPerson } from '../store/people.ts'
import { findThreads } from '../store/threads.ts'
import type { System } from '../system.ts'
import { presentAnswer, presentGrant, presentNotice, presentReceipt, time, timeOrNull } from './present.ts'
import { presentDisclosure } from './present-disclosures.ts'
import { presentDeletion } from './present-privacy.ts'

/** So much is in memory at once, whatever there is. */
const PAGE = 500

type Needs = Pick<System, 'app' | 'clock' | 'keys' | 'settings'>
type Items = AsyncIterable<object> | Iterable<object>

/** One file: its name, what it says, and its parts. Parts of those that `counts` make up the total of an export. */
export interface ExportPart {
  readonly name: string
  readonly says: string
  readonly counts: boolean
  items(): Items
}

/** The files of a person's export. Only what is theirs: of others there are ids, and no word, name or address. */
export function exportParts(system: Needs, person: PersonId): readonly ExportPart[] {
  const part = (name: string, says: string, items: () => Items, counts = false): ExportPart => ({
    name: `${name}.json`,
    says,
    counts,
    items,
  })
  const whole = { person }
  return [
    part('profile', 'Your name here, how you sign in, your language, since when.', () =>
      profile(system, person),
    ),
    part('addresses', 'How you can be reached.', () => once(() => contactsOf(system.app, person))),
    part('friends', 'Who you are friends with, by id, and since when.', () => friends(system, person)),
    part('threads', 'Where you are or were, and titles you gave.', () => threads(system, person)),
    part('messages', 'Everything you wrote and did not delete.', () => messages(system, person), true),
    part(
      'permissions',
      'What you allowed companies, live and ended.',
      () => once(async () => (await listGrants(system, whole)).map(presentGrant)),
      true,
    ),
    part(
      'answers',
      'What you answered for your own words when others connected a company.',
      () => once(async () => (await listAnswers(system, whole)).map(presentAnswer)),
      true,
    ),
    part(
      'disclosures',
      'Each time a company got something of yours.',
      () => disclosures(system, person),
      true,
    ),
    part('deletions', 'What you asked companies to delete, and what they said.', () =>
      once(async () =>
        (await privacyOverview(system, whole)).companies.flatMap((one) => one.deletions).map(presentDeletion),
      ),
    ),
    part('receipts', 'A signed receipt of each thing that happened to a yes or a no.', () =>
      receipts(system, person),
    ),
    part('notices', 'What you were told.', () => notices(system, person)),
  ]
}

async function* once(read: () => Promise<readonly object[]>): AsyncGenerator<object> {
  yield* await read()
}

async function* profile({ app }: Needs, person: PersonId): AsyncGenerator<object> {
  const found = await findPerson(app, person)
  if (found === undefined) throw new Problem('NOT_FOUND')
  const { id, displayName: name, locale, restricted, createdAt } = found
  const login = (await findLoginOf(app, person))?.login ?? null
  yield { id, name, login, locale, restricted, created_at: time(createdAt) }
}

async function* friends({ app }: Needs, person: PersonId): AsyncGenerator<object> {
  for (const { person: friend, since } of await friendsOf(app, person)) yield { friend, since: time(since) }
}

async function* threads({ app }: Needs, person: PersonId): AsyncGenerator<object> {
  const stays = [...Map.groupBy(await ownStays(app, person), ({ thread }) => thread)]
  for (let i = 0; i < stays.length; i += PAGE) {
    const page = stays.slice(i, i + PAGE)
    const found = await findThreads(
      app,
      page.map(([id]) => id),
    )
    for (const [id, own] of page) {
      const thread = found.get(id)
      yield {
        id,
        kind: thread?.kind ?? null,
        // A title is the words of whoever gave it.
        title: thread?.titleBy === person ? thread.title : null,
        stays: own.map(({ joinedAt, leftAt }) => ({
          joined_at: time(joinedAt),
          left_at: timeOrNull(leftAt),
        })),
      }
    }
  }
}

async function* messages({ app }: Needs, person: PersonId): AsyncGenerator<object> {
  const ids = new Set((await ownStays(app, person)).map(({ thread }) => thread))
  for (const thread of ids) {
    for (let before: OwnPlace | null = null; ; ) {
      const page: readonly Message[] = await ownMessages(app, thread, person, { limit: PAGE, before })
      const files = Map.groupBy(
        await attachmentsOf(
          app,
          thread,
          page.map(({ id }) => id),
        ),
        ({ message }) => message,
      )
      const names = await partnerNames(app, [...new Set(page.flatMap(({ via }) => via?.partner ?? []))])
      for (const message of page) {
        const via = message.via && { id: message.via.partner, name: names.get(message.via.partner) ?? '' }
        yield ownWords(message, files.get(message.id) ?? [], via)
      }
      before = page.at(-1) ?? null
      if (page.length < PAGE) break
    }
  }
}

function ownWords(
  message: Message,
  files: readonly Attachment[],
  via: { readonly id: string; readonly name: string } | null,
): object {
  const { id, thread, kind, text, card, replyTo } = message
  return {
    id,
    thread,
    sent_at: time(message.sentAt),
    edited_at: timeOrNull(message.editedAt),
    kind,
    // What was forwarded is somebody else's to take along.
    text: kind === 'forward' ? null : text,
    card,
    reply_to: replyTo,
    attachments: files.map((one) => ({
      name: one.name,
      media_type: one.mediaType,
      alt: one.alt,
      // Where it is in this ZIP; what was forwarded is somebody else's to take along.
      file: one.file === null || kind === 'forward' ? null : placeOf(one),
    })),
    sent_through: via,
  }
}

/** The files a person sent, wherever they are or were; their bytes are read one after the other, when it is their turn. */
export async function exportedFiles({ app }: Needs, person: PersonId): Promise<readonly Attachment[]> {
  const found: Attachment[] = []
  const threads = new Set((await ownStays(app, person)).map(({ thread }) => thread))
  for (const thread of threads) found.push(...(await ownFiles(app, thread, person)))
  return found
}

/** What a file is called in the ZIP: two of one name are two. */
export function placeOf({ id, name }: Pick<Attachment, 'id' | 'name'>): string {
  return `files/${id} ${name}`
}

async function* disclosures(system: Needs, person: PersonId): AsyncGenerator<object> {
  for (let before: number | null = null; ; ) {
    const page = await listDisclosures(system, { person, limit: PAGE, before })
    yield* page.map(presentDisclosure)
    before = page.at(-1)?.leafIndex ?? null
    if (page.length < PAGE) return
  }
}

async function* receipts(system: Needs, person: PersonId): AsyncGenerator<object> {
  for await (const receipt of everyReceipt(system, person)) yield presentReceipt(receipt)
}

async function* notices(system: Needs, person: PersonId): AsyncGenerator<object> {
  for (let before: Parameters<typeof listNotices>[1]['before'] = null; ; ) {
    const page = await listNotices(system, { person, limit: PAGE, before })
    yield* page.map(presentNotice)
    before = page.at(-1)?.id ?? null
    if (page.length < PAGE) return
  }
}
