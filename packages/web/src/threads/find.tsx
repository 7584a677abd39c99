// Finding a place in a thread: by words, or by a day.
import { useInfiniteQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useLocale } from 'react-aria-components'
import { type Anchor, searchQuery } from '../data/messages.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { shortMoment } from '../ui/moments.ts'
import { Problem } from '../ui/problem.tsx'
import { TextField } from '../ui/text-field.tsx'

/** The panel; what is picked is where the thread is read from. */
export function Find({
  thread,
  onPick,
  onClose,
}: {
  readonly thread: string
  readonly onPick: (place: Anchor) => void
  readonly onClose: () => void
}) {
  const text = useText()
  const [typed, setTyped] = useState('')
  const [words, setWords] = useState('')
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    setWords(typed.trim())
  }
  return (
    <section
      aria-label={text('find.title')}
      className="max-h-[45%] overflow-y-auto border-b border-line bg-sheet px-4 py-3"
    >
      <div className="flex flex-wrap items-end gap-3">
        <form onSubmit={submit} className="flex min-w-56 flex-1 items-end gap-2">
          <TextField label={text('find.words')} value={typed} onChange={setTyped} maxLength={200} autoFocus />
          <Button type="submit">{text('find.find')}</Button>
        </form>
        <label className="flex flex-col gap-1">
          <span className="font-semibold">{text('find.day')}</span>
          <input
            type="date"
            className="min-h-11 rounded-box border border-edge bg-sheet px-3"
            onChange={({ target }) => {
              const at = new Date(`${target.value}T00:00`)
              if (!Number.isNaN(at.getTime())) onPick({ kind: 'time', at: at.toISOString() })
            }}
          />
        </label>
        <IconButton icon="close" label={text('app.close')} onPress={onClose} />
      </div>
      {words !== '' && <FoundWords thread={thread} words={words} onPick={onPick} />}
    </section>
  )
}

function FoundWords({
  thread,
  words,
  onPick,
}: {
  readonly thread: string
  readonly words: string
  readonly onPick: (place: Anchor) => void
}) {
  const text = useText()
  const { locale } = useLocale()
  const search = useInfiniteQuery(searchQuery(thread, words))
  const found = search.data?.pages.flatMap(({ items }) => items) ?? []
  if (search.isError) return <Problem error={search.error} retry={() => void search.refetch()} />
  return (
    <div className="mt-3">
      <p role="status" className="text-sm text-soft">
        {search.isPending ? text('app.loading') : text('find.found', { count: found.length })}
      </p>
      <ul>
        {found.map(({ id, author, sent_at, text: said, attachments }) => (
          <li key={id}>
            <button
              type="button"
              className="w-full cursor-pointer rounded-box px-2 py-1.5 text-start hover:bg-tint"
              onClick={() => onPick({ kind: 'message', id })}
            >
              <span className="text-sm text-soft">
                {author.name}, {shortMoment(locale, new Date(sent_at), new Date())}
              </span>
              <span dir="auto" className="block truncate">
                {said || attachments.map(({ name }) => name).join(', ')}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {search.hasNextPage && (
        <Button
          size="small"
          isPending={search.isFetchingNextPage}
          onPress={() => void search.fetchNextPage()}
        >
          {text('find.more')}
        </Button>
      )}
    </div>
  )
}
