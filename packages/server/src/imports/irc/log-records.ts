// What a log brings in: stays, and messages with whom they name.
import type { ImportedMembership, ImportedMessage } from '../../acts/import-batch.ts'
import type { Placed } from '../import-stage.ts'
import { foldNick, NICK } from './nick.ts'
import type { People } from './people.ts'
import type { Log, LogLine } from './read-log.ts'

/**
 * Who was in the channel from when to when: from somebody's join, or the first line they have without one, to their part
 * or the end of the log, which is no end of the stay. Logs tell of nobody's quitting, so that joins of who is in happen.
 */
export function staysOf({ name, lines }: Log, people: People): readonly Placed<ImportedMembership>[] {
  const stays: Placed<ImportedMembership>[] = []
  const open = new Map<string, number>()
  for (const { event, at, place } of lines) {
    if (event.kind === 'notice') continue
    const person = people.idOf(event.nick)
    const there = open.get(person)
    const stay = there === undefined ? undefined : stays[there]
    if (event.kind === 'part') {
      if (there === undefined || stay === undefined) continue
      stays[there] = { ...stay, row: { ...stay.row, leftAt: at } }
      open.delete(person)
    } else if (stay === undefined) {
      const id = `${name} ${place.line}`
      open.set(
        person,
        stays.push({ row: { id, thread: name, person, joinedAt: at, leftAt: null }, place }) - 1,
      )
    }
  }
  return stays
}

/** What was said, empty texts and empty actions too: somebody sent them. */
export function messagesOf({ name, lines }: Log, people: People): readonly Placed<ImportedMessage>[] {
  const present = new Map<string, string>()
  return lines.flatMap((line) => {
    const { event } = line
    follow(present, event, people)
    if (event.kind !== 'message' && event.kind !== 'action' && event.kind !== 'empty_action') return []
    return [{ row: messageOf(name, line, event, people, present), place: line.place }]
  })
}

function messageOf(
  log: string,
  { at, place }: LogLine,
  { kind, nick, text }: Extract<LogLine['event'], { text: string }>,
  people: People,
  present: ReadonlyMap<string, string>,
): ImportedMessage {
  return {
    kind,
    id: `${log} ${place.line}`,
    thread: log,
    author: people.idOf(nick),
    sentAt: at,
    // As clients show an action; the nick is the one they had then.
    body: kind === 'message' ? text : `* ${nick}${text === '' ? '' : ` ${text}`}`,
    mentions: kind === 'message' ? addressed(text, present) : [],
    replyTo: null,
    attachments: [],
  }
}

const address = new RegExp(`^(${NICK})[:,](?= |$)`)

/** "nick: …" as clients complete it names that member, when a member has that nick just then. */
function addressed(text: string, present: ReadonlyMap<string, string>): ImportedMessage['mentions'] {
  const nick = address.exec(text)?.[1]
  const person = nick === undefined ? undefined : present.get(foldNick(nick))
  return nick === undefined || person === undefined ? [] : [{ person, start: 0, end: nick.length }]
}

/** Keeps the nicks of those who are in, as they are now. */
function follow(present: Map<string, string>, event: LogLine['event'], people: People): void {
  if (event.kind === 'notice') return
  const nick = foldNick(event.nick)
  if (event.kind === 'part' || event.kind === 'rename') present.delete(nick)
  if (event.kind === 'rename') present.set(foldNick(event.to), people.idOf(event.to))
  else if (event.kind !== 'part') present.set(nick, people.idOf(event.nick))
}
