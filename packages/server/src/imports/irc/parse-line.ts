// One line of a raw channel log, as one of the seven things such a line can be.
import { badRecord, type Place } from '../import-error.ts'
import { NICK } from './nick.ts'

/** What a line says. An action's text is what stands after the nick. */
export type LineEvent =
  | { readonly kind: 'message' | 'action' | 'empty_action'; readonly nick: string; readonly text: string }
  | { readonly kind: 'rename'; readonly nick: string; readonly to: string }
  | { readonly kind: 'join' | 'part'; readonly nick: string }
  | { readonly kind: 'notice' }

/** The kinds of line there are. */
export const lineKinds = [
  'messages',
  'actions',
  'empty_actions',
  'renames',
  'joins',
  'parts',
  'notices',
] as const

/** A line and the time before it, in minutes of the day; null for the lines that have none. */
export interface ParsedLine {
  readonly minutes: number | null
  readonly event: LineEvent
}

const timed = /^\[(\d\d):(\d\d)\] (.*)$/s
// Some loggers put a space after a nick that ends in a bracket: <brad[] > and "brad[]  [~brad@…]  has joined".
const message = new RegExp(`^<(${NICK}) ?>(?: (.*))?$`, 's')
const action = new RegExp(`^ ?\\* (${NICK})(?: (.*))?$`, 's')
const rename = new RegExp(`^(${NICK}) is now known as (${NICK})$`)
const moved = new RegExp(
  `^(${NICK}) +\\[[^\\s@\\]]+@[^\\s\\]]+\\] +has (joined|left) #\\S+(?: \\[.*\\])?$`,
  's',
)
const notice = /^(?:\.\.\[topic\/#[^\]]+\] : |mode\/#\S+ \[)/
const bareAction = new RegExp(`^(${NICK})(?: (.*))?$`, 's')

/** @throws ImportError for a line that is none of them, or at no time of a day */
export function parseLine(line: string, place: Place): ParsedLine {
  if (line.includes('\0')) throw badRecord(place, 'it holds a zero byte')
  const found = timed.exec(line)
  if (found !== null) {
    const event = spokenEvent(found[3] ?? '')
    if (event === undefined) throw unknown(place)
    return { minutes: minutesOf(found[1], found[2], place), event }
  }
  const event = line.startsWith('=== ') ? serverEvent(line.slice(4)) : undefined
  if (event === undefined) throw unknown(place)
  return { minutes: null, event }
}

function spokenEvent(text: string): LineEvent | undefined {
  const said = message.exec(text)
  if (said !== null) return { kind: 'message', nick: said[1] ?? '', text: said[2] ?? '' }
  const done = action.exec(text)
  return done === null ? undefined : actionOf(done)
}

/** In logs that mark actions by `===` too, an action comes last: it may be any words after a nick. */
function serverEvent(text: string): LineEvent | undefined {
  const named = rename.exec(text)
  if (named !== null) return { kind: 'rename', nick: named[1] ?? '', to: named[2] ?? '' }
  const went = moved.exec(text)
  if (went !== null) return { kind: went[2] === 'joined' ? 'join' : 'part', nick: went[1] ?? '' }
  if (notice.test(text)) return { kind: 'notice' }
  const done = bareAction.exec(text)
  return done === null ? undefined : actionOf(done)
}

function actionOf([, nick = '', text = '']: RegExpExecArray): LineEvent {
  return { kind: text === '' ? 'empty_action' : 'action', nick, text }
}

function minutesOf(hours: string | undefined, minutes: string | undefined, place: Place): number {
  if (Number(hours) < 24 && Number(minutes) < 60) return Number(hours) * 60 + Number(minutes)
  throw badRecord(place, 'its time must be from 00:00 to 23:59')
}

function unknown(place: Place): Error {
  return badRecord(place, 'it is no message, action, rename, join, part, topic or mode of a raw log')
}
