// The box to write in: new words and files, an answer, or other words for a message; drafts stay with their thread.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, type SubmitEvent, useEffect, useRef, useState } from 'react'
import { Button as AriaButton, FileTrigger } from 'react-aria-components'
import type { Attaching } from '../data/attaching.ts'
import { draftOf, keepDraft } from '../data/drafts.ts'
import { changeWords, type Message, renewMessages } from '../data/messages.ts'
import { post } from '../data/outbox.ts'
import type { Me } from '../data/session.ts'
import type { Thread } from '../data/threads.ts'
import { useText } from '../text/text.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Problem } from '../ui/problem.tsx'
import { Meant, Note, Picked } from './composer-parts.tsx'
import { useFiles } from './files-to-send.tsx'
import { couldMean, mentionsIn } from './mentions.ts'
import { Tray } from './tray.tsx'

/** The longest message the server takes, in UTF-16 code units. */
const MOST_SIGNS = 8_000
const MOST_ROWS_PX = 160

/** What the box is for. */
export type Writing =
  | { readonly kind: 'new' }
  | { readonly kind: 'reply'; readonly to: Message }
  | { readonly kind: 'change'; readonly message: Message }

interface ComposerProps {
  readonly me: Me
  readonly thread: Thread
  readonly writing: Writing
  /** Back to new words. */
  readonly onDone: () => void
  /** Something was sent. */
  readonly onSent: () => void
}

/** The box; another thing to write is another box. */
export function Composer(props: ComposerProps) {
  const { writing } = props
  const key = writing.kind === 'change' ? writing.message.id : 'words'
  return <Box key={key} {...props} />
}

function Box({ me, thread, writing, onDone, onSent }: ComposerProps) {
  const text = useText()
  const queries = useQueryClient()
  const area = useRef<HTMLTextAreaElement>(null)
  const [words, setWords] = useState(() =>
    writing.kind === 'change' ? writing.message.text : draftOf(me.id, thread.id),
  )
  const [picked, setPicked] = useState<Thread['members']>([])
  const [caret, setCaret] = useState(0)
  const [tray, setTray] = useState(false)
  const files = useFiles(thread.id, writing.kind !== 'change')
  const write = (next: string): void => {
    setWords(next)
    if (writing.kind !== 'change') keepDraft(me.id, thread.id, next)
  }
  const change = useMutation({
    mutationFn: changeOf(writing, words, picked, thread),
    onSuccess: async () => {
      onDone()
      await renewMessages(queries, thread.id)
    },
  })
  useFollowing(area, words, writing)
  const send = (): void => {
    const said = words.trim()
    if (!maySend(said, files.list, writing)) return
    if (writing.kind === 'change') {
      change.mutate()
      return
    }
    const replyTo = writing.kind === 'reply' ? writing.to.id : null
    post(queries, thread.id, {
      text: said,
      mentions: mentionsIn(said, picked),
      replyTo,
      files: files.take(),
    })
    write('')
    setPicked([])
    onDone()
    onSent()
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    send()
  }
  const keyed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape' && writing.kind !== 'new') onDone()
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    send()
  }
  const others = thread.members.filter(({ id }) => id !== me.id)
  const meant = couldMean(words, caret, others)
  const pick = (member: Thread['members'][number]): void => {
    write(`${words.slice(0, meant.from)}@${member.name} ${words.slice(caret)}`)
    setPicked((before) => [...before, member])
    setCaret(0)
    area.current?.focus()
  }
  const label = text(writing.kind === 'change' ? 'write.changed' : 'write.label')
  return (
    <form onSubmit={submit} className="border-t border-line bg-sheet px-3 py-2.5 sm:px-4">
      {writing.kind !== 'new' && <Note writing={writing} me={me} onCancel={onDone} />}
      <Meant members={meant.members} onPick={pick} />
      {change.isError && <Problem error={change.error} />}
      <Picked thread={thread.id} files={files} />
      <div className="flex items-end gap-2">
        <IconButton icon="plus" label={text('tray.open')} onPress={() => setTray(true)} />
        {writing.kind !== 'change' && (
          <FileTrigger allowsMultiple onSelect={(picked) => files.add([...(picked ?? [])])}>
            <IconButton icon="clip" label={text('file.attach')} />
          </FileTrigger>
        )}
        <textarea
          ref={area}
          rows={1}
          aria-label={label}
          placeholder={label}
          dir="auto"
          maxLength={MOST_SIGNS}
          value={words}
          onChange={({ target }) => {
            write(target.value)
            setCaret(target.selectionEnd)
          }}
          onKeyDown={keyed}
          onPaste={files.paste}
          className="min-h-11 min-w-0 flex-1 resize-none rounded-box border border-edge bg-paper px-3 py-2"
        />
        <AriaButton
          type="submit"
          aria-label={text(writing.kind === 'change' ? 'write.save' : 'write.send')}
          isDisabled={!maySend(words.trim(), files.list, writing) || change.isPending}
          className="grid size-11 shrink-0 cursor-pointer place-items-center rounded-full bg-accent text-accent-ink disabled:cursor-default disabled:opacity-50"
        >
          <Icon name="send" />
        </AriaButton>
      </div>
      {tray && <Tray thread={thread.id} onClose={() => setTray(false)} onSent={onSent} />}
    </form>
  )
}

/** Words or files, and each file is there. */
function maySend(words: string, files: readonly Attaching[], writing: Writing): boolean {
  const held = writing.kind === 'change' ? writing.message.attachments.length : files.length
  return (words !== '' || held > 0) && files.every(({ state }) => state === 'ready')
}

/** Keeps the box as high as its words, up to a few lines, and takes the reader to it when it is for something else. */
function useFollowing(area: RefObject<HTMLTextAreaElement | null>, words: string, writing: Writing): void {
  useEffect(() => {
    if (writing.kind !== 'new') area.current?.focus()
  }, [area, writing])
  // biome-ignore lint/correctness/useExhaustiveDependencies: its height follows the words
  useEffect(() => {
    const box = area.current
    if (box === null) return
    box.style.height = 'auto'
    box.style.height = `${Math.min(box.scrollHeight + 2, MOST_ROWS_PX)}px`
  }, [words])
}

/** Saves a change; names that stood in the old words and stand in the new ones are still meant. */
function changeOf(
  writing: Writing,
  words: string,
  picked: Thread['members'],
  { members }: Thread,
): () => Promise<unknown> {
  return async () => {
    if (writing.kind !== 'change') return
    const { message } = writing
    const before = message.mentions.flatMap(({ person, start, end }) => {
      const member = members.find(({ id }) => id === person)
      const name = message.text.slice(start, end).replace(/^@/, '')
      return member === undefined ? [] : [{ ...member, name }]
    })
    const text = words.trim()
    await changeWords(message, { text, mentions: mentionsIn(text, [...before, ...picked]) })
  }
}
