// The tray: search what a company has, look at one card, send it here. The company learns the words searched and nothing of the thread.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { CardView } from '../cards/card-view.tsx'
import {
  type Catalogue,
  cataloguesQuery,
  confirm,
  type FoundCard,
  foundQuery,
  prepare,
} from '../data/catalogue.ts'
import { renewMessages } from '../data/messages.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { TextField } from '../ui/text-field.tsx'

/** The sheet of the tray. */
export function Tray({
  thread,
  onClose,
  onSent,
}: {
  readonly thread: string
  readonly onClose: () => void
  readonly onSent: () => void
}) {
  const text = useText()
  const { data, error } = useQuery(cataloguesQuery)
  const [search, setSearch] = useState<{ readonly from: Catalogue; readonly words: string } | null>(null)
  const [chosen, setChosen] = useState<FoundCard | null>(null)
  return (
    <Sheet title={text('tray.title')} isOpen onClose={onClose}>
      {error !== null && <Problem error={error} />}
      {data?.length === 0 && (
        <p>
          {text('tray.none')}{' '}
          <a href="/register" className="text-accent underline">
            {text('nav.companies')}
          </a>
        </p>
      )}
      {chosen === null || search === null ? (
        <>
          {data?.map((one) => (
            <SearchForm
              key={one.grant}
              catalogue={one}
              onSearch={(words) => setSearch({ from: one, words })}
            />
          ))}
          {search !== null && <Results {...search} onPick={setChosen} />}
        </>
      ) : (
        <Confirm
          thread={thread}
          from={search.from}
          found={chosen}
          onBack={() => setChosen(null)}
          onSent={() => {
            onClose()
            onSent()
          }}
        />
      )}
    </Sheet>
  )
}

function SearchForm({
  catalogue: { partner, feature },
  onSearch,
}: {
  readonly catalogue: Catalogue
  readonly onSearch: (words: string) => void
}) {
  const text = useText()
  const [words, setWords] = useState('')
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (words.trim() !== '') onSearch(words.trim())
  }
  return (
    <form onSubmit={submit} aria-label={partner.name} className="mb-4">
      <div className="flex items-end gap-2">
        <TextField
          label={text('tray.search', { company: partner.name, feature })}
          value={words}
          onChange={setWords}
          autoComplete="off"
        />
        <Button type="submit">{text('find.find')}</Button>
      </div>
      <p className="mt-1 text-sm text-soft">{text('tray.promise', { company: partner.name })}</p>
    </form>
  )
}

function Results({
  from,
  words,
  onPick,
}: {
  readonly from: Catalogue
  readonly words: string
  readonly onPick: (found: FoundCard) => void
}) {
  const text = useText()
  const { data, error, isPending, refetch } = useQuery(foundQuery(from.grant, words))
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  if (isPending) return <p role="status">{text('app.loading')}</p>
  if (data.length === 0)
    return <p role="status">{text('tray.nothing', { company: from.partner.name, words })}</p>
  return (
    <ul aria-label={text('tray.found', { company: from.partner.name })} className="grid gap-3">
      {data.map((found) => (
        <li key={found.pick}>
          <CardView card={found.card} via={from.partner.name} />
          <Button size="small" onPress={() => onPick(found)}>
            {text('tray.pick')}
          </Button>
        </li>
      ))}
    </ul>
  )
}

/** What leaves is what was looked at, once it is confirmed (WRT-01). */
function Confirm({
  thread,
  from,
  found,
  onBack,
  onSent,
}: {
  readonly thread: string
  readonly from: Catalogue
  readonly found: FoundCard
  readonly onBack: () => void
  readonly onSent: () => void
}) {
  const text = useText()
  const queries = useQueryClient()
  const send = useMutation({
    mutationFn: async () => confirm(await prepare(from.grant, found.pick, thread)),
    onSuccess: async () => {
      await renewMessages(queries, thread)
      onSent()
    },
  })
  return (
    <>
      <p className="mb-2">{text('tray.sure')}</p>
      <CardView card={found.card} via={from.partner.name} />
      {send.isError && <Problem error={send.error} />}
      <p className="mt-4 flex gap-3">
        <Button weight="strong" isPending={send.isPending} onPress={() => send.mutate()}>
          {text('tray.send')}
        </Button>
        <Button onPress={onBack}>{text('tray.back')}</Button>
      </p>
    </>
  )
}
