// What was picked for the next message: each with how far it has come, a line for who cannot see it, and a way to take it out.
import { type ClipboardEvent, useCallback, useEffect, useState } from 'react'
import {
  type Attaching,
  attach,
  attachAgain,
  describeFile,
  detach,
  forget,
  MOST_FILES,
  mayTryAgain,
  useAttaching,
} from '../data/attaching.ts'
import type { Outgoing } from '../data/outbox.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Problem } from '../ui/problem.tsx'
import { TextField } from '../ui/text-field.tsx'

/** The list; it scrolls by itself, so that the box below stays in sight. */
export function FilesToSend({
  thread,
  files,
}: {
  readonly thread: string
  readonly files: readonly Attaching[]
}) {
  const text = useText()
  return (
    <div className="mb-2">
      <ul aria-label={text('file.toSend')} className="grid max-h-64 gap-2 overflow-y-auto p-0.5">
        {files.map((one) => (
          <FileToSend key={one.key} thread={thread} one={one} />
        ))}
      </ul>
      {files.length >= MOST_FILES && (
        <p className="text-sm text-soft">{text('file.most', { count: MOST_FILES })}</p>
      )}
    </div>
  )
}

function FileToSend({ thread, one }: { readonly thread: string; readonly one: Attaching }) {
  const text = useText()
  const { key, file, preview, alt, sent, state, error } = one
  const { name } = file
  return (
    <li className="rounded-box border border-line bg-paper p-2">
      <div className="flex items-end gap-2">
        <span className="grid size-16 shrink-0 place-items-center overflow-hidden rounded-box border border-line text-soft">
          {preview === null ? (
            <Icon name="file" />
          ) : (
            <img src={preview} alt="" className="size-full object-cover" />
          )}
        </span>
        <TextField
          label={text('file.alt', { name })}
          value={alt}
          maxLength={1_000}
          onChange={(next) => describeFile(thread, key, next)}
        />
        <IconButton icon="close" label={text('file.remove', { name })} onPress={() => detach(thread, key)} />
      </div>
      {state === 'sending' && (
        <progress
          aria-label={text('file.sending', { name })}
          value={sent}
          max={Math.max(file.size, 1)}
          className="mt-2 h-1.5 w-full accent-accent"
        />
      )}
      <p role="status" className="sr-only">
        {state === 'ready' && text('file.there', { name })}
      </p>
      {state === 'failed' && (
        <>
          <Problem error={error} />
          {mayTryAgain(one) && (
            <Button size="small" onPress={() => attachAgain(thread, key)}>
              {text('file.again')}
            </Button>
          )}
        </>
      )}
    </li>
  )
}

/** The files of the next message, and the ways they come: a button, a drop anywhere in the window, a paste. */
export interface PickedFiles {
  readonly list: readonly Attaching[]
  /** Some are held over the window. */
  readonly isOver: boolean
  add(files: Iterable<File>): void
  paste(event: ClipboardEvent): void
  /** Takes those off the list that go with a message, as it names them. */
  take(): Outgoing['files']
}

/** They belong to the thread, and are kept while another one is read. Whoever changes a message changes its words only. */
export function useFiles(thread: string, takes: boolean): PickedFiles {
  const list = useAttaching(thread)
  const add = useCallback(
    (picked: Iterable<File>) => {
      if (takes) attach(thread, [...picked])
    },
    [thread, takes],
  )
  return {
    list: takes ? list : [],
    isOver: useDrop(add) && takes,
    add,
    paste(event) {
      const { files } = event.clipboardData
      if (files.length === 0) return
      event.preventDefault()
      add(files)
    },
    take() {
      const whole = list.flatMap(({ begun, alt, file: { name } }) =>
        begun === null ? [] : [{ upload: begun.id, alt: alt.trim(), name }],
      )
      forget(
        thread,
        list.map(({ key }) => key),
      )
      return whole
    },
  }
}

/** Takes files that are dropped anywhere in the window; says whether some are held over it. */
function useDrop(onFiles: (files: Iterable<File>) => void): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const holdsFiles = ({ dataTransfer }: DragEvent): boolean =>
      dataTransfer?.types.includes('Files') === true
    const dragged = (event: DragEvent): void => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const left = ({ relatedTarget }: DragEvent): void => {
      if (relatedTarget === null) setOver(false)
    }
    const dropped = (event: DragEvent): void => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      setOver(false)
      onFiles(event.dataTransfer?.files ?? [])
    }
    window.addEventListener('dragover', dragged)
    window.addEventListener('dragleave', left)
    window.addEventListener('drop', dropped)
    return () => {
      window.removeEventListener('dragover', dragged)
      window.removeEventListener('dragleave', left)
      window.removeEventListener('drop', dropped)
    }
  }, [onFiles])
  return over
}
