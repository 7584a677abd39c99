// Imported messages, attachment names and reactions: what people see; written by the people's side in bulk.

import { idOf } from '@countersign/protocol'
import { firstFromOutside, insertImportedMessages, insertImportedReactions } from '../store/imports.ts'
import type { System } from '../system.ts'
import type { ImportedMessage, ImportedReaction } from './import-batch.ts'
import { BadRowError, claim, type Fresh, freshOf, resolveTargets, type Targets } from './import-rows.ts'
import { importedUuid } from './imported-id.ts'

/** Brings messages in, each at the next place of its thread. */
export async function importMessages(
  { app }: Pick<System, 'app'>,
  source: string,
  rows: readonly ImportedMessage[],
): Promise<readonly number[]> {
  const fresh = await freshOf(app, source, rows, ({ kind, id, sentAt }) => ({
    kind,
    externalId: id,
    at: sentAt,
  }))
  if (fresh.length === 0) return []
  const messages = await pointed(app, source, rows, fresh)
  const outside = await firstFromOutside(app, messages)
  if (outside !== undefined)
    throw new BadRowError(messages[outside]?.place ?? 0, 'its author was not in the thread when it was sent')
  return app.transaction(async (session) => {
    const claimed = await claim(session, source, messages)
    if (claimed.length > 0) await insertImportedMessages(session, claimed)
    return claimed.map(({ place }) => place)
  })
}

/** Brings reactions in. */
export async function importReactions(
  { app }: Pick<System, 'app'>,
  source: string,
  rows: readonly ImportedReaction[],
): Promise<readonly number[]> {
  const fresh = await freshOf(app, source, rows, ({ id, at }) => ({ kind: 'reaction', externalId: id, at }))
  if (fresh.length === 0) return []
  const targets = await resolveTargets(app, source, fresh, ({ thread, message, person }) => [
    { kind: 'thread', externalId: thread },
    { kind: message.kind, externalId: message.id },
    { kind: 'person', externalId: person },
  ])
  const reactions = fresh.map((one) => ({
    ...one,
    threadUuid: targets.uuidOf(one, 'thread', one.row.thread),
    messageUuid: targets.uuidOf(one, one.row.message.kind, one.row.message.id),
    personUuid: targets.uuidOf(one, 'person', one.row.person),
    emoji: one.row.emoji,
    at: one.row.at,
  }))
  return app.transaction(async (session) => {
    const claimed = await claim(session, source, reactions)
    if (claimed.length > 0) await insertImportedReactions(session, claimed)
    return claimed.map(({ place }) => place)
  })
}

/** Resolves threads, authors, who is named and what is answered: a message of this same batch, or one that is in. */
async function pointed(
  app: System['app'],
  source: string,
  rows: readonly ImportedMessage[],
  fresh: readonly Fresh<ImportedMessage>[],
) {
  const earlier = new Map(rows.map((row, place) => [`${row.kind} ${row.id}`, { row, place }]))
  const targets = await resolveTargets(app, source, fresh, ({ thread, author, mentions, replyTo }) => [
    { kind: 'thread', externalId: thread },
    { kind: 'person', externalId: author },
    ...mentions.map(({ person }) => ({ kind: 'person', externalId: person })),
    ...(replyTo === null ? [] : [{ kind: replyTo.kind, externalId: replyTo.id }]),
  ])
  return fresh.map((one) => ({
    ...one,
    threadUuid: targets.uuidOf(one, 'thread', one.row.thread),
    messageUuid: one.uuid,
    authorUuid: targets.uuidOf(one, 'person', one.row.author),
    sentAt: one.row.sentAt,
    body: one.row.body,
    mentions: one.row.mentions.map(({ person, start, end }) => ({
      person: idOf('person', targets.uuidOf(one, 'person', person)),
      start,
      end,
    })),
    replyToUuid: answered(source, one, earlier, targets),
    attachments: one.row.attachments.map((attachment, i) => ({
      uuid: importedUuid(source, `attachment ${i} of ${one.kind}`, one.externalId, one.row.sentAt),
      ...attachment,
    })),
  }))
}

function answered(
  source: string,
  one: Fresh<ImportedMessage>,
  earlier: ReadonlyMap<string, { readonly row: ImportedMessage; readonly place: number }>,
  targets: Targets,
): string | null {
  const { replyTo, thread } = one.row
  if (replyTo === null) return null
  const near = earlier.get(`${replyTo.kind} ${replyTo.id}`)
  if (near === undefined) return targets.uuidOf(one, replyTo.kind, replyTo.id)
  if (near.place >= one.place || near.row.thread !== thread)
    throw new BadRowError(one.place, 'it answers what was not said earlier in its thread')
  return importedUuid(source, replyTo.kind, replyTo.id, near.row.sentAt)
}
