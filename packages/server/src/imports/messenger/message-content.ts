// What a message of an export has to show: its words, what it shares, the names of what is attached.
import type { ImportedAttachment } from '../../acts/import-batch.ts'
import { mediaTypeOf } from '../media-type.ts'
import type { RawMessage } from './parse-part.ts'

/** What becomes of the records of an export. */
export const messageKinds = ['messages', 'unsent', 'unavailable', 'calls'] as const

/** `messages` come in; the other kinds have nothing that is there to come in, or that its sender wants there. */
export type MessageKind = (typeof messageKinds)[number]

/** Taken back wins over what is left of it; a message without anything is one that Facebook no longer has. */
export function kindOf(raw: RawMessage): MessageKind {
  if (raw.is_unsent === true) return 'unsent'
  if (raw.is_taken_down === true) return 'unavailable'
  if (bodyOf(raw) !== '' || attachmentsOf(raw).length > 0) return 'messages'
  return raw.call_duration === undefined ? 'unavailable' : 'calls'
}

/** The words, then what the share adds to them: the link is often the words already. */
export function bodyOf({ content = '', share }: RawMessage): string {
  const added = [share?.share_text ?? '', share?.link ?? ''].filter((one) => one !== '')
  return added.reduce(
    (body, one) => (body.includes(one) ? body : body === '' ? one : `${body}\n${one}`),
    content,
  )
}

/** Photos, videos, voice, GIFs, files and stickers by their names: their bytes are not brought in. */
export function attachmentsOf(raw: RawMessage): readonly ImportedAttachment[] {
  const { photos = [], videos = [], audio_files = [], gifs = [], files = [], sticker } = raw
  const stickers = sticker === undefined ? [] : [sticker]
  return [...photos, ...videos, ...audio_files, ...gifs, ...files, ...stickers].map(({ uri }) => {
    const name = nameOf(uri)
    return { name, mediaType: mediaTypeOf(name) }
  })
}

/** A file of the export, or an address on the web that the export kept instead of the file. */
function nameOf(uri: string): string {
  const path = uri.replace(/[?#].*$/, '')
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/[\\\p{Cc}]/gu, '_')
  return name === '' ? 'attachment' : name.slice(-255)
}
