// What is wrong with a set of files to import: always with its place and what to do, never with a word of its content.

/** Where a record stands. */
export interface Place {
  readonly file: string
  /** Counted from 1; undefined when it is the file as a whole. */
  readonly line?: number
  /** Of a list of messages, counted from 0 as in the file; undefined when it is no message that is wrong. */
  readonly message?: number
}

/** Why an import cannot go on. */
export type ImportErrorCode =
  | 'FILE_MISSING'
  | 'FILE_UNREADABLE'
  | 'WRONG_HEADER'
  | 'WRONG_ENCODING'
  | 'CUT_SHORT'
  | 'BAD_RECORD'

/**
 * The files cannot be imported as they are. Nothing of the batch that holds the place was written; everything before it
 * was, and stays: the corrected files are imported by the same command.
 */
export class ImportError extends Error {
  override readonly name = 'ImportError'
  readonly code: ImportErrorCode
  readonly place: Place
  /** What is wrong, without the place. */
  readonly reason: string
  /** What to do about it. */
  readonly next: string

  constructor(code: ImportErrorCode, place: Place, reason: string, next: string) {
    super(`${aboutText(place, reason)}. ${next}`)
    this.code = code
    this.place = place
    this.reason = reason
    this.next = next
  }
}

/** The usual next step. */
export const CORRECT_AND_REPEAT =
  'Correct it and run the same command again: what is already in is not added twice.'

/** A record that is wrong in itself or points to what is not there. */
export function badRecord(place: Place, reason: string, next = CORRECT_AND_REPEAT): ImportError {
  return new ImportError('BAD_RECORD', place, reason, next)
}

/** A place in words: `post_0_0.csv line 3`. */
export function placeText({ file, line, message }: Place): string {
  if (line !== undefined) return `${file} line ${line}`
  return message === undefined ? file : `${file} messages[${message}]`
}

/** What is wrong, with its place before it; of a file as a whole it reads as one sentence. */
export function aboutText(place: Place, reason: string): string {
  const whole = place.line === undefined && place.message === undefined
  return `${placeText(place)}${whole ? '' : ':'} ${reason}`
}
