// An export as one ZIP (APPNOTE 6.3) of JSON files and of files that were sent, made while it is sent: nothing of it is kept, and little of it in memory.
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { loggable } from '../ports/loggable.ts'
import { type Export, saveProgress } from '../store/exports.ts'
import { type Attachment, measurePart, piecesOf } from '../store/files.ts'
import type { System } from '../system.ts'
import { type ExportPart, exportParts, placeOf } from './export-parts.ts'

/** How far it has come is noted after so many parts: each note is a write. */
const NOTED_EVERY = 1_000

/**
 * The bytes of an export. They stop short when something fails or nobody reads on; a ZIP without its end opens nowhere, so half of one
 * never passes for all of it. It can be begun again.
 */
export function exportFile(
  system: Pick<System, 'app' | 'clock' | 'keys' | 'log' | 'settings'>,
  { id, person, madeAt, total }: Export,
  files: readonly Attachment[],
): Readable {
  const zip = new ZipFile()
  const output = Readable.from(zip.outputStream)
  const note = (done: number, state: Export['state']): Promise<void> =>
    saveProgress(system.app, { person, id, done, state })
  let done = 0
  const count = async (): Promise<void> => {
    done++
    // Whatever is written meanwhile: it is whole when its end was sent, not before.
    if (done % NOTED_EVERY === 0) await note(Math.min(done, total), 'running')
  }
  const parts = exportParts(system, person)
  const options = { mtime: new Date(madeAt) }
  zip.addBuffer(Buffer.from(readme(parts, system.settings.publicUrl, madeAt)), 'README.txt', options)
  for (const part of parts)
    zip.addReadStreamLazy(part.name, options, (give) =>
      give(null, Readable.from(jsonOf(part, count), { objectMode: false })),
    )
  // Pictures and archives are pressed already.
  for (const file of files)
    zip.addReadStreamLazy(placeOf(file), { ...options, compress: false }, (give) =>
      give(null, Readable.from(bytesOf(system, file), { objectMode: false })),
    )
  zip.addReadStreamLazy('END.txt', options, (give) =>
    give(
      null,
      Readable.from(
        ending(() => note(total, 'whole')),
        { objectMode: false },
      ),
    ),
  )
  zip.end()
  zip.on('error', (error: unknown) => {
    system.log.error(loggable(error), 'an export broke off')
    output.destroy(error instanceof Error ? error : new Error('an export broke off'))
  })
  return output
}

async function* jsonOf(part: ExportPart, count: () => Promise<void>): AsyncGenerator<string> {
  let first = true
  yield '['
  for await (const item of part.items()) {
    yield `${first ? '\n' : ',\n'}${JSON.stringify(item)}`
    first = false
    if (part.counts) await count()
  }
  yield '\n]\n'
}

/** Empty for a file whose message was deleted since. */
async function* bytesOf(
  { app }: Pick<System, 'app'>,
  { thread, file }: Attachment,
): AsyncGenerator<Uint8Array> {
  if (file === null) return
  const of = { thread, file: file.id, part: 'whole' } as const
  yield* piecesOf(app, of, (await measurePart(app, of)).pieces)
}

async function* ending(done: () => Promise<void>): AsyncGenerator<string> {
  await done()
  yield 'This file is the last one. If you can read it, you have everything.\n'
}

function readme(parts: readonly ExportPart[], publicUrl: string, at: number): string {
  return `Everything of yours at ${publicUrl}, as of ${new Date(at).toISOString()}.

${parts.map(({ name, says }) => `${name.padEnd(20)}${says}`).join('\n')}

files/              What you sent in messages; messages.json says which belongs where.

Each JSON file is a list, one entry a line. Permissions, answers, receipts and what went out have the shapes of ${publicUrl}/openapi.json.

What others wrote is not here, nor their names or addresses: it is theirs to take along, and they do so the same way. Where your
own words speak of them, they stay as you wrote them. Receipts can be checked with the keys at ${publicUrl}/receipt-keys.json.
`
}
